import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(3)
x = torch.randn(1, 2, 4, 4)
layer = nn.Conv2d(2, 4, 3, groups=2, bias=False)
whole = nn.Conv2d(2, 4, 3, bias=False)
print(layer.weight.numel(), whole.weight.numel())
first = F.conv2d(x[:, 0:1], layer.weight[0:2])
second = F.conv2d(x[:, 1:2], layer.weight[2:4])
print(torch.allclose(torch.cat([first, second], dim=1), layer(x)))
