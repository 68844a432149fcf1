"""Runs the PyTorch line of every row of each JSON list that comes on standard input, one a line, and prints what real PyTorch gives.

A row's `error` says whether PyTorch refuses; where it is null, PyTorch decides.
"""

import ast
import base64
import json
import math
import os
import sys
import warnings

os.environ["ATEN_CPU_CAPABILITY"] = "avx2"  # wider vectors would show in last bits
import torch

from recipes import make

GRAD_SEED = 0x67726164  # of the gradients that are sent back; one more for each output
torch.set_num_threads(1)
warnings.simplefilter("ignore")


def evaluate(source, names):
    """Runs all statements and gives the value of the last one, if it is an expression."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), source, "exec"), names)
    return last and eval(compile(ast.Expression(last.value), source, "eval"), names)


def bits(tensor):
    return base64.b64encode(tensor.detach().contiguous().numpy().tobytes()).decode()


def plain(value):
    """A Python value in JSON; what JSON lacks is spelled."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
        return "-0" if value == 0 and math.copysign(1, value) < 0 else value
    if isinstance(value, torch.dtype):
        return str(value).removeprefix("torch.")
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def flat(result):
    """A result as a list of tensors and plain values."""
    if isinstance(result, torch.Tensor):
        return [result]
    holds_tensors = isinstance(result, (list, tuple)) and any(isinstance(v, (torch.Tensor, list, tuple)) for v in result)
    if holds_tensors and not all_plain(result):
        return [leaf for v in result for leaf in flat(v)]
    return [result]


def all_plain(value):
    return all(all_plain(v) for v in value) if isinstance(value, (list, tuple)) else not isinstance(value, torch.Tensor)


def output(value):
    if not isinstance(value, torch.Tensor):
        return {"value": plain(value)}
    record = {"dtype": str(value.dtype).removeprefix("torch."), "shape": list(value.shape), "bits": bits(value)}
    return record | ({"requiresGrad": True} if value.requires_grad else {})


def gradients(outputs, inputs):
    """Gradients of the inputs for gradients of small multiples of 1/4 sent into the outputs."""
    sent = [(i, v) for i, v in enumerate(outputs) if isinstance(v, torch.Tensor) and v.requires_grad]
    wanted = {name: x for name, x in inputs.items() if x.requires_grad}
    if not sent or not wanted:
        return None
    upstream = [
        make({"shape": list(v.shape), "dtype": str(v.dtype).removeprefix("torch."), "fill": "quarters",
              "layout": "contiguous", "seed": GRAD_SEED + i, "scale": 1})
        for i, v in sent
    ]
    grads = torch.autograd.grad([v for _, v in sent], list(wanted.values()), upstream, allow_unused=True)
    return {name: None if g is None else bits(g) for name, g in zip(wanted, grads)}


def sums(call, *inputs):
    """What packages/conformance/src/rows/opinfo.ts sums up: all numbers are exact, so one element that differs shows."""
    weighted = lambda x: (x.double().flatten() * (torch.arange(x.numel()) % 1009 + 1)).sum().item()
    leaves = [x.detach().requires_grad_() for x in inputs]
    y = call(*leaves)
    sent = (torch.arange(y.numel()) % 7 - 3).to(y.dtype).reshape(y.shape)
    return [list(y.shape), weighted(y.detach()), *map(weighted, torch.autograd.grad(y, leaves, sent))]


def record(row):
    inputs = {name: make(recipe) for name, recipe in row["inputs"].items()}
    if row["grad"] and not row["error"]:
        for name, x in inputs.items():
            if x.dtype.is_floating_point:
                inputs[name] = x.detach().requires_grad_()
    names = {"torch": torch, "F": torch.nn.functional, "nn": torch.nn, "math": math, "inf": math.inf, "nan": math.nan}
    names["sums"] = sums
    torch.manual_seed(0)
    try:
        outputs = flat(evaluate(row["torch"], names | inputs))
        found = {"hash": row["hash"], "out": [output(v) for v in outputs]}
        grads = gradients(outputs, inputs)
    except Exception as error:  # PyTorch's refusals are results too
        if row["error"] is False:
            raise
        return {"hash": row["hash"], "error": [type(error).__name__, str(error).split("\nException raised from")[0]]}
    if row["error"]:
        raise AssertionError("expected an error and got none")
    return found | ({} if grads is None else {"grad": grads})


def answer(questions):
    rows, failed = {}, 0
    for row in questions:
        try:
            rows[row["id"]] = record(row)
        except Exception as error:
            failed += 1
            print(f"{row['id']}: {row['torch']}\n    {type(error).__name__}: {str(error).splitlines()[0]}", file=sys.stderr)
    return {"torch": torch.__version__, "failed": failed, "rows": rows}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
