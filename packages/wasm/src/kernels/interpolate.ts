// Interpolation, and the way back: weighted sums of a few elements along each axis.
import { type F32, f32, f64, type I32, i32 } from "../assembler/expression.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";

const fields = [
  "x",
  "y",
  "planeX",
  "planeY",
  "tapsD",
  "tapsH",
  "tapsW",
  "tableD",
  "tableH",
  "tableW",
  "outD",
  "outH",
  "outW",
] as const;

/** One unit is one plane. A table holds a distance in bytes and a weight for every tap of every output of its axis. */
export const interpolation = defineJob("interpolate", fields);

/** One unit is one plane; x is what is written. */
export const interpolationGradient = defineJob("interpolate_gradient", fields);

/** Bytes of a tap in a table. */
export const tapBytes = 8;

/** a * b + c, rounded once but where a double rounds half way: the portable routine's bits. */
export function multiplyAdd(a: F32, b: F32, c: F32): F32 {
  return f32.demote(f64.add(f64.promote(c), f64.mul(f64.promote(a), f64.promote(b))));
}

export const emitInterpolation: Family = (m) => {
  for (const job of [interpolation, interpolationGradient]) {
    emitJob(m, job, ({ f, p, unit }) => {
      const word = () => f.local("i32");
      const plane = f.local("i32", i32.add(p.x, i32.mul(unit, p.planeX)));
      const y = f.local("i32", i32.add(p.y, i32.mul(unit, p.planeY)));
      const [entryD, entryH, entryW] = [word(), word(), word()];
      const [atD, atH, atW] = [word(), word(), word()];
      const [od, oh, ow, i, j, k] = [word(), word(), word(), word(), word(), word()];
      const [inPlane, inRow, to] = [word(), word(), word()];
      const [all, ofPlane, ofRow] = [f.local("f32"), f.local("f32"), f.local("f32")];
      const weight = (tap: I32) => f32.load(tap, 4);

      const sum = () => {
        f.set(all, f32.const(0));
        f.set(atD, entryD);
        f.for(i, i32.const(0), p.tapsD, () => {
          f.set(ofPlane, f32.const(0));
          f.set(inPlane, i32.add(plane, i32.load(atD)));
          f.set(atH, entryH);
          f.for(j, i32.const(0), p.tapsH, () => {
            f.set(ofRow, f32.const(0));
            f.set(inRow, i32.add(inPlane, i32.load(atH)));
            f.set(atW, entryW);
            f.for(k, i32.const(0), p.tapsW, () => {
              f.set(ofRow, multiplyAdd(weight(atW), f32.load(i32.add(inRow, i32.load(atW))), ofRow));
              f.bump(atW, tapBytes);
            });
            f.set(ofPlane, multiplyAdd(weight(atH), ofRow, ofPlane));
            f.bump(atH, tapBytes);
          });
          f.set(all, multiplyAdd(weight(atD), ofPlane, all));
          f.bump(atD, tapBytes);
        });
        f.storeF32(y, all);
      };

      const product = (a: F32, b: F32) => f32.demote(f64.mul(f64.promote(a), f64.promote(b)));
      const spread = () => {
        f.set(all, f32.load(y));
        f.set(atD, entryD);
        f.for(i, i32.const(0), p.tapsD, () => {
          f.set(inPlane, i32.add(plane, i32.load(atD)));
          f.set(atH, entryH);
          f.for(j, i32.const(0), p.tapsH, () => {
            f.set(ofPlane, product(weight(atD), weight(atH)));
            f.set(inRow, i32.add(inPlane, i32.load(atH)));
            f.set(atW, entryW);
            f.for(k, i32.const(0), p.tapsW, () => {
              f.set(to, i32.add(inRow, i32.load(atW)));
              f.storeF32(to, multiplyAdd(product(ofPlane, weight(atW)), all, f32.load(to)));
              f.bump(atW, tapBytes);
            });
            f.bump(atH, tapBytes);
          });
          f.bump(atD, tapBytes);
        });
      };

      const stepOf = (taps: I32) => i32.shl(taps, i32.const(3));
      if (job === interpolationGradient) f.memoryFill(plane, i32.const(0), p.planeX);
      f.set(entryD, p.tableD);
      f.for(od, i32.const(0), p.outD, () => {
        f.set(entryH, p.tableH);
        f.for(oh, i32.const(0), p.outH, () => {
          f.set(entryW, p.tableW);
          f.for(ow, i32.const(0), p.outW, () => {
            if (job === interpolation) sum();
            else spread();
            f.bump(y, 4);
            f.bump(entryW, stepOf(p.tapsW));
          });
          f.bump(entryH, stepOf(p.tapsH));
        });
        f.bump(entryD, stepOf(p.tapsD));
      });
    });
  }
};
