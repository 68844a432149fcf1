import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
# Pictures of noise with two bars in it, upright or lying: which?
def pictures(n):
    stripes = torch.arange(8).remainder(4).eq(1)
    upright, lying = stripes.reshape(1, 8), stripes.reshape(8, 1)
    x = torch.cat([torch.randn(n, 1, 8, 8) + upright, torch.randn(n, 1, 8, 8) + lying])
    return x, torch.cat([torch.zeros(n, dtype=torch.int64), torch.ones(n, dtype=torch.int64)])
train = TensorDataset(*pictures(128))
test_pictures, test_labels = pictures(64)

model = nn.Sequential(
    nn.Conv2d(1, 4, 3),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(36, 2),
)
loader = DataLoader(train, batch_size=32, shuffle=True)
criterion = nn.CrossEntropyLoss()
optimizer = optim.Adam(model.parameters(), lr=0.02)
scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)

for epoch in range(1, 6):
    total = 0
    for x, labels in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    scheduler.step()
    print(f"epoch {epoch}: loss {total / len(loader):.3f}")

model.eval()
with torch.no_grad():
    right = (model(test_pictures).argmax(1) == test_labels).sum().item()
print(f"{right} of 128 new pictures are named rightly")
