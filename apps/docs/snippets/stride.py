import torch
from torch.nn import functional as F

w = torch.ones(1, 1, 3, 3)
sizes = [F.conv2d(torch.ones(1, 1, size, size), w, stride=2, padding=1) for size in [7, 8]]
print(*[y.shape[3] for y in sizes])  # two sizes of input, one size of output
y = sizes[0]
print(F.conv_transpose2d(y, w, stride=2, padding=1).shape[3])
print(F.conv_transpose2d(y, w, stride=2, padding=1, output_padding=1).shape[3])
