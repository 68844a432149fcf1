// The tile of the weight gradient: dot products of a few channels of y with a few taps of x, lanes along columns.
import { f32x4, type I32, i32, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { multiplyAdd } from "./tile.ts";
import { type WeightField, weightSums } from "./weight-jobs.ts";

/** Most channels of y in a block. */
export const mostRows = 6;

/** Taps that a tile with so many rows takes: rows * taps sums, the shorter side and one more fit into 15 registers. */
export const tapsOfTile: Readonly<Record<number, number>> = { 1: 5, 2: 5, 3: 3, 4: 2, 5: 2, 6: 2 };

/** Most taps of a tile. */
export const mostTaps = 5;

/**
 * The tiles of a unit, over consecutive runs.
 *
 * Parameters: y (block, at the first run), x (staged, at the first run), taps (list of distances from x) and their number, sums
 * (where unfinished sums are kept: one vector each), resume (whether there are some), out (where finished sums go, or 0 to keep
 * them unfinished), distance of rows of out, runs (at least 1), position of the first run in its plane, of its plane in its
 * image, settings.
 */
export function emitWeightTile(m: ModuleBuilder, rows: number): FunctionReference {
  const taps = tapsOfTile[rows]!;
  const params = Array<"i32">(12).fill("i32");
  return m.function({ name: `weight_tiles_${rows}x${taps}`, params }, (f) => {
    const [firstY, x, list, count, sums, resume, out, outPitch, runs, firstRun] = f.addresses(10);
    const firstPlane = f.param(10, "i32");
    const settings = f.param(11, "i32");
    const setting = (field: WeightField) => i32.load(settings, 4 * weightSums.at[field]);
    const acc = Array.from({ length: rows }, () => f.locals("v128", taps));
    const each = (visit: (sum: Local<"v128">, at: number) => void) => {
      for (const [i, sum] of acc.flat().entries()) visit(sum, 16 * i);
    };
    const [steps, jump, left, run, plane, y, at] = f.locals("i32", 7);
    const pointers = f.locals("i32", taps);
    const end = f.local("i32", i32.add(list, i32.shl(count, i32.const(2))));
    const last = f.local("i32", i32.sub(end, i32.const(4 * taps)));
    // With fewer taps than a tile has, the list goes on.
    f.if(i32.ltU(last, list), () => f.set(last, list));
    f.set(out, i32.select(out, i32.sub(out, list), i32.const(0)));
    f.doWhile(
      () => {
        // The last tile overlaps the one before it.
        f.set(at, i32.select(i32.ltU(list, last), list, last));
        for (const [t, pointer] of pointers.entries()) f.set(pointer, i32.add(x, i32.load(at, 4 * t)));
        f.if(
          resume,
          () => each((sum, offset) => f.set(sum, v128.load(sums, offset))),
          () => each((sum) => f.set(sum, v128.const([0, 0, 0, 0]))),
        );
        f.set(y, firstY);
        f.set(run, firstRun);
        f.set(plane, firstPlane);
        f.set(left, runs);
        f.doWhile(
          () => {
            f.set(steps, setting("steps"));
            f.doWhile(
              () => {
                emitStep(f, acc, y, pointers);
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
            f.bump(left, -1);
          },
          () => left,
        );
        f.if(
          out,
          () => finish(f, acc, i32.add(out, at), outPitch),
          () => each((sum, offset) => f.storeV128(sums, sum, offset)),
        );
        f.bump(sums, 16 * rows * taps);
        f.bump(list, 4 * taps);
      },
      () => i32.ltU(list, end),
    );
  });
}

/** Four columns. The shorter side stays in registers while the other passes by. */
function emitStep(f: FunctionBuilder, acc: Local<"v128">[][], y: I32, pointers: readonly I32[]): void {
  const rows = acc.length;
  const taps = pointers.length;
  const yAt = (r: number) => v128.load(y, 16 * r);
  const xAt = (t: number) => v128.load(pointers[t]!);
  const passing = f.local("v128");
  const add = (r: number, t: number, a: V128, b: V128) => f.set(acc[r]![t]!, multiplyAdd(a, b, acc[r]![t]!));
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
function finish(f: FunctionBuilder, acc: Local<"v128">[][], to: I32, outPitch: I32): void {
  const half = f.local("v128");
  const out = f.local("i32", to);
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
