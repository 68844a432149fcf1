// The few pixels under the kernel, border included, without a copy of the whole photograph.
import type { PaddingMode } from "@toeplitz/widgets";
import { arange, pad, type Tensor, tensor, toTypedArray } from "toeplitz";
import type { Place } from "../../state/image.ts";
import type { Pixels } from "./photo-filter.ts";

/** For each column, and each row, of the photograph with its border the one of the photograph that stands there; -1 for black. */
export interface Reach {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

/**
 * What the border repeats.
 *
 * @throws ToeplitzError where the border is wider than what it repeats.
 */
export function reachOf({ width, height }: Pixels, side: number, border: PaddingMode): Reach {
  const reach = (side - 1) / 2;
  const along = (size: number) => {
    // One more than the place, so that a border of zeros becomes -1.
    const places = arange(1, size + 1, { dtype: "float32" }).reshape([1, 1, size]);
    const ringed = pad(places, [reach, reach], { mode: border === "zeros" ? "constant" : border });
    return Array.from(toTypedArray(ringed) as Float32Array, (place) => place - 1);
  };
  return { columns: along(width), rows: along(height) };
}

/** The pixels under a kernel at a place, in 0 to 1. `[1, 3, side, side]` */
export function patchOf({ width, bytes }: Pixels, { columns, rows }: Reach, side: number, [x, y]: Place): Tensor {
  const values = [0, 1, 2].flatMap((channel) =>
    rows.slice(y, y + side).flatMap((row) =>
      columns.slice(x, x + side).map((column) => {
        return row < 0 || column < 0 ? 0 : bytes[(row * width + column) * 4 + channel]! / 255;
      }),
    ),
  );
  return tensor(values, { shape: [1, 3, side, side], dtype: "float32" });
}
