"""A contestant in PyTorch: questions of protocol/session.ts as JSON lines on stdin, answers on stdout, results in files."""
import json
import math
import sys
import time

import torch

torch.set_num_threads(1)


class Session:
    """`make` gives, for the arguments of `prepare`, a function without arguments per mode."""

    def __init__(self, make):
        self.make = make
        self.runs = {}
        self.last = {}

    def versions(self):
        return {"torch": torch.__version__}

    def prepare(self, *args):
        self.runs, self.last = self.make(*args), {}
        return {"modes": list(self.runs)}

    def time(self, mode, calls):
        run = self.runs[mode]
        start = time.perf_counter()
        for _ in range(calls):
            self.last[mode] = run()
        return (time.perf_counter() - start) * 1000 / calls

    def compute(self, mode, file):
        self.time(mode, 1)
        self.last[mode].contiguous().numpy().tofile(file)

    def warmUp(self, mode, patience):
        calls, spent, recent = 1, 0.0, []
        while True:
            ms = self.time(mode, calls)
            spent += ms * calls
            recent = recent[-4:] + [ms]
            calls = max(1, math.ceil(patience["sample"] / ms))
            steady = len(recent) == 5 and max(recent) < 1.05 * min(recent)
            if (spent >= patience["warmUp"] and steady) or spent >= patience["warmUpAtMost"]:
                return {"ms": ms, "calls": calls}

    def sample(self, mode, calls, samples):
        return [self.time(mode, calls) for _ in range(samples)]

    def remarks(self):
        return []

    def release(self):
        self.runs, self.last = {}, {}


def answer(session):
    """Answers with the session's methods until stdin ends."""
    for line in sys.stdin:
        question = json.loads(line)
        try:
            reply = {"answer": getattr(session, question["ask"])(*question["args"])}
        except Exception as error:
            reply = {"failure": repr(error)}
        print(json.dumps(reply), flush=True)
