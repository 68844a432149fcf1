"""The gradients of a convolution in PyTorch: questions as JSON lines on stdin, answers on stdout, arrays in files."""
import json
import math
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)


def versions():
    return {"torch": torch.__version__}


class Work:
    def __init__(self, layer, shapes, files):
        def load(name):
            return torch.from_numpy(np.fromfile(files[name], dtype=np.float32).reshape(shapes[name]))

        self.last = {}
        x, weight, grad = load("x"), load("weight"), load("gradOutput")
        rank = len(layer["k"])
        axes = [layer["s"]] * rank, [layer["p"]] * rank, [layer["d"]] * rank

        def backward(mask, which):
            return torch.ops.aten.convolution_backward(
                grad, x, weight, None, *axes, False, [0] * rank, layer["g"], mask
            )[which]

        self.runs = {
            "gradInput": lambda: backward([True, False, False], 0),
            "gradWeight": lambda: backward([False, True, False], 1),
        }

    def time(self, mode, calls):
        run = self.runs[mode]
        start = time.perf_counter()
        for _ in range(calls):
            self.last[mode] = run()
        return (time.perf_counter() - start) * 1000 / calls


work = None


def prepare(layer, shapes, files):
    global work
    work = Work(layer, shapes, files)
    return {"modes": list(work.runs)}


def compute(mode, file):
    work.time(mode, 1)
    work.last[mode].contiguous().numpy().tofile(file)


def warmUp(mode, patience):
    calls, spent, recent = 1, 0.0, []
    while True:
        ms = work.time(mode, calls)
        spent += ms * calls
        recent = recent[-4:] + [ms]
        calls = max(1, math.ceil(patience["sample"] / ms))
        steady = len(recent) == 5 and max(recent) < 1.05 * min(recent)
        if (spent >= patience["warmUp"] and steady) or spent >= patience["warmUpAtMost"]:
            return {"ms": ms, "calls": calls}


def sample(mode, calls, samples):
    return [work.time(mode, calls) for _ in range(samples)]


def remarks():
    return []


def release():
    global work
    work = None


questions = {f.__name__: f for f in (versions, prepare, compute, warmUp, sample, remarks, release)}

with torch.no_grad():
    for line in sys.stdin:
        question = json.loads(line)
        try:
            reply = {"answer": questions[question["ask"]](*question["args"])}
        except Exception as error:
            reply = {"failure": repr(error)}
        print(json.dumps(reply), flush=True)
