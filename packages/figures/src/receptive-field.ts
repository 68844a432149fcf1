// What one output of a stack of convolutions sees: its receptive field along one axis, layer by layer.
import { type SizeStep, sizeAfter } from "./size-steps.ts";

/** A convolution in a stack, along one axis. */
export type StackLayer = Pick<SizeStep, "kernel" | "stride" | "padding" | "dilation">;

/** What holds after a layer, in elements of the first input. */
export interface FieldRow {
  /** Elements along the axis. */
  readonly size: number;
  /** Elements of the input that one element depends on. */
  readonly field: number;
  /** Distance between the fields of neighbours. */
  readonly jump: number;
  /** Where the field of the first element begins; below 0 in the padding. */
  readonly start: number;
}

/**
 * One row per layer, after one for the input itself.
 *
 * @throws ToeplitzError as the layer would that does not fit.
 */
export function receptiveFields(size: number, layers: readonly StackLayer[]): FieldRow[] {
  const rows: FieldRow[] = [{ size, field: 1, jump: 1, start: 0 }];
  for (const layer of layers) {
    const { size: before, field, jump, start } = rows.at(-1)!;
    rows.push({
      size: sizeAfter(before, { ...layer, transposed: false, outputPadding: 0 }),
      field: field + (layer.kernel - 1) * layer.dilation * jump,
      jump: jump * layer.stride,
      start: start - layer.padding * jump,
    });
  }
  return rows;
}

/**
 * The elements of each level, from the input on, that the given output of the last one depends on. Some lie in the padding; these are
 * made of nothing, so that the cone ends there, which also keeps it from growing beyond what can be drawn.
 */
export function coneOf(
  rows: readonly FieldRow[],
  layers: readonly StackLayer[],
  output: number,
): ReadonlySet<number>[] {
  const levels: Set<number>[] = [new Set([output])];
  for (const [level, { kernel, stride, padding, dilation }] of [...layers.entries()].reverse()) {
    const seen = new Set<number>();
    for (const at of levels[0]!) {
      if (at < 0 || at >= rows[level + 1]!.size) continue;
      for (let k = 0; k < kernel; k++) seen.add(at * stride - padding + k * dilation);
    }
    levels.unshift(seen);
  }
  return levels;
}
