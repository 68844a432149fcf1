// Kernels with names. Those whose results have a sign are shown around grey.

import type { Showing } from "../../state/image.ts";

export interface ImageKernel {
  readonly name: string;
  readonly showing: Showing;
  /** Row by row; three, five or seven a side. */
  readonly values: readonly number[];
}

const ninth = 1 / 9;

export const imageKernels: readonly ImageKernel[] = [
  { name: "identity", showing: "plain", values: [0, 0, 0, 0, 1, 0, 0, 0, 0] },
  { name: "box blur", showing: "plain", values: new Array<number>(9).fill(ninth) },
  {
    name: "Gaussian blur",
    showing: "plain",
    values: [1, 4, 6, 4, 1, 4, 16, 24, 16, 4, 6, 24, 36, 24, 6, 4, 16, 24, 16, 4, 1, 4, 6, 4, 1].map((n) => n / 256),
  },
  { name: "sharpen", showing: "plain", values: [0, -1, 0, -1, 5, -1, 0, -1, 0] },
  { name: "edges across", showing: "signed", values: [-1, 0, 1, -2, 0, 2, -1, 0, 1] },
  { name: "edges down", showing: "signed", values: [-1, -2, -1, 0, 0, 0, 1, 2, 1] },
  { name: "Laplacian", showing: "signed", values: [0, 1, 0, 1, -4, 1, 0, 1, 0] },
  { name: "outline", showing: "plain", values: [-1, -1, -1, -1, 8, -1, -1, -1, -1] },
  { name: "emboss", showing: "plain", values: [-2, -1, 0, -1, 1, 1, 0, 1, 2] },
  {
    name: "motion",
    showing: "plain",
    values: Array.from({ length: 49 }, (_, i) => (i % 7 === Math.floor(i / 7) ? 1 / 7 : 0)),
  },
];

/** The named kernel with these values, if there is one. */
export function kernelNamed(values: readonly number[]): ImageKernel | undefined {
  const near = (a: number, b: number) => Math.abs(a - b) < 1e-6;
  return imageKernels.find(
    (kernel) => kernel.values.length === values.length && kernel.values.every((v, i) => near(v, values[i]!)),
  );
}

/** A kernel's side. */
export function sideOf(values: readonly number[]): number {
  return Math.sqrt(values.length);
}

/** The kernel with another side: its middle stays. */
export function resizedKernel(values: readonly number[], side: number): readonly number[] {
  const old = sideOf(values);
  const shift = (old - side) / 2;
  return Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [Math.floor(i / side) + shift, (i % side) + shift];
    return row >= 0 && row < old && column >= 0 && column < old ? values[row * old + column]! : 0;
  });
}
