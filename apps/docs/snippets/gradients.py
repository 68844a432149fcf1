import torch
from torch.nn import functional as F

x = torch.arange(16, dtype=torch.float32).reshape(1, 1, 4, 4).requires_grad_()
w = torch.arange(1, 10, dtype=torch.float32).reshape(1, 1, 3, 3).requires_grad_()
y = F.conv2d(x, w)
g = torch.ones(1, 1, 2, 2)
y.backward(g)
print(x.grad.squeeze())
print(x.grad.equal(F.conv_transpose2d(g, w)))
print(w.grad.equal(F.conv2d(x, g)))
