// A training as a program, here and in PyTorch.
import type { Training } from "../../state/training.ts";

export function trainingCode({ rule, rate, batch, epochs, seed }: Training): readonly (readonly [string, string])[] {
  const momentum = rule === "sgd" ? [", momentum: 0.9", ", momentum=0.9"] : ["", ""];
  const name = rule === "sgd" ? "SGD" : "Adam";
  return [
    [
      "TypeScript",
      `import { functional as F, manualSeed, nn, optim, randperm, type Tensor } from "toeplitz";

const halved = (from: number, to: number) =>
  new nn.Sequential(new nn.Conv2d(from, to, 3, { padding: 1 }), new nn.ReLU(), new nn.MaxPool2d(2));

manualSeed(${seed});
export const network = new nn.Sequential({
  features: new nn.Sequential(halved(1, 16), halved(16, 32), halved(32, 64)),
  classifier: new nn.Sequential(new nn.Flatten(), new nn.Linear(576, 64), new nn.ReLU(), new nn.Linear(64, 10)),
});

/** pictures [N, 1, 28, 28] from 0 to 1, labels [N] of int64 */
export function train(pictures: Tensor, labels: Tensor): void {
  const perEpoch = Math.ceil(pictures.shape[0]! / ${batch});
  const optimizer = new optim.${name}(network.parameters(), { lr: ${rate}${momentum[0]} });
  const schedule = new optim.OneCycleLR(optimizer, ${rate}, { totalSteps: ${epochs} * perEpoch });
  manualSeed(${seed});
  for (let epoch = 0; epoch < ${epochs}; epoch++) {
    for (const places of randperm(pictures.shape[0]!).split(${batch})) {
      const loss = F.crossEntropy(network.forward(pictures.indexSelect(0, places)) as Tensor, labels.indexSelect(0, places));
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      schedule.step();
    }
  }
}`,
    ],
    [
      "PyTorch",
      `import torch
from collections import OrderedDict
from torch import nn
import torch.nn.functional as F

def halved(start, end):
    return nn.Sequential(nn.Conv2d(start, end, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))

torch.manual_seed(${seed})
network = nn.Sequential(OrderedDict(
    features=nn.Sequential(halved(1, 16), halved(16, 32), halved(32, 64)),
    classifier=nn.Sequential(nn.Flatten(), nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10)),
))

def train(pictures, labels):
    """pictures [N, 1, 28, 28] from 0 to 1, labels [N] of int64"""
    per_epoch = -(-len(pictures) // ${batch})
    optimizer = torch.optim.${name}(network.parameters(), lr=${rate}${momentum[1]})
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, ${rate}, total_steps=${epochs} * per_epoch)
    torch.manual_seed(${seed})
    for epoch in range(${epochs}):
        for places in torch.randperm(len(pictures)).split(${batch}):
            loss = F.cross_entropy(network(pictures[places]), labels[places])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()`,
    ],
  ];
}
