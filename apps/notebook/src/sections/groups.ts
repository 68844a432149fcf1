// 5. Groups split the channels.
import { cat, conv2d, equal, manualSeed, nn, randn } from "toeplitz";
import type { Print } from "../section.ts";

export function groups(print: Print): void {
  manualSeed(3);
  const x = randn([1, 2, 4, 4]);
  const whole = new nn.Conv2d(2, 4, 3, { bias: false });
  const grouped = new nn.Conv2d(2, 4, 3, { bias: false, groups: 2 });
  print(grouped);
  print("parameters", whole.weight.numel(), grouped.weight.numel());

  const output = grouped.forward(x);
  print("output", output.shape);
  const parts = [0, 1].map((g) =>
    conv2d(x.index("...", `${g}:${g + 1}`, ":", ":"), grouped.weight.index(`${2 * g}:${2 * g + 2}`)),
  );
  print("two convolutions of one channel each", equal(output, cat(parts, { dim: 1 })));
}
