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
from network_modules import Generator, MnistClassifier, UNet

torch.set_num_threads(1)


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
