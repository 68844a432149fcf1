"""Prints what real PyTorch draws, as JSON.

Use: /usr/bin/python3 tooling/golden/random-numbers.py > packages/tensor/test/fixtures/golden/random-numbers.json

Each stream seeds one generator and then calls it several times, so that what one call leaves for the next is checked too.
Short results are recorded as their bytes in hex, long ones as the first 16 digits of the SHA-256 of the bytes.
`normal64` is the one long float64 normal in full, for counting last bits that differ.
"""

import base64
import hashlib
import json

import torch

torch.set_num_threads(1)
DTYPES = ["float32", "float64", "int32", "int64", "uint8", "bool"]
FLOATS = DTYPES[:2]
SEEDS = [0, 1, 42, 123, 2147483647, 4294967296, 1 << 40, 18446744073709551615, -1, -12345]


def fill(g, call):
    """The tensor that one call fills, in row-major order."""
    kind, dtype, n, args = call["fill"], getattr(torch, call["dtype"]), call["n"], call.get("args", [])
    if kind == "randperm":
        return torch.randperm(n, generator=g, dtype=dtype)
    if kind == "bernoulliFrom":
        p = torch.tensor([(i % 17) / 16 for i in range(n)], dtype=getattr(torch, call["of"]))
        return torch.bernoulli(p, generator=g).to(dtype)
    y = torch.zeros(n, dtype=dtype) if call.get("contiguous", True) else torch.zeros(2 * n, dtype=dtype)[::2]
    method = {"uniform": y.uniform_, "normal": y.normal_, "bernoulli": y.bernoulli_}.get(kind, y.random_)
    return method(*[int(a) if kind == "randint" else a for a in args], generator=g)


def streams():
    for seed in SEEDS:
        yield seed, [
            *[{"fill": "uniform", "dtype": d, "n": 20} for d in FLOATS],
            *[{"fill": "normal", "dtype": "float32", "n": n} for n in (1, 2, 3, 1, 15, 16, 1, 17, 5, 31, 33, 1)],
            *[{"fill": "normal", "dtype": "float64", "n": n} for n in (1, 3, 16, 15, 17)],
            {"fill": "randint", "dtype": "int64", "n": 12, "args": ["0", "10"]},
            {"fill": "randperm", "dtype": "int64", "n": 10},
            {"fill": "bernoulli", "dtype": "float32", "n": 20, "args": [0.5]},
        ]
    for n in (0, 1, 14, 15, 16, 17, 18, 24, 30, 31, 32, 33, 47, 48, 49, 64, 100, 623, 624, 625, 1000, 4096, 65541):
        yield n, [{"fill": "normal", "dtype": "float32", "n": n}, {"fill": "uniform", "dtype": "float32", "n": 3}]
        yield n, [{"fill": "normal", "dtype": "float32", "n": n, "contiguous": False}]
        yield n, [{"fill": "uniform", "dtype": d, "n": n} for d in FLOATS]
    for mean, std in ((0, 0.02), (1.7, 0.3), (-5, 100), (0.1, 0), (1e-3, 1e-20), (3, 1)):
        args = [mean, std]
        yield 7, [{"fill": "normal", "dtype": "float32", "n": n, "args": args} for n in (1, 9, 40, 5000)]
        yield 7, [{"fill": "normal", "dtype": "float32", "n": 2000, "args": args, "contiguous": False}]
        yield 7, [{"fill": "normal", "dtype": "float64", "n": n, "args": args} for n in (5, 40)]
    for low, high in ((0, 1), (-1, 1), (-0.3, 0.77), (5, 5), (-(2**-0.5), 2**-0.5), (1e-8, 1e8), (-1e30, 1e30), (0.1, 0.3)):
        for d in FLOATS:
            yield 3, [{"fill": "uniform", "dtype": d, "n": n, "args": [low, high]} for n in (7, 3000)]
    for low, high in (
        (0, 1), (0, 2), (0, 10), (-5, 5), (100, 101), (0, 255), (0, 2**20), (0, 2**28 - 1), (0, 2**28), (-(2**31), 2**31 - 1),
        (0, 2**32 - 1), (0, 2**32), (0, 2**33), (0, 10**15), (-(2**63), 2**63 - 1), (2**62, 2**62 + 7), (0, 2**63 - 1),
    ):  # fmt: skip
        for d in DTYPES:
            whole = not d.startswith("float")
            if whole and d != "bool" and not (torch.iinfo(getattr(torch, d)).min <= low and high - 1 <= torch.iinfo(getattr(torch, d)).max):
                continue
            if d == "bool" and (low < 0 or high > 2):
                continue
            yield 11, [{"fill": "randint", "dtype": d, "n": n, "args": [str(low), str(high)]} for n in (9, 700)]
    for d in DTYPES:
        yield 13, [{"fill": "random", "dtype": d, "n": n} for n in (9, 700)]
    for n in (0, 1, 2, 3, 10, 100, 255, 5000):
        for d in ("int64", "int32", "float32", "float64", *(["uint8"] if n < 256 else [])):
            yield 17, [{"fill": "randperm", "dtype": d, "n": n}, {"fill": "uniform", "dtype": "float32", "n": 2}]
    for p in (0, 0.1, 0.5, 0.75, 1):
        for d in DTYPES:
            yield 19, [{"fill": "bernoulli", "dtype": d, "n": n, "args": [p]} for n in (12, 800)]
    for d in DTYPES:
        for of in FLOATS:
            yield 23, [{"fill": "bernoulliFrom", "dtype": d, "of": of, "n": n} for n in (40, 800)]


def record(g, calls):
    for call in calls:
        data = fill(g, call).contiguous().numpy().tobytes()
        key, text = ("hex", data.hex()) if len(data) <= 80 else ("sha256", hashlib.sha256(data).hexdigest()[:16])
        yield {**call, key: text}


rows = []
for seed, calls in streams():
    g = torch.Generator().manual_seed(seed)
    recorded = list(record(g, calls))
    state = hashlib.sha256(g.get_state().numpy().tobytes()).hexdigest()[:16]
    rows.append({"seed": str(seed), "calls": recorded, "state": state})
g = torch.Generator().manual_seed(29)
long64 = torch.randn(1024, dtype=torch.float64, generator=g).numpy().tobytes()
lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
print(f'{{"torch":"{torch.__version__}","normal64":"{base64.b64encode(long64).decode()}","streams":[\n{lines}\n]}}')
