"""The benchmark's networks in PyTorch: torchvision's, and those of tooling/golden; batch norms folded by torch.fx."""
import sys
from pathlib import Path

import numpy as np
import torch
import torchvision
from torch.fx.experimental.optimization import fuse

here = Path(__file__).parent
sys.path += [str(here.parent / "protocol"), str(here.parent.parent / "golden")]
from contestant import Session, answer  # noqa: E402
from network_modules import Generator, UNet  # noqa: E402

networks = {
    "ResNet18": torchvision.models.resnet18,
    "MobileNetV2": torchvision.models.mobilenet_v2,
    "UNet": UNet,
    "DcganGenerator": Generator,
}


def make(name, weights, x):
    if name not in networks:
        raise LookupError("is not written in PyTorch here")
    network = networks[name]().eval()
    network.load_state_dict({key: torch.from_numpy(value) for key, value in np.load(weights).items()})
    folded, x = fuse(network), torch.from_numpy(np.load(x))
    return {"resident": lambda: folded(x)}


with torch.no_grad():
    answer(Session(make))
