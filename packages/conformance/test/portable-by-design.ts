// Convolution rows that the accelerator leaves to the portable kernels on purpose, and why. All others it must serve.
import { type ConvCase, perAxis } from "../src/rows/index.ts";

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
  {
    why: "a plan would keep a job for each of more than 4096 elements of the kernel that the stride keeps apart",
    applies: ({ rank, weight, options }) => {
      const stride = perAxis(options.stride, rank, 1);
      const apart = weight.shape.slice(-rank).map((size, axis) => Math.min(size, stride[axis]!));
      return apart.reduce((phases, size) => phases * size, 1) > 4096;
    },
  },
];
