import torch
from torch.nn import functional as F

kernel = torch.arange(1, 10, dtype=torch.float32).reshape(1, 1, 3, 3)
y = torch.tensor([[1, 0], [0, 10]], dtype=torch.float32)
wide = F.conv_transpose2d(y.reshape(1, 1, 2, 2), kernel)
print(wide.squeeze())
K = torch.stack([F.conv2d(e.reshape(1, 1, 4, 4), kernel).flatten() for e in torch.eye(16)], dim=1)
print(K.T.matmul(y.flatten()).equal(wide.flatten()))
