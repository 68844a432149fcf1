// The innermost kernel of every dense product: a tile of sums that stays in registers.
import { f32x4, type I32, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";

/** sum + a * b, which `fuse` makes round once. */
export function multiplyAdd(a: V128, b: V128, sum: V128): V128 {
  return f32x4.fusableMadd(a, b, sum);
}

/** What happens to a finished sum: nothing, max(x, 0), or min(max(x, 0), 6). NaN stays NaN. */
export const activations = { none: 0, relu: 1, relu6: 2 } as const;

/** The activation with that number, applied to each of the variables. */
export function activate(
  f: FunctionBuilder,
  activation: I32,
  sums: readonly (V128 & { readonly index: number })[],
): void {
  f.if(activation, () => {
    for (const sum of sums) f.set(sum, f32x4.pmax(sum, v128.const([0, 0, 0, 0])));
    f.if(i32.eq(activation, i32.const(activations.relu6)), () => {
      for (const sum of sums) f.set(sum, f32x4.pmin(sum, v128.const([6, 6, 6, 6])));
    });
  });
}

/** How a tile finds the pixels of each step: a fixed distance further, or where a table of byte offsets says. */
export type Walk = "distance" | "table";

/**
 * `rows` x (4 * `vectors`) sums: c[r][j] = activation(bias[r] + sum over k of a[k][r] * b[k][j]).
 *
 * Parameters: a (packed, `rows` floats per step), b, walk (bytes from one step to the next, or address of a table with an
 * offset from b per step), steps (at least 1), c, distance of rows of c in bytes, bias (address or 0), activation.
 * One accumulator per sum, in the order of k.
 */
export function emitTile(m: ModuleBuilder, walk: Walk, rows: number, vectors: number): FunctionReference {
  const params = Array<"i32">(8).fill("i32");
  return m.function({ name: `tile_${walk}_${rows}x${4 * vectors}`, params }, (f) => {
    const [a, b, by, steps, c, pitch, bias, activation] = f.addresses(8);
    const sums = Array.from({ length: rows }, () => f.locals("v128", vectors));
    const pixels = f.locals("v128", vectors);
    const factor = f.local("v128");
    f.if(bias, () => {
      for (const [r, row] of sums.entries()) {
        f.set(row[0]!, v128.load32Splat(bias, 4 * r));
        for (const sum of row.slice(1)) f.set(sum, row[0]!);
      }
    });
    const at = walk === "table" ? f.local("i32") : b;
    f.doWhile(
      () => {
        if (walk === "table") f.set(at, i32.add(b, i32.load(by)));
        for (const [v, vector] of pixels.entries()) f.set(vector, v128.load(at, 16 * v));
        for (const [r, row] of sums.entries()) {
          f.set(factor, v128.load32Splat(a, 4 * r));
          for (const [v, sum] of row.entries()) f.set(sum, multiplyAdd(factor, pixels[v]!, sum));
        }
        f.bump(a, 4 * rows);
        if (walk === "table") f.bump(by, 4);
        else f.bump(b, by);
        f.bump(steps, -1);
      },
      () => steps,
    );
    activate(f, activation, sums.flat());
    for (const [r, row] of sums.entries()) {
      for (const [v, sum] of row.entries()) f.storeV128(c, sum, 16 * v);
      if (r < rows - 1) f.bump(c, pitch);
    }
  });
}
