import torch
from torch.nn import functional as F

kernel = torch.arange(1, 10, dtype=torch.float32).reshape(1, 1, 3, 3)
# PyTorch has no kernel matrix. Column j is what image j gives, which is 1 at place j and 0 elsewhere.
K = torch.stack([F.conv2d(e.reshape(1, 1, 4, 4), kernel).flatten() for e in torch.eye(16)], dim=1)
print(K)
x = torch.arange(16, dtype=torch.float32)
y = F.conv2d(x.reshape(1, 1, 4, 4), kernel)
print(K.matmul(x).reshape(2, 2))
print(K.matmul(x).equal(y.flatten()))
