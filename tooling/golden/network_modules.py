"""Networks of packages/networks that torchvision does not have, as PyTorch modules."""
import torch
from torch import nn


class MnistClassifier(nn.Module):
    """The network of PyTorch's MNIST example, without its dropout."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.fc1 = nn.Linear(9216, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = torch.max_pool2d(self.conv2(self.conv1(x).relu()).relu(), 2)
        return self.fc2(self.fc1(torch.flatten(x, 1)).relu())


class Generator(nn.Module):
    """The generator of PyTorch's DCGAN tutorial."""

    def __init__(self):
        super().__init__()
        widths, layers = [100, 512, 256, 128, 64, 3], []
        for i in range(5):
            stride, padding = (1, 0) if i == 0 else (2, 1)
            layers.append(nn.ConvTranspose2d(widths[i], widths[i + 1], 4, stride, padding, bias=False))
            if i < 4:
                layers += [nn.BatchNorm2d(widths[i + 1]), nn.ReLU(True)]
        self.main = nn.Sequential(*layers, nn.Tanh())

    def forward(self, x):
        return self.main(x)


class UNet(nn.Module):
    """The U-Net of PyTorch Hub: two convolutions per level, joined with what was seen on the way down."""

    def __init__(self, features=32):
        super().__init__()
        sizes, before = [features * 2**i for i in range(4)], 3
        for i, size in enumerate(sizes, 1):
            setattr(self, f"encoder{i}", self.block(before, size, f"enc{i}"))
            setattr(self, f"pool{i}", nn.MaxPool2d(2, 2))
            before = size
        self.bottleneck = self.block(before, before * 2, "bottleneck")
        for i in (4, 3, 2, 1):
            size = sizes[i - 1]
            setattr(self, f"upconv{i}", nn.ConvTranspose2d(size * 2, size, 2, 2))
            setattr(self, f"decoder{i}", self.block(size * 2, size, f"dec{i}"))
        self.conv = nn.Conv2d(features, 1, 1)

    @staticmethod
    def block(before, size, name):
        layers = nn.Sequential()
        for k in (1, 2):
            layers.add_module(f"{name}conv{k}", nn.Conv2d(before if k == 1 else size, size, 3, padding=1, bias=False))
            layers.add_module(f"{name}norm{k}", nn.BatchNorm2d(size))
            layers.add_module(f"{name}relu{k}", nn.ReLU(True))
        return layers

    def forward(self, x):
        seen = []
        for i in (1, 2, 3, 4):
            seen.append(getattr(self, f"encoder{i}")(x))
            x = getattr(self, f"pool{i}")(seen[-1])
        x = self.bottleneck(x)
        for i in (4, 3, 2, 1):
            x = getattr(self, f"decoder{i}")(torch.cat([getattr(self, f"upconv{i}")(x), seen[i - 1]], 1))
        return self.conv(x).sigmoid()
