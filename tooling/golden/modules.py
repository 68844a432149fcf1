"""Prints what real PyTorch's modules are when new, print, refuse and accept, as JSON.

Use: /usr/bin/python3 tooling/golden/modules.py > packages/nn/test/fixtures/golden/modules.json

A module is described as data, `{"type": "Conv2d", "args": [3, 6, 3], "options": {"paddingMode": "reflect"}}`, in TypeScript's names.
Numbers are recorded as their bytes in hex, longer ones as the SHA-256 of the bytes.
"""

import hashlib
import json
import re
import warnings

import torch
from torch import nn

warnings.simplefilter("ignore")
torch.set_num_threads(1)


class Lines(nn.Module):
    """A module that prints the given lines, and perhaps a module inside."""

    def __init__(self, text, inside):
        super().__init__()
        self.text = text
        if inside:
            self.inside = nn.ReLU()

    def extra_repr(self):
        return self.text


def snake(name):
    return re.sub(r"([A-Z])", lambda m: "_" + m[1].lower(), name)


def build(spec):
    if spec["type"] == "Sequential":
        modules = spec["modules"]
        if isinstance(modules, dict):
            from collections import OrderedDict

            return nn.Sequential(OrderedDict((k, build(m)) for k, m in modules.items()))
        return nn.Sequential(*[build(m) for m in modules])
    if spec["type"] == "Lines":
        return Lines(*spec["args"])
    options = {snake(k): v for k, v in spec.get("options", {}).items()}
    if "dtype" in options:
        options["dtype"] = getattr(torch, options["dtype"])
    return getattr(nn, spec["type"])(*spec.get("args", []), **options)


def spec(kind, *args, **options):
    return {"type": kind, **({"args": list(args)} if args else {}), **({"options": options} if options else {})}


def sequential(*modules, **named):
    return {"type": "Sequential", "modules": named or list(modules)}


def content(tensor):
    data = tensor.detach().contiguous().numpy().tobytes()
    digest = {"hex": data.hex()} if len(data) <= 400 else {"sha256": hashlib.sha256(data).hexdigest()}
    return {"shape": list(tensor.shape), **digest}


def attempt(fn):
    try:
        return {"gives": fn()}
    except Exception as error:
        return {"error": error.args[0] if isinstance(error, KeyError) else str(error)}


CONVS = [f"Conv{n}d" for n in (1, 2, 3)]
TRANSPOSED = [f"ConvTranspose{n}d" for n in (1, 2, 3)]

# Modules made one after another from one seed: each must leave the generator where PyTorch leaves it.
STREAMS = [
    (0, [spec("Conv2d", 1, 1, 3)]),
    (1, [spec(kind, 2, 4, 3) for kind in CONVS + TRANSPOSED]),
    (42, [spec(kind, 4, 6, 2, groups=2, bias=False) for kind in CONVS + TRANSPOSED] + [spec("Conv2d", 4, 4, 3, groups=4)]),
    (7, [spec("Conv2d", 3, 6, [3, 5]), spec("ConvTranspose2d", 6, 3, [2, 3], groups=3), spec("Conv3d", 1, 2, [1, 2, 3])]),
    (123, [spec("Conv2d", 3, 6, 3, dtype="float64"), spec("ConvTranspose1d", 6, 4, 5, dtype="float64", groups=2), spec("Conv1d", 1, 1, 1)]),
    (2147483647, [spec("Conv2d", 3, 64, 7, stride=2, padding=3, bias=False), spec("Conv2d", 64, 10, 1)]),
    (-5, [spec("Conv2d", 16, 33, 3, stride=2), spec("ConvTranspose2d", 33, 16, 3, stride=2, padding=1, outputPadding=1)]),
    (3, [spec("Conv2d", 0, 3, 3, bias=False), spec("Conv2d", 3, 0, 3), spec("Conv2d", 2, 2, 2)]),
    (9, [sequential(spec("Conv2d", 1, 6, 5), spec("ReLU"), spec("Conv2d", 6, 16, 5), spec("Flatten"))]),
    (10, [sequential(encode=sequential(spec("Conv1d", 1, 2, 3), spec("ReLU")), decode=spec("ConvTranspose1d", 2, 1, 3))]),
]

REPRS = [
    *[spec(kind, 3, 6, 3) for kind in CONVS + TRANSPOSED],
    *[spec(kind, 4, 6, 3, stride=2, padding=1, dilation=2, groups=2, bias=False) for kind in CONVS + TRANSPOSED],
    *[spec(kind, 4, 6, 3, paddingMode=mode) for kind in CONVS for mode in ("zeros", "reflect", "replicate", "circular")],
    *[spec(kind, 4, 6, 3, padding=word) for kind in CONVS for word in ("same", "valid")],
    *[spec(kind, 4, 6, 3, stride=3, dilation=2, outputPadding=1) for kind in TRANSPOSED],
    spec("Conv2d", 3, 6, [3, 5], stride=[2, 1], padding=[4, 2], dilation=[3, 1]),
    spec("Conv2d", 3, 6, [3, 5], stride=[1, 1], padding=[0, 0], dilation=[1, 1]),
    spec("Conv2d", 3, 6, 3, stride=[2], padding=[1], dilation=[1]),
    spec("Conv3d", 16, 33, [3, 5, 2], stride=[2, 1, 1], padding=[4, 2, 0]),
    spec("ConvTranspose3d", 16, 33, [3, 5, 2], stride=[2, 1, 1], padding=[0, 4, 2], outputPadding=[1, 0, 0]),
    spec("ConvTranspose2d", 3, 6, 3, paddingMode="zeros"),
    spec("Conv1d", 3, 6, 3, padding="same", dilation=2, groups=3, bias=False, paddingMode="circular"),
    spec("Conv2d", 3, 6, 3, dtype="float64"),
    spec("Conv2d", 0, 6, 3),
    spec("Conv2d", 3, 0, 3),
    spec("Conv2d", 3, 6, 0),
    spec("ReLU"),
    spec("ReLU", inplace=True),
    spec("Flatten"),
    spec("Flatten", startDim=0, endDim=2),
    spec("Identity"),
    sequential(),
    sequential(spec("Conv2d", 1, 20, 5), spec("ReLU"), spec("Flatten")),
    sequential(sequential(), sequential(spec("ReLU"), sequential(spec("Conv1d", 1, 1, 1))), spec("Identity")),
    *[spec("Lines", text, inside) for text in ("", "one", "one\ntwo") for inside in (False, True)],
    sequential(spec("Lines", "one\ntwo", True), spec("Lines", "one\ntwo", False)),
    sequential(conv=spec("Conv2d", 1, 20, 5), act=spec("ReLU"), more=sequential(spec("Conv3d", 1, 1, 1, bias=False))),
]

REFUSED = [
    *[spec(kind, 4, 6, 3, groups=groups) for kind in CONVS + TRANSPOSED for groups in (0, -1, 3, 4)],
    *[spec(kind, 4, 6, 3, paddingMode="mirror") for kind in TRANSPOSED],
    *[spec(kind, 4, 6, 3, paddingMode="reflect", groups=0) for kind in TRANSPOSED],
    *[spec(kind, 4, 6, 3, padding="same", stride=2) for kind in CONVS],
    *[spec(kind, -4, 6, 3) for kind in CONVS + TRANSPOSED],
    *[spec(kind, 4, -6, 3) for kind in CONVS + TRANSPOSED],
    *[spec(kind, 4, 6, -3) for kind in CONVS + TRANSPOSED],
    *[spec(kind, 4, 6, 3, dtype=dtype) for kind in CONVS + TRANSPOSED for dtype in ("int32", "int64", "uint8", "bool")],
    spec("Conv2d", 5, 7, 3, groups=2),
    spec("Conv2d", 5, 7, 3, groups=0, padding="same", stride=2),
    spec("Conv2d", 5, 6, 3, groups=2, padding="same", stride=2, paddingMode="reflect"),
    spec("Conv2d", 4, 6, 3, padding="same", stride=[1, 2], paddingMode="nothing"),
    spec("Conv2d", 4, 6, 3, padding="same", stride=[2, 1], dtype="int32"),
    spec("Conv2d", -3, 6, 3, dtype="int32"),
]

# The first call: what the constructor let pass. `input` is a shape.
CALLS = [
    *[{"module": spec(kind, 2, 3, 3), "input": shape} for kind in CONVS + TRANSPOSED for shape in ([2, 5], [5], [1, 2, 2, 2, 2, 2], [1, 4, *[5] * int(kind[-2])])],
    {"module": spec("Conv2d", 2, 3, 3, padding=-1), "input": [1, 2, 5, 5]},
    {"module": spec("Conv2d", 2, 3, 3, stride=0), "input": [1, 2, 5, 5]},
    {"module": spec("Conv2d", 2, 3, 3, dilation=-1), "input": [1, 2, 5, 5]},
    {"module": spec("Conv2d", 2, 3, 3), "input": [1, 2, 2, 5]},
    {"module": spec("Conv2d", 2, 3, 3, padding=3, paddingMode="reflect"), "input": [1, 2, 3, 3]},
    {"module": spec("Conv2d", 2, 3, 3, padding=4, paddingMode="circular"), "input": [1, 2, 3, 3]},
    {"module": spec("ConvTranspose2d", 2, 3, 3, outputPadding=2), "input": [1, 2, 3, 3]},
    {"module": spec("ConvTranspose2d", 2, 3, 3, padding=3), "input": [1, 2, 1, 1]},
]


def sizes_of(rank):
    """Output sizes around the legal range, spelled with and without the leading sizes."""
    module = spec(f"ConvTranspose{rank}d", 2, 4, 3, stride=3, padding=1, groups=2)
    for shape in ([2, 2, *[6] * rank], [2, *[6] * rank]):
        for size in (15, 16, 17, 18, 19):
            yield {"module": module, "input": shape, "outputSize": [size] * rank}
        yield {"module": module, "input": shape, "outputSize": [2, 4, *[17] * rank]}
        yield {"module": module, "input": shape, "outputSize": [4, *[17] * rank]}
        yield {"module": module, "input": shape, "outputSize": [9, 9, 9, *[17] * rank]}
        yield {"module": module, "input": shape, "outputSize": []}
        yield {"module": module, "input": shape, "outputSize": [16, 18, 17][:rank]}
        yield {"module": module, "input": shape, "outputSize": [16, 19, 17][-rank:]}
        yield {"module": module, "input": shape, "outputSize": [-1] * rank}


SIZES = [
    *[size for rank in (1, 2, 3) for size in sizes_of(rank)],
    *[
        {"module": spec("ConvTranspose2d", 1, 1, [3, 2], stride=[2, 3], padding=[1, 0], dilation=[2, 1], outputPadding=1), "input": [1, 1, 4, 5], "outputSize": size}
        for size in ([9, 14], [10, 16], [9, 16], [11, 14], [9, 17], [8, 14])
    ],
    {"module": spec("ConvTranspose2d", 1, 1, 3, dilation=3), "input": [1, 1, 6, 6], "outputSize": [13, 12]},
]

NET = sequential(first=spec("Conv2d", 1, 2, 2), rest=sequential(spec("ReLU"), spec("ConvTranspose2d", 2, 1, 2, bias=False)))
# State dicts as shapes; a word stands for what is no tensor.
LOADS = [
    {"module": spec("Conv2d", 1, 1, 2), "state": {}},
    {"module": spec("Conv2d", 1, 1, 2), "state": {"weight": [1, 1, 2, 2], "bias": [1]}},
    {"module": spec("Conv2d", 1, 1, 2), "state": {"weight": [1, 1, 2, 2]}},
    {"module": spec("Conv2d", 1, 1, 2), "state": {"weight": [1, 1, 3, 3], "bias": []}},
    {"module": spec("Conv2d", 1, 1, 2, bias=False), "state": {"bias": [1], "weight": [1, 1, 2, 2]}},
    {"module": spec("Conv2d", 1, 1, 2), "state": {"extra": [1], "weight": [1], "another": [2]}},
    {"module": NET, "state": {}},
    {"module": NET, "state": {"rest.1.weight": [2, 1, 2, 2], "first.bias": [2], "first.weight": [2, 1, 2, 2]}},
    {"module": NET, "state": {"rest.1.bias": [1], "rest.0.x": [1], "last.weight": [1], "first.weight": [2, 1, 2], "bias": [1]}},
    {"module": NET, "state": {"rest.1.weight": [2, 1, 2, 3], "first.bias": [3], "first.weight": [2, 1, 2, 2], "rest.7.weight": [1]}},
    {"module": sequential(), "state": {"a": [1]}},
]


def load(case, strict):
    def run():
        keys = build(case["module"]).load_state_dict({k: torch.ones(s) for k, s in case["state"].items()}, strict=strict)
        return {"missingKeys": keys.missing_keys, "unexpectedKeys": keys.unexpected_keys}

    return attempt(run)


INITS = [
    *[
        {"fn": fn, "shape": shape, "options": options}
        for fn in ("kaimingUniform_", "kaimingNormal_")
        for shape in ([3, 5], [4, 3, 2], [6, 2, 3, 3], [20, 7, 1, 2, 3])
        for options in ({}, {"a": 5**0.5}, {"mode": "fan_out"}, {"nonlinearity": "relu"}, {"nonlinearity": "tanh", "mode": "fan_out"}, {"a": 0.1})
    ],
    *[
        {"fn": fn, "shape": shape, "options": options}
        for fn in ("xavierUniform_", "xavierNormal_")
        for shape in ([3, 5], [4, 3, 2], [6, 2, 3, 3], [20, 7, 1, 2, 3])
        for options in ({}, {"gain": 5 / 3})
    ],
    *[{"fn": "uniform_", "shape": [3, 4], "args": args} for args in ([], [-0.1, 0.1], [2], [2, 1])],
    *[{"fn": "normal_", "shape": shape, "args": args} for shape in ([3, 4], [5, 7]) for args in ([], [0, 0.02], [5], [0, -1])],
    {"fn": "constant_", "shape": [2, 3], "args": [0.3]},
    {"fn": "ones_", "shape": [2, 3]},
    {"fn": "zeros_", "shape": [2, 3]},
    *[{"fn": fn, "shape": [3]} for fn in ("kaimingUniform_", "kaimingNormal_", "xavierUniform_", "xavierNormal_")],
    {"fn": "kaimingUniform_", "shape": [3, 2], "options": {"mode": "fan_avg"}},
    {"fn": "kaimingUniform_", "shape": [3, 2], "options": {"nonlinearity": "swish"}},
    {"fn": "kaimingUniform_", "shape": [0, 2]},
]


def fill(case):
    torch.manual_seed(5)
    parameter = nn.Parameter(torch.full(case["shape"], 7.0))
    fn = getattr(nn.init, snake(case["fn"]))
    return attempt(lambda: content(fn(parameter, *case.get("args", []), **case.get("options", {}))))


GAINS = [[name] for name in ("linear", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d", "sigmoid", "tanh", "relu", "leaky_relu", "selu", "swish")]
GAINS += [["leaky_relu", slope] for slope in (0, 0.2, 1, 5**0.5, -3)]


def made(stream):
    seed, specs = stream
    torch.manual_seed(seed)
    modules = [build(s) for s in specs]
    states = [{name: content(value) for name, value in m.state_dict().items()} for m in modules]
    return {"seed": seed, "modules": specs, "states": states, "next": content(torch.rand(4))}


def shape_after(case):
    options = {"output_size": case["outputSize"]} if "outputSize" in case else {}
    return attempt(lambda: list(build(case["module"])(torch.ones(case["input"]), **options).shape))


recorded = {
    "streams": [made(stream) for stream in STREAMS],
    "reprs": [{"module": s, "text": repr(build(s))} for s in REPRS],
    "refused": [{"module": s, **attempt(lambda: repr(build(s)))} for s in REFUSED],
    "calls": [{**case, **shape_after(case)} for case in CALLS],
    "sizes": [{**case, **shape_after(case)} for case in SIZES],
    "loads": [{**case, "strict": load(case, True), "lenient": load(case, False)} for case in LOADS],
    "inits": [{**case, **fill(case)} for case in INITS],
    "gains": [{"args": args, **attempt(lambda: nn.init.calculate_gain(*args))} for args in GAINS],
}
assert all("error" in case for case in recorded["refused"])
parts = [f'"{name}":[\n' + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]" for name, rows in recorded.items()]
print(f'{{"torch":"{torch.__version__}",\n' + ",\n".join(parts) + "\n}")
