"""Prints what real PyTorch and torchvision say of the networks in packages/networks, as JSON: names, shapes, and outputs.

Use: /usr/bin/python3 tooling/golden/networks.py > packages/networks/test/fixtures/golden/networks.json
Needs Debian's python3-torch and python3-torchvision.

Weights and inputs are whole numbers from the generator divided by powers of two, in the order of the state dict: both languages draw
the same, and none of them is rounded.
"""

import json
import math

import torch
import torchvision
from torch import nn

torch.set_num_threads(1)


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


def fill(network):
    for name, tensor in network.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        if tensor.dim() > 1:
            scale = 2.0 ** round(math.log2(7 * math.sqrt(tensor.numel() / tensor.shape[0])))
            values = torch.randint(-16, 17, tensor.shape) / scale
        elif name.endswith("running_var"):
            values = 1 + torch.randint(0, 9, tensor.shape) / 8
        else:
            one = 1 if name.endswith("weight") else 0
            values = one + torch.randint(-4, 5, tensor.shape) / 16
        tensor.copy_(values)


def record(network, shape, training=False):
    torch.manual_seed(7)
    fill(network)
    x = torch.randint(-8, 9, shape) / 8
    with torch.no_grad():
        y = network.train(training)(x).double()
    flat = y.reshape(-1)
    places = torch.linspace(0, flat.numel() - 1, 24, dtype=torch.float64).long()
    return {
        "state": [[name, list(tensor.shape)] for name, tensor in network.state_dict().items()],
        "text": str(network),
        "input": list(shape),
        "training": training,
        "shape": list(y.shape),
        "norm": float(flat.norm()),
        "sum": float(flat.sum()),
        "places": places.tolist(),
        "values": flat[places].tolist(),
    }


networks = {
    "ResNet18": record(torchvision.models.resnet18(), (2, 3, 64, 64)),
    "MobileNetV2": record(torchvision.models.mobilenet_v2(), (2, 3, 64, 64)),
    "UNet": record(UNet(), (1, 3, 32, 32)),
    "DcganGenerator": record(Generator(), (2, 100, 1, 1), training=True),
    "MnistClassifier": record(MnistClassifier(), (2, 1, 28, 28)),
}
versions = {"torch": torch.__version__, "torchvision": torchvision.__version__}
print(json.dumps({**versions, "networks": networks}))
