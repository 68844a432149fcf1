// The tile of the weight gradient: dot products of a few channels of y with a few taps of x, lanes along columns.
import { f32x4, type I32, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { type Flavour, multiplyAdd } from "./tile.ts";
import { type WeightField, weightSums } from "./weight-jobs.ts";

/** Most channels of y in a block. */
export const mostRows = 6;

/** Taps that a tile with so many rows takes: rows * taps sums, the shorter side and one more fit into 15 registers. */
export const tapsOfTile: Readonly<Record<number, number>> = { 1: 5, 2: 5, 3: 3, 4: 2, 5: 2, 6: 2 };

/** Most taps of a tile. */
export const mostTaps = 5;

/**
 * A tile of sums over consecutive runs.
 *
 * Parameters: y (block, at the first run), x (staged, at the first run), taps (list of distances from x), sums (where unfinished
 * sums are kept: one vector each), resume (whether there are some), out (where finished sums go, or 0 to keep them unfinished),
 * distance of rows of out, runs (at least 1), position of the first run in its plane, of its plane in its image, settings.
 */
export function emitWeightTile(m: ModuleBuilder, flavour: Flavour, rows: number): FunctionReference {
  const taps = tapsOfTile[rows]!;
  const params = Array<"i32">(11).fill("i32");
  return m.function({ name: `weight_tile_${rows}x${taps}`, params }, (f) => {
    const [y, x, list, sums, resume, out, outPitch, runs, run, plane] = f.addresses(10);
    const settings = f.param(10, "i32");
    const setting = (field: WeightField) => i32.load(settings, 4 * weightSums.at[field]);
    const acc = Array.from({ length: rows }, () => f.locals("v128", taps));
    const pointers = Array.from({ length: taps }, (_, t) => f.local("i32", i32.add(x, i32.load(list, 4 * t))));
    const each = (visit: (sum: Local<"v128">, at: number) => void) => {
      for (const [i, sum] of acc.flat().entries()) visit(sum, 16 * i);
    };
    f.if(resume, () => each((sum, at) => f.set(sum, v128.load(sums, at))));
    const steps = f.local("i32");
    const jump = f.local("i32");
    f.doWhile(
      () => {
        f.set(steps, setting("steps"));
        f.doWhile(
          () => {
            emitStep(f, flavour, acc, y, pointers);
            f.bump(y, 16 * rows);
            for (const pointer of pointers) f.bump(pointer, 16);
            f.bump(steps, -1);
          },
          () => steps,
        );
        f.bump(run, 1);
        f.set(jump, setting("runJump"));
        f.if(i32.eq(run, setting("runsPerPlane")), () => {
          f.set(run, i32.const(0));
          f.set(jump, setting("planeJump"));
          f.bump(plane, 1);
          f.if(i32.eq(plane, setting("planes")), () => {
            f.set(plane, i32.const(0));
            f.bump(jump, setting("imageJump"));
          });
        });
        for (const pointer of pointers) f.bump(pointer, jump);
        f.bump(runs, -1);
      },
      () => runs,
    );
    f.if(
      out,
      () => finish(f, acc, out, outPitch),
      () => each((sum, at) => f.storeV128(sums, sum, at)),
    );
  });
}

/** Four columns. The shorter side stays in registers while the other passes by. */
function emitStep(
  f: FunctionBuilder,
  flavour: Flavour,
  acc: Local<"v128">[][],
  y: I32,
  pointers: readonly I32[],
): void {
  const rows = acc.length;
  const taps = pointers.length;
  const yAt = (r: number) => v128.load(y, 16 * r);
  const xAt = (t: number) => v128.load(pointers[t]!);
  const passing = f.local("v128");
  const add = (r: number, t: number, a: V128, b: V128) => f.set(acc[r]![t]!, multiplyAdd(flavour, a, b, acc[r]![t]!));
  if (taps <= rows) {
    const held = pointers.map((_, t) => f.local("v128", xAt(t)));
    for (let r = 0; r < rows; r++) {
      f.set(passing, yAt(r));
      for (let t = 0; t < taps; t++) add(r, t, passing, held[t]!);
    }
  } else {
    const held = acc.map((_, r) => f.local("v128", yAt(r)));
    for (let t = 0; t < taps; t++) {
      f.set(passing, xAt(t));
      for (let r = 0; r < rows; r++) add(r, t, passing, held[r]!);
    }
  }
}

/** Adds lanes as (a0 + a2) + (a1 + a3) and stores each row's sums side by side. */
function finish(f: FunctionBuilder, acc: Local<"v128">[][], out: Local<"i32">, outPitch: I32): void {
  const half = f.local("v128");
  for (const [r, row] of acc.entries()) {
    for (let t = 0; t < row.length; t += 2) {
      const [a, b] = [row[t]!, row[t + 1] ?? row[t]!];
      f.set(half, f32x4.add(v128.shuffle32(a, b, [0, 1, 4, 5]), v128.shuffle32(a, b, [2, 3, 6, 7])));
      f.set(half, f32x4.add(v128.shuffle32(half, half, [0, 2, 0, 2]), v128.shuffle32(half, half, [1, 3, 1, 3])));
      if (t + 1 < row.length) f.storeLane64(out, half, 0, 4 * t);
      else f.storeLane32(out, half, 0, 4 * t);
    }
    if (r < acc.length - 1) f.bump(out, outPitch);
  }
}
