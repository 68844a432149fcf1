"""Draws calls of convolutions, most of them wrong in one way or two, and prints what real PyTorch says to each, as JSON.

Use: /usr/bin/python3 tooling/golden/conv-calls.py > packages/conv/test/fixtures/golden/conv-calls.json

A row is [function, input shape, weight shape, bias shape or null, dtypes, options, output shape or message]. Without oneDNN,
whose own texts ("could not create a descriptor") help nobody. Left out is what PyTorch decides by accident: see SKIPPED.
"""

import json
import random
import sys
import warnings

import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")
DTYPES = ["float32", "float64", "int64", "int32", "uint8", "bool"]
# Empty batches skip checks of kernel, dilation, output padding and dtype; the library checks them always. Bias of another dtype
# passes beside a padding word. A group count of zero ends the process in some gradients.
SKIPPED = ("invalid shape dimension", "cannot reshape", "select(): index", "received an invalid combination")


def draw(r):
    rank = r.choice([1, 2, 2, 2, 3])
    transposed = r.random() < 0.4
    groups = r.choice([1, 1, 1, 2, 3])
    wide, narrow = r.randint(1, 3), r.randint(1, 3)
    size = lambda: [r.randint(3, 6) for _ in range(rank)]
    channels = groups * (narrow if transposed else wide)
    call = {
        "input": [r.randint(1, 2), channels, *size()],
        "weight": [groups * narrow, wide, *[r.randint(1, 3) for _ in range(rank)]],
        "bias": r.choice([None, [groups * (wide if transposed else narrow)]]),
        "dtypes": [r.choice(["float32", "float32", "float64", "int64"])] * 3,
        "options": {},
    }
    if groups != 1:
        call["options"]["groups"] = groups
    per_axis = lambda low, high: r.choice([r.randint(low, high), [r.randint(low, high) for _ in range(rank)]])
    if r.random() < 0.4:
        call["options"]["stride"] = per_axis(1, 3)
    if r.random() < 0.5:
        call["options"]["padding"] = per_axis(0, 2)
    elif not transposed and r.random() < 0.4:
        call["options"]["padding"] = r.choice(["same", "same", "valid"])
    if r.random() < 0.4:
        call["options"]["dilation"] = per_axis(1, 3)
    if transposed and r.random() < 0.4:
        call["options"]["outputPadding"] = per_axis(0, 2)
    if not transposed and rank > 0 and r.random() < 0.2:
        call["options"]["paddingMode"] = r.choice(["reflect", "replicate", "circular"])
    if r.random() < 0.15 and call["options"].get("paddingMode") != "circular":
        call["input"] = call["input"][1:]
    for _ in range(r.choice([0, 0, 1, 1, 1, 2, 2])):
        spoil(r, rank, call, transposed)
    return rank, transposed, call


def spoil(r, rank, call, transposed):
    options = call["options"]
    key = r.choice(["stride", "padding", "dilation"] + (["outputPadding"] if transposed else []))
    wrong = [r.randint(1, 2) for _ in range(r.choice([0, 1, rank + 1]))]
    kind = r.randrange(15)
    if kind == 0:
        call["input"] = r.choice([call["input"][1:], call["input"] + [2], [3]])
    elif kind == 1:
        call["weight"] = r.choice([call["weight"][:-1], call["weight"] + [1], call["weight"][:2]])
    elif kind == 2:
        options["groups"] = r.choice([0, -1, 2, 3, 5])
    elif kind == 3:
        options[key] = wrong
    elif kind == 4:
        options[key] = r.choice([-1, 0, [-1] + [1] * (rank - 1)])
    elif kind == 5:
        call["weight"][r.randrange(len(call["weight"]))] = r.choice([0, 1, 2, 3, 4])
    elif kind == 6:
        call["input"][r.randrange(len(call["input"]))] = r.choice([0, 1, 2, 3])
    elif kind == 7:
        call["bias"] = r.choice([[1], [2, 3], [], [7]])
    elif kind == 8:
        call["dtypes"] = [r.choice(DTYPES)] * 3
    elif kind == 9:
        call["dtypes"] = [r.choice(DTYPES) for _ in range(3)]
    elif kind == 10:
        options["dilation"] = r.choice([4, 7])
    elif kind == 11 and not transposed:
        options["padding"] = r.choice(["same", "valid", "foo"])
    elif kind == 12:
        options["padding"] = r.choice([3, 5, 7])
    elif kind == 13 and transposed:
        options["outputPadding"] = r.choice([1, 3, 5])
    elif kind == 14:
        options["stride"] = r.choice([2, 3])


def answer(rank, transposed, call):
    zeros = lambda shape, dtype: None if shape is None else torch.zeros(shape, dtype=getattr(torch, dtype))
    x, w, b = (zeros(call[k], d) for k, d in zip(["input", "weight", "bias"], call["dtypes"]))
    options = dict(call["options"])
    mode = options.pop("paddingMode", None)
    if "outputPadding" in options:
        options["output_padding"] = options.pop("outputPadding")
    if mode is not None:
        x = pad_first(rank, x, w, options, mode)
    function = getattr(F, f"conv_transpose{rank}d" if transposed else f"conv{rank}d")
    return function(x, w, b, **options)


def pad_first(rank, x, w, options, mode):
    """What a module with a padding mode does before it convolves."""
    padding = options.pop("padding", 0)
    dilation = options.get("dilation", 1)
    each = lambda v: [v] * rank if isinstance(v, int) else v * rank if len(v) == 1 else v
    if padding == "valid":
        sides = [(0, 0)] * rank
    elif padding == "same":
        totals = [d * (k - 1) for d, k in zip(each(dilation), w.shape[2:])]
        sides = [(t // 2, t - t // 2) for t in totals]
    else:
        sides = [(p, p) for p in each(padding)]
    return F.pad(x, [p for side in reversed(sides) for p in side], mode)


def worth(rank, transposed, call):
    """Whether PyTorch's answer is a decision."""
    options, mode = call["options"], call["options"].get("paddingMode")
    if isinstance(options.get("padding"), str) and call["bias"] is not None and len(set(call["dtypes"])) > 1:
        return False
    if mode is None:
        return True
    # A module refuses these when it is made, in other words; and its padding does not know wrong ranks.
    fits = len(call["input"]) in (rank + 1, rank + 2) and len(call["weight"]) == rank + 2
    lists = all(isinstance(options.get(k, 1), (int, str)) or len(options[k]) == rank for k in ("padding", "dilation", "stride"))
    numbers = [n for k in ("padding", "dilation", "stride") for n in ([options.get(k, 1)] if not isinstance(options.get(k, 1), list) else options[k])]
    sane = all(isinstance(n, str) or n >= 1 for n in numbers) and options.get("groups", 1) >= 1 and min(call["weight"][2:], default=0) > 0
    word = options.get("padding")
    strided = word == "same" and any(n != 1 for n in (options["stride"] if isinstance(options.get("stride", 1), list) else [options.get("stride", 1)]))
    unbatched_circular = mode == "circular" and len(call["input"]) == rank + 1
    return fits and lists and sane and word != "foo" and not strided and not unbatched_circular and len(set(call["dtypes"])) == 1


def rows(count, seed):
    r = random.Random(seed)
    taken = {}
    for _ in range(count):
        rank, transposed, call = draw(r)
        if not worth(rank, transposed, call):
            continue
        try:
            result = list(answer(rank, transposed, call).shape)
            empty = 0 in call["input"] or 0 in call["weight"]
        except Exception as error:
            result, empty = str(error).split("\n")[0], False
        if empty or (isinstance(result, str) and result.startswith(SKIPPED)):
            batch, channels = (call["input"] if len(call["input"]) == rank + 2 else [1, *call["input"]])[:2]
            if isinstance(result, str) or (batch and channels) or len(set(call["dtypes"])) > 1 or call["dtypes"][0] not in ("float32", "float64"):
                continue
            if 0 in call["weight"][2:] or 0 in call["weight"][1:2] and transposed or transposed or "dilation" in call["options"]:
                continue
        name = f"conv{'Transpose' if transposed else ''}{rank}d"
        # A few of each kind of answer are enough.
        kind = (name, result[:13] + "".join(c for c in result if not c.isdigit())[:60] if isinstance(result, str) else "shape")
        taken[kind] = taken.get(kind, 0) + 1
        if taken[kind] > (15 if kind[1] == "shape" else 2):
            continue
        yield [name, call["input"], call["weight"], call["bias"], call["dtypes"], call["options"], result]


with torch.backends.mkldnn.flags(enabled=False):
    count, seed = (int(a) for a in (sys.argv[1:3] or [30000, 1]))
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows(count, seed))
print(f'{{"torch": "{torch.__version__}", "rows": [\n{lines}\n]}}')
