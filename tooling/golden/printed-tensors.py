"""Prints tensors and how real PyTorch writes them, as JSON.

Use: /usr/bin/python3 tooling/golden/printed-tensors.py > packages/tensor/test/fixtures/golden/printed-tensors.json

A tensor is given by its dtype, its shape and its values: a list, or a rule of three numbers [count, first, step] by which the
element at flat index i is (i * 7919 % count + first) * step, computed in doubles (in whole numbers for the integer types).
Of texts longer than 200 characters the first 16 digits of the SHA-256 are kept.
"""

import hashlib
import json
import math

import torch
from torch.nn import Parameter

NAN, INF = math.nan, math.inf
FLOATS = ["float32", "float64"]
INTEGERS = ["int32", "int64", "uint8"]
SHAPES = [[1], [5], [2, 3], [3, 1], [1, 1, 1], [2, 1, 3], [2, 2, 2, 2], [3, 20], [7, 7], [1, 6, 2, 2], [2, 3, 1, 1, 2], [30], [4, 16]]

# Flat lists that decide notation and width, or end in a tie.
LISTS = [
    [0], [-0.0], [0, 0, 0], [-0.0, 0], [1], [-1], [1, 2, 3], [-1, 20, -300], [0, 1], [-0.0, 1], [-0.0, 1.5], [-0.0, 0.25, 100],
    [0.5], [0.03125], [0.09375, 0.15625], [2.5, 3.5, -2.5], [0.00005], [0.0001], [0.00009999], [0.000099999999], [0.99995, 0.99985],
    [1000.5, 1], [1001.5, 1.5], [1000, 1], [1001, 1], [1500.75, 1.5], [1500.75, 1.25], [1e8], [100000001], [99999999.5], [1e8, 1e5],
    [123456789], [1.5e9], [1e-5], [1e-38], [1e-45], [3.4e38], [1e-7, 1], [1e-7, 1e7], [1e-10, -1e-10], [12345.678], [0.1, 0.2, 0.7],
    [9.99995], [9.99994, 10], [99999.99996], [999.99995, 1], [2**24 + 1], [16777216, 16777217], [NAN], [INF], [-INF], [NAN, 1], [NAN, 1.5],
    [INF, 1], [-INF, 1], [-INF, 0.5, NAN], [NAN, 0], [INF, -INF, 0], [1e-9, NAN], [1e10, INF], [1e10, -INF, 0], [NAN, -0.0, 1e-8],
    [1.00005], [10.0005, 100.005], [1.25, 2.375, 3.4375, 4.46875], [1.5e-5, 2.5e-5, 1.00005e5], [1 / 3, 2 / 3], [math.pi, -math.e],
    [1e15, 1], [123456, 654321], [1024, 2.0**-10], [65504, 0.00012207], [0.0625, 0.1875, 0.3125], [1e-4, 1e-1], [1e-4, 0.11], [5e7, 6e4],
]  # fmt: skip
DOUBLES = [[1e300], [1e-300, 1e300], [5e-324], [1.7976931348623157e308], [1e22, 1e21], [1e100, 1], [0.1 + 0.2], [1e-99, 1e-100]]
WHOLE = {
    "int32": [[0], [-1], [2**31 - 1, -(2**31)], [1, 10, 100], [-5, 5]],
    "int64": [[0], [-1], [2**63 - 1, -(2**63)], [2**53 + 1, 1], [1, 10, 100], [-7]],
    "uint8": [[0], [255], [1, 10, 100]],
    "bool": [[0], [1], [1, 0], [1, 1, 1], [0, 0]],
}
OPTIONS = [
    {"precision": 2}, {"precision": 0}, {"precision": 10}, {"precision": 17}, {"sciMode": True}, {"sciMode": False}, {"linewidth": 40},
    {"linewidth": 10}, {"linewidth": 200}, {"profile": "short"}, {"profile": "full"}, {"precision": 3, "sciMode": True}, {"linewidth": 21},
]  # fmt: skip
SUMMARIES = [
    [1001], [1000], [7, 200], [200, 7], [2, 501], [501, 2], [1001, 1], [1, 1001], [2, 6, 90], [7, 2, 80], [10, 11, 12], [2, 3, 4, 50], [1, 2, 7, 80],
    [3, 1, 400], [30, 40], [2, 2, 300], [1, 1, 1, 1001], [1, 1, 2, 2, 300], [300, 300], [2, 600], [100000], [20, 60],
]  # fmt: skip
EDGES = [{"threshold": 5}, {"threshold": 5, "edgeitems": 1}, {"threshold": 0, "edgeitems": 2}, {"edgeitems": 5, "threshold": 10}, {"threshold": 3, "edgeitems": 4, "linewidth": 30}]


def rows():
    for dtype in FLOATS:
        for values in LISTS + (DOUBLES if dtype == "float64" else []):
            yield {"dtype": dtype, "shape": [len(values)], "values": values}
        for values in LISTS[::6]:
            if len(values) == 1:
                yield {"dtype": dtype, "shape": [], "values": values}
        for shape in SHAPES:
            yield {"dtype": dtype, "shape": shape, "rule": [101, -50, 1]}
            yield {"dtype": dtype, "shape": shape, "rule": [4001, -2000, 0.001]}
            yield {"dtype": dtype, "shape": shape, "rule": [65521, 1, 0.37]}
            yield {"dtype": dtype, "shape": shape, "rule": [61, -30, 0.03125]}
    for dtype, lists in WHOLE.items():
        for values in lists:
            yield {"dtype": dtype, "shape": [len(values)], "values": values}
            if len(values) > 1 or dtype != "bool":
                yield {"dtype": dtype, "shape": [], "values": values[:1]}
        for shape in SHAPES:
            yield {"dtype": dtype, "shape": shape, "rule": [2, 0, 1] if dtype == "bool" else [251, 0, 1] if dtype == "uint8" else [2003, -999, 1]}
    for dtype in [*FLOATS, *INTEGERS, "bool"]:
        for shape in ([0], [0, 3], [3, 0], [2, 0, 4], [0, 0]):
            yield {"dtype": dtype, "shape": shape, "values": []}
        for shape in SUMMARIES[:: 1 if dtype == "float32" else 3]:
            rule = {"bool": [2, 0, 1], "uint8": [251, 0, 1], "int32": [100003, -500, 1], "int64": [100003, -50000, 1]}.get(dtype, [100003, -50000, 0.0625])
            if rule[0] == 100003 and math.prod(shape) == 1000:
                rule[0] = 97
            yield {"dtype": dtype, "shape": shape, "rule": rule}
        for options in EDGES:
            yield {"dtype": dtype, "shape": [9, 10], "rule": [2, 0, 1] if dtype == "bool" else [101, 0, 1], "options": options}
    for options in OPTIONS:
        for rule in ([101, -50, 1], [4001, -2000, 0.001], [65521, 1, 0.0371]):
            yield {"dtype": "float32", "shape": [3, 11], "rule": rule, "options": options}
        yield {"dtype": "float64", "shape": [3], "values": [0, NAN, -INF], "options": options}
        yield {"dtype": "float64", "shape": [4], "values": [1, -2, 3000, 4e9], "options": options}
        yield {"dtype": "float64", "shape": [4], "values": [0.5, 2.5, 0.125, 1.375], "options": options}
        yield {"dtype": "float32", "shape": [], "values": [math.pi], "options": options}
        yield {"dtype": "int64", "shape": [25], "rule": [1009, -500, 1], "options": options}
        yield {"dtype": "float32", "shape": [30, 40], "rule": [4001, -2000, 0.001], "options": options} if "profile" not in options or options["profile"] != "full" else {
            "dtype": "float32", "shape": [1001], "rule": [10, 0, 1], "options": options}  # fmt: skip
    for dtype in FLOATS:
        for shape in ([], [1], [4], [9], [10], [11], [2, 3], [6, 3], [1, 1, 3, 3], [1, 6, 2, 2], [0], [0, 2], [3, 500], [1, 3, 2, 200]):
            for suffix in ("leaf", "clone", "convolution", "view", "add", "parameter"):
                if suffix == "convolution" and (len(shape) != 4 or math.prod(shape) == 0):
                    continue
                yield {"dtype": dtype, "shape": shape, "rule": [41, -20, 0.125], "suffix": suffix}


def elements(row):
    if "values" in row:
        return row["values"]
    count, first, step = row["rule"]
    return [(i * 7919 % count + first) * step for i in range(math.prod(row["shape"]))]


def with_history(x, suffix):
    if suffix == "parameter":
        return Parameter(x)
    x.requires_grad_()
    if suffix == "clone":
        return x.clone()
    if suffix == "view":
        return x.view(x.shape)
    if suffix == "add":
        return x + 0
    if suffix == "convolution":
        channels = x.shape[1]
        return torch.nn.functional.conv2d(x, torch.ones(channels, 1, 1, 1, dtype=x.dtype), groups=channels)
    return x


def text(row):
    x = torch.tensor(elements(row), dtype=getattr(torch, row["dtype"])).reshape(row["shape"])
    names = {"sciMode": "sci_mode"}
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**{names.get(k, k): v for k, v in row.get("options", {}).items()})
    y = with_history(x, row["suffix"]) if "suffix" in row else x
    grad_fn = {} if y.grad_fn is None else {"gradFn": type(y.grad_fn).__name__}
    text = repr(y)
    if len(text) > 200:
        return {**grad_fn, "sha256": hashlib.sha256(text.encode()).hexdigest()[:16]}
    return {**grad_fn, "text": text}


def plain(value):
    """A number in JSON; what JSON or JavaScript's numbers lack is spelled."""
    if isinstance(value, float) and (not math.isfinite(value) or (value == 0 and math.copysign(1, value) < 0)):
        return "NaN" if math.isnan(value) else "-0" if value == 0 else "Infinity" if value > 0 else "-Infinity"
    return str(value) if isinstance(value, int) and abs(value) > 2**53 else value


lines = []
for row in rows():
    row = {**row, **text(row)}
    if "values" in row:
        row["values"] = [plain(v) for v in row["values"]]
    lines.append(json.dumps(row, separators=(",", ":")))
print(f'{{"torch":"{torch.__version__}","tensors":[\n' + ",\n".join(lines) + "\n]}")
