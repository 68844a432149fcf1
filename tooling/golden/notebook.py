"""The notebook in PyTorch: what apps/notebook must print. Run: /usr/bin/python3 tooling/golden/notebook.py > apps/notebook/test/notebook.pytorch.txt"""

import torch
import torch.nn.functional as F
from torch import nn


def kernel_matrix(weight, size, **options):
    """The matrix of a convolution of one sample, column by column from unit inputs."""
    n = 1
    for s in size:
        n *= s
    columns = [F.conv2d(e.reshape(1, *size), weight, **options).reshape(-1) for e in torch.eye(n, dtype=weight.dtype)]
    return torch.stack(columns, dim=1)


def get_kernel_matrix(kernel, size, stride=1):
    return kernel_matrix(kernel.reshape(1, 1, *kernel.shape), (1, *size), stride=stride)


def shape(t):
    return list(t.shape)


print("## 1. nn.Conv2d and conv2d agree")
torch.manual_seed(0)
x = torch.randn(1, 3, 4, 4)
layer = nn.Conv2d(3, 6, 3, bias=False)
print(layer)
output = layer(x)
print("weight", shape(layer.weight), "output", shape(output))
print(output)
same = F.conv2d(x, layer.weight)
print("allclose", torch.allclose(output, same), "same bits", torch.equal(output, same))
print()

print("## 2. A kernel unrolled into a matrix")
K = get_kernel_matrix(torch.arange(1, 10).float().reshape(3, 3), (4, 4))
print("K", shape(K))
print(K)
torch.manual_seed(1)
x = torch.randn(4, 4)
kernel = torch.randn(3, 3)
product = (get_kernel_matrix(kernel, (4, 4)) @ x.reshape(-1, 1)).reshape(2, 2)
convolved = F.conv2d(x.reshape(1, 1, 4, 4), kernel.reshape(1, 1, 3, 3))
print(product)
print("K @ x is the convolution", torch.allclose(product, convolved.squeeze(), atol=1e-6))
strided = get_kernel_matrix(kernel, (5, 5), stride=2)
y = torch.randn(5, 5)
expected = F.conv2d(y.reshape(1, 1, 5, 5), kernel.reshape(1, 1, 3, 3), stride=2)
print("stride 2", shape(strided), torch.allclose((strided @ y.reshape(-1, 1)).reshape(1, 1, 2, 2), expected, atol=1e-6))
weight = torch.randn(4, 1, 3, 3)
image = torch.randn(2, 6, 6)
options = dict(groups=2, padding=1, dilation=2, stride=2)
operator = kernel_matrix(weight, (2, 6, 6), **options)
nnz = int((operator != 0).sum())
grouped = F.conv2d(image.unsqueeze(0), weight, **options).squeeze(0)
print("groups", shape(operator), nnz, torch.allclose((operator @ image.reshape(-1)).reshape(grouped.shape), grouped, atol=1e-6))
print()

print("## 3. Transposed convolution is the transpose")
torch.manual_seed(2)
kernel = torch.randn(3, 3)
y = torch.randn(2, 2)
K = get_kernel_matrix(kernel, (4, 4))
back = (K.T @ y.reshape(-1, 1)).reshape(4, 4)
print(back)
transposed = F.conv_transpose2d(y.reshape(1, 1, 2, 2), kernel.reshape(1, 1, 3, 3))
print("K.T @ y is the transposed convolution", torch.allclose(back, transposed.squeeze(), atol=1e-6))
weight = kernel.reshape(1, 1, 3, 3)
small = torch.randn(1, 1, 3, 3)
for size, output_padding in [(7, 0), (8, 1)]:
    wide = F.conv_transpose2d(small, weight, stride=2, output_padding=output_padding)
    operator = kernel_matrix(weight, (1, size, size), stride=2)
    product = (operator.T @ small.reshape(-1)).reshape(1, 1, size, size)
    print("stride 2", shape(operator), "outputPadding", output_padding, torch.allclose(product, wide, atol=1e-6))
print()

print("## 4. Dilation is strided slicing")
a = torch.arange(49).reshape(7, 7)
print(a)
print(a[0:3, 0:3])
print(a[0:5:2, 0:5:2])
image = a.float().reshape(1, 1, 7, 7)
ones = torch.ones(1, 1, 3, 3)
dense = F.conv2d(image, ones)
dilated = F.conv2d(image, ones, dilation=2)
print(dilated.squeeze())
print("taps 0:3", dense[0, 0, 0, 0].item() == a[0:3, 0:3].sum().item())
print("taps 0:5:2", dilated[0, 0, 0, 0].item() == a[0:5:2, 0:5:2].sum().item())
print()

print("## 5. Groups split channels")
torch.manual_seed(3)
x = torch.randn(1, 2, 4, 4)
whole = nn.Conv2d(2, 4, 3, bias=False)
grouped = nn.Conv2d(2, 4, 3, bias=False, groups=2)
print(grouped)
print("parameters", whole.weight.numel(), grouped.weight.numel())
output = grouped(x)
print("output", shape(output))
parts = [F.conv2d(x[:, g : g + 1], grouped.weight[2 * g : 2 * g + 2]) for g in range(2)]
print("two convolutions of one channel each", torch.allclose(output, torch.cat(parts, dim=1), atol=1e-6))
print()

print("## 6. The kernel behind the printed tables")
y = torch.tensor([[-0.8894, -0.7435], [-0.7278, 3.2295]], dtype=torch.float64).reshape(1, 1, 2, 2)
table = torch.tensor(
    [
        [0.4447, 0.2788, 0.7479, 0.6902],
        [0.3124, -2.2003, 0.3181, -3.2531],
        [-0.1973, 1.0964, 2.8018, 1.2500],
        [-0.1270, 1.7263, -5.0211, -0.6162],
    ],
    dtype=torch.float64,
)
units = torch.eye(9, dtype=torch.float64).reshape(9, 1, 1, 3, 3)
A = torch.stack([F.conv_transpose2d(y, unit).reshape(-1) for unit in units], dim=1)
kernel = torch.linalg.lstsq(A, table.reshape(-1, 1)).solution.reshape(1, 1, 3, 3)
print(kernel.squeeze().float())
again = F.conv_transpose2d(y, kernel).squeeze().float()
print(again)
print("all 16 cells as printed", torch.allclose(again, table.float(), rtol=0, atol=5e-5))
