// What is special about a kernel matrix: how full it is, where its entries lie, and how evenly they reach both sides.
import { eachTap } from "@toeplitz/conv";
import type { Scene } from "./scene.ts";

export interface Structure {
  readonly rows: number;
  readonly columns: number;
  readonly nnz: number;
  /** Entries per place. */
  readonly density: number;
  /** How far entries lie below and above the diagonal. */
  readonly bandwidth: readonly [below: number, above: number];
  /** Blocks by channel: so many, of this size. */
  readonly blocks: readonly [down: number, across: number];
  readonly blockSize: readonly [rows: number, columns: number];
  /** Levels of blocks within blocks, one per spatial axis. */
  readonly levels: 1 | 2 | 3;
  /** Rows of one block are shifted copies of each other, along every axis by one place. */
  readonly isToeplitz: boolean;
  /** Whether a border of zeros or another border cuts some of the shifted copies short. */
  readonly isCut: boolean;
  /** Taps that reach each element of the wide side of a sample, in row-major order over all channels. */
  readonly coverage: readonly number[];
  /** The least and the most of them. */
  readonly coverageRange: readonly [least: number, most: number];
}

/** Reads the structure off the taps. */
export function structureOf({ matrix, input, output }: Scene): Structure {
  const { geometry } = matrix;
  const [rows, columns] = matrix.shape;
  let [below, above, cut] = [0, 0, 0];
  const coverage = new Array<number>(geometry.transposed ? rows : columns).fill(0);
  const perOutput = new Array<number>(geometry.transposed ? columns : rows).fill(0);
  eachTap(geometry, (output, input) => {
    below = Math.max(below, output - input);
    above = Math.max(above, input - output);
    const [wide, narrow] = geometry.transposed ? [output, input] : [input, output];
    coverage[wide]! += 1;
    perOutput[narrow]! += 1;
  });
  const full = geometry.widePerGroup * geometry.kernel.reduce((product, size) => product * size, 1);
  cut = perOutput.filter((count) => count < full).length;
  const [down, across] = [output.shape[1]!, input.shape[1]!];
  return {
    rows,
    columns,
    nnz: matrix.nnz,
    density: matrix.nnz / Math.max(1, rows * columns),
    bandwidth: [below, above],
    blocks: [down, across],
    blockSize: [rows / Math.max(1, down), columns / Math.max(1, across)],
    levels: geometry.rank,
    isToeplitz: geometry.stride.every((stride, axis) => stride === 1 || geometry.narrow[axis] === 1),
    isCut: cut > 0,
    coverage,
    coverageRange: [Math.min(...coverage), Math.max(...coverage)],
  };
}
