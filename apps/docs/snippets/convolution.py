import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
x = torch.arange(25, dtype=torch.float32).reshape(1, 1, 5, 5)
layer = nn.Conv2d(1, 1, 3, bias=False)
print(layer)
y = layer(x)
print(y)
print(F.conv2d(x, layer.weight).equal(y))
