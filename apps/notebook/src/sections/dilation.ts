// 4. Dilation is strided slicing.
import { arange, conv2d, ones } from "toeplitz";
import type { Print } from "../section.ts";

export function dilation(print: Print): void {
  const a = arange(49).reshape([7, 7]);
  print(a);
  print(a.index("0:3", "0:3"));
  print(a.index("0:5:2", "0:5:2"));

  // A kernel of ones adds up what it sees: the first output is the sum of exactly those nine.
  const image = a.to("float32").reshape([1, 1, 7, 7]);
  const kernel = ones([1, 1, 3, 3]);
  const dense = conv2d(image, kernel);
  const dilated = conv2d(image, kernel, { dilation: 2 });
  print(dilated.squeeze());
  print("taps 0:3", dense.index(0, 0, 0, 0).item() === a.index("0:3", "0:3").sum().item());
  print("taps 0:5:2", dilated.index(0, 0, 0, 0).item() === a.index("0:5:2", "0:5:2").sum().item());
}
