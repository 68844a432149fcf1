// A training as a program, here and in PyTorch.
import type { UpdateRule } from "@toeplitz/networks";
import type { Training } from "../../state/training.ts";
import { garmentClassifiers } from "./garment-classifiers.ts";

const optimizers: Readonly<Record<UpdateRule, string>> = { sgd: "SGD", adam: "Adam", adamw: "AdamW" };

export function trainingCode(training: Training): readonly (readonly [string, string])[] {
  const { network, rule, rate, decay, batch, epochs, mirror, seed } = training;
  const { typescript, python } = garmentClassifiers[network];
  // AdamW alone decays by default.
  const decays = decay !== 0 || rule === "adamw";
  const options = (equals: string, weightDecay: string) =>
    [
      `lr${equals}${rate}`,
      ...(rule === "sgd" ? [`momentum${equals}0.9`] : []),
      ...(decays ? [`${weightDecay}${equals}${decay}`] : []),
    ].join(", ");
  const name = optimizers[rule];
  const before = ([text]: readonly [string, string], gap: string) => (text === "" ? "" : `${text}${gap}`);
  const taken = [
    "functional as F",
    "manualSeed",
    "nn",
    "optim",
    ...(mirror ? ["rand"] : []),
    "randperm",
    "type Tensor",
  ];
  const imported = [...taken, ...(mirror ? ["where"] : [])].join(", ");
  return [
    [
      "TypeScript",
      `import { ${imported} } from "toeplitz";

${before(typescript, "\n\n")}manualSeed(${seed});
export const network = ${typescript[1]};

/** pictures [N, 1, 28, 28] from 0 to 1, labels [N] of int64 */
export function train(pictures: Tensor, labels: Tensor): void {
  const perEpoch = Math.ceil(pictures.shape[0]! / ${batch});
  const optimizer = new optim.${name}(network.parameters(), { ${options(": ", "weightDecay")} });
  const schedule = new optim.OneCycleLR(optimizer, ${rate}, { totalSteps: ${epochs} * perEpoch });
  manualSeed(${seed});
  for (let epoch = 0; epoch < ${epochs}; epoch++) {
    for (const places of randperm(pictures.shape[0]!).split(${batch})) {
      ${mirror ? "let" : "const"} seen = pictures.indexSelect(0, places);
${mirror ? "      seen = where(rand([seen.shape[0]!, 1, 1, 1]).lt(0.5), seen.flip([3]), seen);\n" : ""}      const loss = F.crossEntropy(network.forward(seen) as Tensor, labels.indexSelect(0, places));
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

${before(python, "\n\n")}torch.manual_seed(${seed})
network = ${python[1]}

def train(pictures, labels):
    """pictures [N, 1, 28, 28] from 0 to 1, labels [N] of int64"""
    per_epoch = -(-len(pictures) // ${batch})
    optimizer = torch.optim.${name}(network.parameters(), ${options("=", "weight_decay")})
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, ${rate}, total_steps=${epochs} * per_epoch)
    torch.manual_seed(${seed})
    for epoch in range(${epochs}):
        for places in torch.randperm(len(pictures)).split(${batch}):
            seen = pictures[places]
${mirror ? "            seen = torch.where(torch.rand(len(seen), 1, 1, 1) < 0.5, seen.flip(3), seen)\n" : ""}            loss = F.cross_entropy(network(seen), labels[places])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()`,
    ],
  ];
}
