"""The gradients of a convolution in PyTorch."""
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.append(str(Path(__file__).parent.parent / "protocol"))
from contestant import Session, answer  # noqa: E402


def make(layer, shapes, files):
    def load(name):
        return torch.from_numpy(np.fromfile(files[name], dtype=np.float32).reshape(shapes[name]))

    x, weight, grad = load("x"), load("weight"), load("gradOutput")
    rank = len(layer["k"])
    axes = [layer["s"]] * rank, [layer["p"]] * rank, [layer["d"]] * rank

    def backward(mask, which):
        return torch.ops.aten.convolution_backward(grad, x, weight, None, *axes, False, [0] * rank, layer["g"], mask)[
            which
        ]

    return {
        "gradInput": lambda: backward([True, False, False], 0),
        "gradWeight": lambda: backward([False, True, False], 1),
    }


with torch.no_grad():
    answer(Session(make))
