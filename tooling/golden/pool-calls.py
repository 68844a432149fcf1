"""Draws calls of pooling functions, most of them wrong in one way or two, and prints what real PyTorch says to each, as JSON.

Use: /usr/bin/python3 tooling/golden/pool-calls.py > packages/conv/test/fixtures/golden/pool-calls.json

A row is [function, input shape, dtype, whether it requires a gradient, kernel or output size, options, output shapes or message].
"""

import json
import random
import re
import sys
import warnings

import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")
DTYPES = ["float32", "float64", "int64", "int32", "uint8", "bool"]
KINDS = ["maxPool", "maxPool", "avgPool", "adaptiveAvgPool", "adaptiveMaxPool"]


def draw(r):
    rank, kind = r.choice([1, 2, 3]), r.choice(KINDS)
    adaptive = kind.startswith("adaptive")
    per_axis = lambda low, high: r.choice([r.randint(low, high), [r.randint(low, high) for _ in range(rank)]])
    call = {
        "rank": rank,
        "kind": kind,
        "input": [r.randint(1, 2), r.randint(1, 3), *[r.randint(2, 7) for _ in range(rank)]],
        "dtype": "float32",
        "grad": r.random() < 0.3,
        "size": per_axis(1, 5) if adaptive else per_axis(1, 4),
        "options": {},
    }
    options = call["options"]
    if adaptive and rank > 1 and r.random() < 0.2:
        call["size"] = [r.choice([None, r.randint(1, 4)]) for _ in range(rank)]
    if not adaptive:
        if r.random() < 0.5:
            options["stride"] = per_axis(1, 4)
        if r.random() < 0.5:
            options["padding"] = per_axis(0, 2)
        if kind == "maxPool" and r.random() < 0.5:
            options["dilation"] = per_axis(1, 3)
        if r.random() < 0.5:
            options["ceilMode"] = True
        if kind == "avgPool" and r.random() < 0.3:
            options["countIncludePad"] = False
        if kind == "avgPool" and rank > 1 and r.random() < 0.2:
            options["divisorOverride"] = r.choice([3, -2])
    if "ax" in kind and r.random() < 0.4:
        options["returnIndices"] = True
    if r.random() < 0.2:
        call["input"] = call["input"][1:]
    for _ in range(r.choice([0, 0, 1, 1, 1, 2, 2])):
        spoil(r, call)
    call["grad"] = call["grad"] and call["dtype"].startswith("float")
    return call


def spoil(r, call):
    rank, options, adaptive = call["rank"], call["options"], call["kind"].startswith("adaptive")
    wrong = r.choice([[], [2], [1] * (rank + 1), [0] * rank, [-1] * rank, 0, -1, [1] * (rank - 1) + [0], 2**31])
    key = r.choice(["stride", "padding"] + (["dilation"] if call["kind"] == "maxPool" else []))
    spot = r.randrange(9)
    if spot == 0:
        call["input"] = r.choice([call["input"][1:], call["input"] + [2], [3], [], call["input"][2:]])
    elif spot == 1 and call["input"]:
        call["input"][r.randrange(len(call["input"]))] = 0
    elif spot == 2:
        call["dtype"] = r.choice(DTYPES)
    elif spot in (3, 4):
        call["size"] = r.choice([wrong, 1]) if adaptive else wrong
        if adaptive and call["size"] == 2**31:
            call["size"] = 0
    elif not adaptive:
        if spot == 5:
            options["padding"] = r.choice([2, 3])
        elif spot == 6:
            call["size"] = r.choice([7, 9])
        elif spot == 7 and call["kind"] == "avgPool" and rank > 1:
            options["divisorOverride"] = 0
        else:
            options[key] = wrong


def answer(call):
    snake = lambda name: re.sub(r"([A-Z])", lambda m: "_" + m[1].lower(), name)
    x = torch.zeros(call["input"], dtype=getattr(torch, call["dtype"]))
    x.requires_grad_(call["grad"])
    options = {snake(k): v for k, v in call["options"].items()}
    result = getattr(F, f"{snake(call['kind'])}{call['rank']}d")(x, call["size"], **options)
    return [list(y.shape) for y in (result if isinstance(result, tuple) else [result])]


def rows(count, seed):
    r = random.Random(seed)
    taken = {}
    for _ in range(count):
        call = draw(r)
        large = 2**31 in [call["size"], *call["options"].values()]
        # Averages wrap to a negative number, which the library refuses as the other poolings do; one maximum takes minutes.
        if large and (call["rank"] == 1 or call["kind"] == "avgPool" and call["rank"] == 2):
            continue
        try:
            result = answer(call)
        except TypeError:
            continue  # Python's own words
        except Exception as error:
            result = str(error).split("\n")[0]
        name = f"{call['kind']}{call['rank']}d"
        # A few of each kind of answer are enough.
        kind = (name, re.sub(r"-?\d+", "", re.sub(r"\[.*?\]", "", result)) if isinstance(result, str) else "shape")
        taken[kind] = taken.get(kind, 0) + 1
        if taken[kind] > (limit * 8 if kind[1] == "shape" else limit):
            continue
        yield [name, call["input"], call["dtype"], call["grad"], call["size"], call["options"], result]


count, seed, limit = [int(a) for a in sys.argv[1:4]] if len(sys.argv) > 3 else [30000, 1, 3]
lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows(count, seed))
print(f'{{"torch": "{torch.__version__}", "rows": [\n{lines}\n]}}')
