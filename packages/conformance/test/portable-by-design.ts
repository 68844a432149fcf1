// Convolution rows that the accelerator leaves to the portable kernels on purpose, and why. All others it must serve.
import type { ConvCase } from "../src/rows/index.ts";

interface Reason {
  readonly why: string;
  readonly applies: (conv: ConvCase) => boolean;
}

export const portableByDesign: readonly Reason[] = [
  {
    why: "float64 has half the lanes and no bar: the reference must stay plain loops",
    applies: ({ weight }) => weight.dtype === "float64",
  },
  {
    why: "whole numbers are for counting paths, not for networks",
    applies: ({ weight }) => weight.dtype === "int32" || weight.dtype === "int64",
  },
  {
    why: "without elements there is nothing to compute, and no kernel is called",
    applies: ({ input, weight }) => input.shape.includes(0) || weight.shape.includes(0),
  },
];
