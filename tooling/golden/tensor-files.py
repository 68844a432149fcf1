"""Writes files of tensors with real NumPy and real PyTorch, and says what is in them; or opens files and compares.

Use: /usr/bin/python3 tooling/golden/tensor-files.py packages/io/test/fixtures/golden
     /usr/bin/python3 tooling/golden/tensor-files.py --open FOLDER

The first form writes the files and, in tensor-files.json, for each its tensors: element type, shape, strides, offset, which storage,
and the elements in row-major order as the hexadecimal bytes of the element type that the library reads them as. The second opens
every file that FOLDER/expected.json describes in the same way. Debian has no safetensors for Python: the reader here follows the
format's description and shares nothing with the library.
"""

import json
import struct
import sys
import warnings
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch

warnings.simplefilter("ignore")

# What the library has no element type for is read as the narrowest that holds it.
READ_AS = {
    "int8": "int32", "int16": "int32", "uint16": "int32", "uint32": "int64", "uint64": "int64",
    "float16": "float32", "bfloat16": "float32",
}  # fmt: skip
SAFETENSORS = {
    "BOOL": torch.bool, "U8": torch.uint8, "I32": torch.int32, "I64": torch.int64, "F16": torch.float16,
    "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64,
}  # fmt: skip


def hexadecimal(array):
    name = READ_AS.get(array.dtype.name, array.dtype.name)
    return np.ascontiguousarray(array).astype(np.dtype(name).newbyteorder("<")).tobytes().hex()


def describe_array(array):
    name = array.dtype.name
    return {"dtype": READ_AS.get(name, name), "shape": list(array.shape), "hex": hexadecimal(array)}


def describe_tensor(tensor, storages):
    name = str(tensor.dtype).removeprefix("torch.")
    read_as = READ_AS.get(name, name)
    pointer = tensor.storage().data_ptr()
    storage = storages.setdefault(pointer, len(storages)) if tensor.storage().size() > 0 else None
    values = tensor.detach().to(getattr(torch, read_as)).numpy()
    return {
        "dtype": read_as,
        "shape": list(tensor.shape),
        "strides": list(tensor.stride()),
        "offset": tensor.storage_offset(),
        "storage": storage,
        "requiresGrad": tensor.requires_grad,
        "hex": hexadecimal(values),
    }


def describe(value, storages):
    """Python's values as JSON; dicts as lists of pairs, whose keys need not be strings."""
    if isinstance(value, torch.Tensor):
        return {"tensor": describe_tensor(value, storages)}
    if isinstance(value, dict):
        return {"dict": [[describe(k, storages), describe(v, storages)] for k, v in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"list": [describe(v, storages) for v in value]}
    if isinstance(value, torch.dtype):
        return {"value": str(value)}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return {"whole": str(value)}
    return {"value": value}


def special(kind):
    return np.array([0.0, -0.0, 1.5, -2.25, np.inf, -np.inf, np.nan, 6e-8, 6.1e-5, 65504.0], dtype=kind)


def arrays():
    made = {kind: special(kind) for kind in ["f2", "f4", "f8"]}
    for kind in ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"]:
        info = np.iinfo(kind)
        most = min(info.max, 2**63 - 1)
        made[kind] = np.array([info.min, 0, 7, most], dtype=kind)
    made["b1"] = np.array([[True, False], [False, True]])
    made["big-f4"] = special(">f4")
    made["big-i8"] = made["i8"].astype(">i8")
    made["big-f2"] = special(">f2")
    made["fortran"] = np.asfortranarray(np.arange(24, dtype="f4").reshape(2, 3, 4))
    made["fortran-column"] = np.asfortranarray(np.arange(3, dtype="i4").reshape(3, 1))
    made["transposed"] = np.arange(6, dtype="f8").reshape(2, 3).T
    made["scalar"] = np.array(2.5, dtype="f4")
    made["empty"] = np.zeros((0, 3), dtype="f4")
    made["größe"] = np.arange(2, dtype="i4")
    return made


def write_numpy(folder):
    described = {}
    np.savez(folder / "arrays.npz", **arrays())
    described["arrays.npz"] = {k: describe_array(v) for k, v in arrays().items()}
    compressed = {"weight": np.arange(196, dtype="f4").reshape(14, 14) % 7, "bias": np.zeros(60)}
    np.savez_compressed(folder / "compressed.npz", **compressed)
    described["compressed.npz"] = {k: describe_array(v) for k, v in compressed.items()}
    single = {
        "vector": (special("f4"), (1, 0)),
        "fortran": (arrays()["fortran"], (1, 0)),
        "version-2": (np.arange(6, dtype="i4").reshape(2, 3), (2, 0)),
        "version-3": (np.arange(6, dtype="f8").reshape(3, 2), (3, 0)),
    }
    for name, (array, version) in single.items():
        with open(folder / f"{name}.npy", "wb") as file:
            np.lib.format.write_array(file, array, version=version)
        described[f"{name}.npy"] = describe_array(array)
    np.save(folder / "objects.npy", np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
    np.savez(folder / "objects.npz", a=np.array([{"a": 1}], dtype=object))
    np.save(folder / "text.npy", np.array(["ab", "c"]))
    np.save(folder / "record.npy", np.zeros(2, dtype=[("x", "f4"), ("y", "i4")]))
    np.save(folder / "complex.npy", np.zeros(2, dtype="c8"))
    return described


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(1, 2, 3)
        self.layers = torch.nn.Sequential(torch.nn.Conv2d(2, 2, 1), torch.nn.BatchNorm2d(2))


def checkpoints():
    torch.manual_seed(3)
    net = Net()
    yield "state-dict", net.state_dict()
    base = torch.arange(12.0)
    yield "shared", OrderedDict(
        whole=base.view(3, 4), part=base[2:6], transposed=base.view(3, 4).t(), every_other=base[1::2],
        stretched=base[:1].expand(4), own=base.clone(),
    )  # fmt: skip
    half = torch.tensor([0.0, -0.0, 1.5, -2.25, float("inf"), float("nan"), 6e-8, 65504.0])
    yield "dtypes", {
        **{str(t).removeprefix("torch."): half.to(t) for t in [torch.float16, torch.bfloat16, torch.float32, torch.float64]},
        **{
            str(t).removeprefix("torch."): torch.tensor([torch.iinfo(t).min, 0, 7, torch.iinfo(t).max], dtype=t)
            for t in [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64]
        },
        "bool": torch.tensor([[True, False], [False, True]]),
        "scalar": torch.tensor(3.5),
        "empty": torch.zeros(0, 3),
    }
    net = torch.nn.Linear(2, 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    net(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    yield "checkpoint", {
        "epoch": 3,
        "loss": 0.25,
        "name": "größe",
        "done": False,
        "nothing": None,
        "large": 2**70,
        "negative": -5,
        "model_state_dict": net.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "parameter": net.weight,
        "shape": net.weight.shape,
        "dtype": torch.float32,
        "nested": [(1, 2.5), [], {"__proto__": torch.ones(1)}],
    }
    yield "tensor", torch.arange(3)


def write_torch(folder):
    described = {}
    for name, value in checkpoints():
        for suffix, new in [("", True), ("-legacy", False)]:
            file = f"{name}{suffix}.pth"
            torch.save(value, folder / file, _use_new_zipfile_serialization=new)
            described[file] = describe(value, {})
    for suffix, new in [("", True), ("-legacy", False)]:
        torch.save({"shift": np.float64(3)}, folder / f"refused{suffix}.pth", _use_new_zipfile_serialization=new)
    return described


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    assert (8 + length) % 8 == 0
    tensors = {}
    at = 0
    for name, entry in sorted(header.items(), key=lambda item: item[1].get("data_offsets", [-1])):
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        assert begin == at, "offsets have a hole"
        at = end
        raw = bytearray(data[8 + length + begin : 8 + length + end])
        dtype = SAFETENSORS[entry["dtype"]]
        flat = torch.frombuffer(raw, dtype=dtype) if raw else torch.zeros(0, dtype=dtype)
        tensors[name] = flat.reshape(entry["shape"])
    assert at == len(data) - 8 - length, "bytes after the last tensor"
    return tensors


def open_file(path):
    if path.suffix == ".safetensors":
        return {name: describe_tensor(tensor, {}) for name, tensor in read_safetensors(path).items()}
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as file:
            return {name: describe_array(file[name]) for name in file.files}
    if path.suffix == ".npy":
        return {"": describe_array(np.load(path, allow_pickle=False))}
    value = torch.load(path)
    assert type(value) is OrderedDict
    strict = torch.load(path, weights_only=True)
    assert list(value) == list(strict)
    storages = {}
    return {name: describe_tensor(tensor, storages) for name, tensor in value.items()}


def rounded_by_torch(source, half):
    values = torch.frombuffer(bytearray.fromhex(source), dtype=torch.float32)
    return hexadecimal(values.to(getattr(torch, half)).to(torch.float32).numpy())


def compare(folder):
    for file, expected in json.loads((folder / "expected.json").read_text()).items():
        opened = open_file(folder / file)
        assert opened.keys() == expected.keys(), (file, list(opened), list(expected))
        for name, tensor in expected.items():
            if "half" in tensor:
                tensor["hex"] = rounded_by_torch(tensor.pop("from"), tensor.pop("half"))
            found = {key: opened[name][key] for key in tensor}
            assert found == tensor, (file, name, found, tensor)
    (folder / "opened.json").write_text(json.dumps({"numpy": np.__version__, "torch": torch.__version__}))


if sys.argv[1] == "--open":
    compare(Path(sys.argv[2]))
else:
    target = Path(sys.argv[1])
    answers = {**write_numpy(target), **write_torch(target)}
    lines = [f"  {json.dumps(name)}: {json.dumps(answer)}" for name, answer in answers.items()]
    (target / "tensor-files.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
