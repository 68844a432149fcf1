// The notebook's six parts, in order.
import type { Section } from "./section.ts";
import { dilation } from "./sections/dilation.ts";
import { groups } from "./sections/groups.ts";
import { kernelAsMatrix } from "./sections/kernel-as-matrix.ts";
import { moduleAndFunction } from "./sections/module-and-function.ts";
import { recoveredKernel } from "./sections/recovered-kernel.ts";
import { transposedByTranspose } from "./sections/transposed-by-transpose.ts";

export const notebook: readonly Section[] = [
  { title: "1. nn.Conv2d and conv2d agree", run: moduleAndFunction },
  { title: "2. A kernel unrolled into a matrix", run: kernelAsMatrix },
  { title: "3. Transposed convolution is the transpose", run: transposedByTranspose },
  { title: "4. Dilation is strided slicing", run: dilation },
  { title: "5. Groups split channels", run: groups },
  { title: "6. The kernel behind the printed tables", run: recoveredKernel },
];
