// The innermost kernel of every dense product: a tile of sums that stays in registers.
import { f32x4, type I32, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";

/** sum + a * b, which `fuse` makes round once. */
export function multiplyAdd(a: V128, b: V128, sum: V128): V128 {
  return f32x4.fusableMadd(a, b, sum);
}

/**
 * sums[v] += factor * vectors[v], by pairs: engines keep the order of instructions, and two products before two sums take a tenth
 * less time than each sum behind its product. More of them would not stay in registers.
 */
function addProducts(
  f: FunctionBuilder,
  factor: V128,
  vectors: readonly V128[],
  sums: readonly (V128 & { readonly index: number })[],
): void {
  for (let v = 0; v < sums.length; v += 2) {
    f.setTogether(
      sums.slice(v, v + 2).map((sum, i) => ({
        target: sum,
        first: f32x4.fusableMul(factor, vectors[v + i]!),
        finish: (product: V128) => f32x4.fusableAdd(product, sum),
      })),
    );
  }
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
 * `rows` x (4 * `vectors`) sums: c[r][j] = activation(bias[r] + sum over k of a[k][r] * b[k][j]), for a run of b.
 *
 * Parameters: a (packed, `rows` floats per step), b, walk (bytes from one step to the next, or address of a table with an
 * offset from b per step), steps (at least 1), c, distance of rows of c in bytes, bias (address or 0), activation; length of the
 * run (at least 1), and bytes from one b to the next. The tiles of a run lie side by side in c.
 * One accumulator per sum, in the order of k.
 */
export function emitTile(m: ModuleBuilder, walk: Walk, rows: number, vectors: number): FunctionReference {
  const params = Array<"i32">(10).fill("i32");
  return m.function({ name: `tile_${walk}_${rows}x${4 * vectors}`, params }, (f) => {
    const [a, b, by, steps, c, pitch, bias, activation, run, next] = f.addresses(10);
    const [weight, at, left, to] = f.locals("i32", 4);
    const sums = Array.from({ length: rows }, () => f.locals("v128", vectors));
    const pixels = f.locals("v128", vectors);
    const [factor, zero] = f.locals("v128", 2);
    // The last of the variables, so that all else is the same bytes for both walks: that halves the tiles of the compressed module.
    const step = walk === "table" ? f.local("i32") : at;
    f.doWhile(
      () => {
        f.set(weight, a);
        f.set(step, walk === "table" ? by : b);
        f.set(left, steps);
        f.set(to, c);
        f.if(
          bias,
          () => {
            for (const [r, row] of sums.entries()) f.set(row[0]!, v128.load32Splat(bias, 4 * r));
          },
          () => {
            for (const row of sums) f.set(row[0]!, zero);
          },
        );
        for (const row of sums) for (const sum of row.slice(1)) f.set(sum, row[0]!);
        f.doWhile(
          () => {
            if (walk === "table") f.set(at, i32.add(b, i32.load(step)));
            for (const [v, vector] of pixels.entries()) f.set(vector, v128.load(at, 16 * v));
            for (const [r, row] of sums.entries()) {
              f.set(factor, v128.load32Splat(weight, 4 * r));
              addProducts(f, factor, pixels, row);
            }
            f.bump(weight, 4 * rows);
            f.bump(step, walk === "table" ? 4 : by);
            f.bump(left, -1);
          },
          () => left,
        );
        activate(f, activation, sums.flat());
        for (const [r, row] of sums.entries()) {
          for (const [v, sum] of row.entries()) f.storeV128(to, sum, 16 * v);
          if (r < rows - 1) f.bump(to, pitch);
        }
        f.bump(b, next);
        f.bump(c, 16 * vectors);
        f.bump(run, -1);
      },
      () => run,
    );
  });
}
