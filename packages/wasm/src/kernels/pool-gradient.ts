// The way back from averages: every gradient, divided, is added to the elements of its window, in the order of the gradients.
import { f32, f32x4, i32, v128 } from "../assembler/expression.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";
import { emitDivide, entryWords } from "./pool.ts";

/** One unit is one plane. Settings are those of `pool`; x is what is written. */
export const poolGradient = defineJob("pool_gradient", [
  "x",
  "y",
  "planeX",
  "planeY",
  "tableD",
  "tableH",
  "tableW",
  "narrowD",
  "narrowH",
  "narrowW",
  "stepD",
  "stepH",
  "division",
  "divisor",
]);

export const emitPoolGradient: Family = (m) => {
  const divide = emitDivide(m);
  emitJob(m, poolGradient, ({ f, p, unit }) => {
    const entry = 4 * entryWords;
    const word = () => f.local("i32");
    const plane = f.local("i32", i32.add(p.x, i32.mul(unit, p.planeX)));
    const from = f.local("i32", i32.add(p.y, i32.mul(unit, p.planeY)));
    const [entryD, entryH, entryW] = [word(), word(), word()];
    const [od, oh, ow, d, h] = [word(), word(), word(), word(), word()];
    const [inPlane, inRow, at, left] = [word(), word(), word(), word()];
    const share = f.local("v128");
    f.memoryFill(plane, i32.const(0), p.planeX);
    f.set(entryD, p.tableD);
    f.for(od, i32.const(0), p.narrowD, () => {
      f.set(entryH, p.tableH);
      f.for(oh, i32.const(0), p.narrowH, () => {
        f.set(entryW, p.tableW);
        f.for(ow, i32.const(0), p.narrowW, () => {
          const sizes = [entryD, entryH, entryW].map((axis) => f32.load(axis, 8));
          f.set(share, f.callFor(divide, "v128", [v128.load32Splat(from), ...sizes, p.division, p.divisor]));
          f.set(inPlane, i32.add(i32.add(plane, i32.load(entryD)), i32.add(i32.load(entryH), i32.load(entryW))));
          f.for(d, i32.const(0), i32.load(entryD, 4), () => {
            f.set(inRow, inPlane);
            f.for(h, i32.const(0), i32.load(entryH, 4), () => {
              f.set(at, inRow);
              f.set(left, i32.load(entryW, 4));
              f.while(
                () => i32.geU(left, i32.const(4)),
                () => {
                  f.storeV128(at, f32x4.add(v128.load(at), share));
                  f.bump(at, 16);
                  f.bump(left, -4);
                },
              );
              f.while(
                () => left,
                () => {
                  f.storeF32(at, f32.add(f32.load(at), f32x4.extract(share, 0)));
                  f.bump(at, 4);
                  f.bump(left, -1);
                },
              );
              f.bump(inRow, p.stepH);
            });
            f.bump(inPlane, p.stepD);
          });
          f.bump(from, 4);
          f.bump(entryW, entry);
        });
        f.bump(entryH, entry);
      });
      f.bump(entryD, entry);
    });
  });
};
