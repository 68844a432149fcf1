import torch
from torch.nn import functional as F

a = torch.arange(49, dtype=torch.float32).reshape(7, 7)
y = F.conv2d(a.reshape(1, 1, 7, 7), torch.ones(1, 1, 3, 3), dilation=2)
print(y.squeeze())
seen = a[0:5:2, 0:5:2]
print(seen)
print(seen.sum().item() == y[0, 0, 0, 0].item())
