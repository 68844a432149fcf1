"""Trains the network of training/task.ts with PyTorch: questions as JSON lines on stdin, answers on stdout."""
import gzip
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

here = Path(__file__).parent
sys.path += [str(here.parent / "protocol"), str(here.parent.parent / "golden")]
from contestant import answer  # noqa: E402
from network_modules import MnistClassifier  # noqa: E402


def read_idx(file, header):
    with gzip.open(file) as content:
        return np.frombuffer(content.read(), np.uint8, offset=header)


class Trainer:
    def versions(self):
        return {"torch": torch.__version__}

    def prepare(self, task):
        network = MnistClassifier()
        network.load_state_dict({name: torch.from_numpy(x) for name, x in np.load(task["weights"]).items()})
        optimizer = torch.optim.SGD(network.parameters(), lr=task["lr"], momentum=task["momentum"])
        pixels = read_idx(f"{task['dataset']}/train-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)
        labels = read_idx(f"{task['dataset']}/train-labels-idx1-ubyte.gz", 8)
        order, size = np.fromfile(task["order"], np.int32), task["batchSize"]

        def step(index):
            places = order[index * size : (index + 1) * size]
            x = torch.from_numpy(pixels[places]).float().div(255)
            loss = F.cross_entropy(network(x), torch.from_numpy(labels[places].astype(np.int64)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss.item()

        self.step = step

    def steps(self, first, count):
        start = time.perf_counter()
        losses = [self.step(index) for index in range(first, first + count)]
        return {"ms": (time.perf_counter() - start) * 1000, "losses": losses}


answer(Trainer())
