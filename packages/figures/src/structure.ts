// What is special about the matrix of an equation: how full it is, where its entries lie, and how evenly they reach both sides.
import { type ConvGeometry, eachTap } from "@toeplitz/conv";
import { acrossDiagonal } from "./drawn-matrix.ts";
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
  /** Why not every diagonal of every block is constant: a stride above one, or a border that repeats elements; null where all are. */
  readonly brokenBy: "stride" | "border" | null;
  /** Whether a border of zeros or another border cuts some of the shifted copies short. */
  readonly isCut: boolean;
  /** Taps that reach each element of the wide side of a sample, in row-major order over all channels. */
  readonly coverage: readonly number[];
  /** The least and the most of them. */
  readonly coverageRange: readonly [least: number, most: number];
}

/** Reads the structure off the taps: of the gradient of an input it is that of the transpose, which makes it. */
export function structureOf({ matrix, input, output, result }: Scene): Structure {
  const { geometry } = matrix;
  const [rows, columns] = matrix.shape;
  const along = ([row, column]: readonly [number, number]): readonly [number, number] => {
    const turned = acrossDiagonal(result === "input", { row, column });
    return [turned.row, turned.column];
  };
  const shape = along([rows, columns]);
  const blocks = along([output.shape[1]!, input.shape[1]!]);
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
  const isToeplitz = ([0, 1, 2] as const).every((axis) => isConstantAlong(geometry, axis));
  return {
    rows: shape[0],
    columns: shape[1],
    nnz: matrix.nnz,
    density: matrix.nnz / Math.max(1, rows * columns),
    bandwidth: along([below, above]),
    blocks,
    blockSize: [shape[0] / Math.max(1, blocks[0]), shape[1] / Math.max(1, blocks[1])],
    levels: geometry.rank,
    // Without its border it would still be none.
    brokenBy: isToeplitz
      ? null
      : geometry.stride.some((n, axis) => n > 1 && geometry.narrow[axis]! > 1)
        ? "stride"
        : "border",
    isCut: cut > 0,
    coverage,
    coverageRange: [Math.min(...coverage), Math.max(...coverage)],
  };
}

/** Whether the entries of one axis by itself depend on the difference of row and column alone. */
function isConstantAlong(geometry: ConvGeometry, axis: 0 | 1 | 2): boolean {
  const alone = (triple: ConvGeometry["wide"], absent: number) => [absent, absent, triple[axis]] as const;
  const [rows, columns] = [geometry.narrow[axis], geometry.wide[axis]];
  const entries = new Map<number, string>();
  const line: ConvGeometry = {
    ...geometry,
    transposed: false,
    batch: 1,
    groups: 1,
    widePerGroup: 1,
    narrowPerGroup: 1,
    wide: alone(geometry.wide, 1),
    narrow: alone(geometry.narrow, 1),
    kernel: alone(geometry.kernel, 1),
    stride: alone(geometry.stride, 1),
    dilation: alone(geometry.dilation, 1),
    padding: alone(geometry.padding, 0),
    paddingAfter: alone(geometry.paddingAfter, 0),
  };
  eachTap(line, (row, column, weight) => {
    const place = row * columns + column;
    entries.set(place, `${entries.get(place) ?? ""} ${weight}`);
  });
  const isInside = (row: number, column: number) => row >= 0 && column >= 0 && row < rows && column < columns;
  return [...entries].every(([place, entry]) => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    return [-1, 1].every(
      (along) => !isInside(row + along, column + along) || entry === entries.get(place + along * (columns + 1)),
    );
  });
}
