// 1. The module and the function are the same convolution.
import { allclose, conv2d, equal, manualSeed, nn, randn } from "toeplitz";
import type { Print } from "../section.ts";

export function moduleAndFunction(print: Print): void {
  manualSeed(0);
  const input = randn([1, 3, 4, 4]);
  const layer = new nn.Conv2d(3, 6, 3, { bias: false });
  print(layer);
  const output = layer.forward(input);
  print("weight", layer.weight.shape, "output", output.shape);
  print(output);

  const same = conv2d(input, layer.weight);
  print("allclose", allclose(output, same), "same bits", equal(output, same));
}
