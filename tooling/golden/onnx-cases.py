"""Decodes ONNX's own test cases of convolution, pooling, padding and batch norm, and writes them as one JSON, compressed.

Use: /usr/bin/python3 tooling/golden/onnx-cases.py packages/conformance/test/fixtures/golden/onnx-cases.json.gz

They are Debian's package libonnx-testdata: models with inputs and expected outputs, written down by ONNX and by PyTorch's exporter
long before this library. Only Python's standard library is needed: a model is a protobuf, and few of its fields matter.
"""

import base64
import glob
import gzip
import json
import math
import struct
import subprocess
import sys
from pathlib import Path

ROOT = Path("/usr/share/libonnx-testdata/data")
FOLDERS = ("node", "pytorch-converted", "pytorch-operator")
OPERATORS = {
    "Conv", "ConvTranspose", "Pad", "AveragePool", "MaxPool", "GlobalAveragePool", "GlobalMaxPool", "BatchNormalization",
}
# Operators of the same families that this library does not have.
NOT_COVERED = {
    "ConvInteger": "convolves uint8 with zero points; PyTorch has that in its quantized package alone",
    "QLinearConv": "convolves quantized numbers with scales; PyTorch has that in its quantized package alone",
    "MaxUnpool": "undoes a pooling from its indices; the library has no such operator",
    "GlobalLpPool": "pools by a norm; the library has no such operator",
    "LpPool": "pools by a norm; the library has no such operator",
    "MaxRoiPool": "pools regions; neither PyTorch's core nor the library has such an operator",
}
FLOAT, UINT8, INT32, INT64 = 1, 2, 6, 7
DTYPES = {FLOAT: ("float32", "f"), UINT8: ("uint8", "B"), INT32: ("int32", "i"), INT64: ("int64", "q")}
MANY = 250  # elements of a tensor; of a larger one a part is kept
TOO_MANY = 4000  # that a part may have


def fields(data):
    """Numbers and values of a protobuf message: int for varints, bytes for all else."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value - (1 << 64 if value >> 63 else 0)

    while at < len(data):
        key = varint()
        kind = key & 7
        if kind == 0:
            yield key >> 3, varint()
            continue
        size = varint() if kind == 2 else {1: 8, 5: 4}[kind]
        yield key >> 3, data[at:at + size]
        at += size


def message(data):
    found = {}
    for number, value in fields(data):
        found.setdefault(number, []).append(value)
    return found


def integers(values):
    """A repeated integer, packed or not."""
    packed = lambda data: [v for _, v in fields(b"".join(b"\x08" + d for d in split_varints(data)))]
    return [n for v in values for n in (packed(v) if isinstance(v, bytes) else [v])]


def split_varints(data):
    start = 0
    for at, byte in enumerate(data):
        if byte < 128:
            yield data[start:at + 1]
            start = at + 1


def tensor(data):
    """A TensorProto as its name, dtype, shape and elements."""
    proto = message(data)
    dtype, code = DTYPES.get(proto[2][0], (f"type {proto[2][0]} of ONNX", None))
    shape = integers(proto.get(1, []))
    count = math.prod(shape)
    if code is None:
        values = []
    elif 9 in proto:
        values = struct.unpack(f"<{count}{code}", proto[9][0])
    elif code == "f":
        packed = b"".join(proto.get(4, []))
        values = struct.unpack(f"<{len(packed) // 4}f", packed)
    else:
        values = integers(proto.get(7 if code == "q" else 5, []))
    return {"name": proto.get(8, [b""])[0].decode(), "dtype": dtype, "shape": shape, "code": code, "values": list(values)}


def attribute(data):
    proto = message(data)
    name, kind = proto[1][0].decode(), proto[20][0]
    if kind == 1:
        value = struct.unpack("<f", proto[2][0])[0]
    elif kind == 2:
        value = proto[3][0]
    elif kind == 3:
        value = proto[4][0].decode()
    elif kind == 7:
        value = integers(proto.get(8, []))
    else:
        raise ValueError(f"attribute {name} of kind {kind}")
    return name, value


def node(data):
    proto = message(data)
    text = lambda number: [v.decode() for v in proto.get(number, [])]
    return {
        "op": text(4)[0], "inputs": text(1), "outputs": text(2),
        "attributes": lambda: dict(attribute(a) for a in proto.get(5, [])),
    }


def crop(x, sizes):
    """The first elements along each axis."""
    index = [0]
    for size, keep in zip(x["shape"], sizes):
        index = [i * size + k for i in index for k in range(keep)]
    return {**x, "shape": list(sizes), "values": [x["values"][i] for i in index]}


def keep_a_part(nodes, x, y):
    """Input and output that are small, and what they are a part of; None if there is no such part. Images and channels do not depend
    on each other in a pooling, and without padding neither do windows that are far apart."""
    only = next(n for n in nodes if n["op"] in OPERATORS)
    pooling = "Pool" in only["op"]
    inputs, outputs = ([1, 1], [1, 1]) if pooling else ([1, x["shape"][1]], [1, y["shape"][1]])
    wide, narrow = x["shape"][2:], y["shape"][2:]
    a = only["attributes"]
    padded = any(a.get("pads", [0])) or a.get("ceil_mode", 0) != 0 or "auto_pad" in a
    if not padded and math.prod(wide) > 100:
        ones = [1] * len(wide)
        wide = [min(6 if len(wide) == 3 else 10, size) for size in wide]
        steps, dilations = a.get("strides", ones), a.get("dilations", ones)
        narrow = [(w - d * (k - 1) - 1) // s + 1 for w, k, s, d in zip(wide, a["kernel_shape"], steps, dilations)]
    if math.prod(inputs + wide) > TOO_MANY:
        return None
    part = crop(x, inputs + wide)
    return part, crop(y, outputs + narrow), f"{part['shape']} of {x['shape']}" if part["shape"] != x["shape"] else None


def decode(folder):
    """A case, or the reason why it is left out, or None if it is about something else."""
    graph = message(message((folder / "model.onnx").read_bytes())[7][0])
    nodes = [node(n) for n in graph[1]]
    for n in nodes:
        if n["op"] in NOT_COVERED:
            return f"{n['op']} {NOT_COVERED[n['op']]}"
    if not any(n["op"] in OPERATORS for n in nodes):
        return None
    for n in nodes:
        n["attributes"] = n["attributes"]()
    weights = [tensor(t) for t in graph.get(5, [])]
    names = [message(v)[1][0].decode() for v in graph[11]]
    fed = [name for name in names if name not in {w["name"] for w in weights}]
    read = lambda kind, i: tensor((folder / "test_data_set_0" / f"{kind}_{i}.pb").read_bytes())
    inputs = weights + [{**read("input", i), "name": name} for i, name in enumerate(fed)]
    outputs = [{**read("output", i), "name": message(v)[1][0].decode()} for i, v in enumerate(graph[12])]
    dtype = inputs[len(weights)]["dtype"]
    if dtype != "float32":
        return f"computes with {dtype}, which PyTorch refuses for this operator on a CPU"
    case = {"nodes": nodes, "inputs": inputs, "outputs": outputs}
    whole = {"Pad", "BatchNormalization"}  # whose elements depend on far ones
    if max(len(t["values"]) for t in inputs + outputs) > MANY and not any(n["op"] in whole for n in nodes):
        part = keep_a_part(nodes, inputs[len(weights)], outputs[0])
        if part is None:
            return f"{math.prod(inputs[len(weights)]['shape'])} elements are too many to keep, and padding forbids a part"
        inputs[len(weights)], outputs[0], kept = part
        if kept is not None:
            case["part"] = kept
    return case


def main():
    data, places = [], {}

    def kept(t):
        bits = base64.b64encode(struct.pack(f"<{len(t['values'])}{t['code']}", *t["values"])).decode()
        if bits not in places:
            places[bits] = len(data)
            data.append(bits)
        return {"name": t["name"], "dtype": t["dtype"], "shape": t["shape"], "data": places[bits]}

    cases, left_out = {}, {}
    for path in sorted(p for f in FOLDERS for p in glob.glob(str(ROOT / f / "*" / "model.onnx"))):
        folder = Path(path).parent
        name = f"{folder.parent.name}/{folder.name.removeprefix('test_')}"
        found = decode(folder)
        if isinstance(found, str):
            left_out[name] = found
        elif found is not None:
            cases[name] = {**found, "inputs": [*map(kept, found["inputs"])], "outputs": [*map(kept, found["outputs"])]}

    version = subprocess.run(["dpkg-query", "-W", "-f=${Version}", "libonnx-testdata"], capture_output=True, text=True).stdout
    source = f"ONNX's test data, Debian's libonnx-testdata {version}; ONNX-LICENSE.txt stands beside this file"
    text = json.dumps({"source": source, "cases": cases, "leftOut": left_out, "data": data}, separators=(",", ":"))
    Path(sys.argv[1]).write_bytes(gzip.compress(text.encode(), mtime=0))


main()
