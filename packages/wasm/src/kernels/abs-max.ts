// The largest magnitude of an array, which also tells whether all of it is finite.
import { i32, i32x4, type V128, v128 } from "../assembler/expression.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";

/**
 * One unit is `share` floats (at least 4, as many as the array has). Its result is the largest magnitude as the bits of a float32,
 * whose order as integers is that of their values, then Infinity, then NaN.
 */
export const absMax = defineJob("abs_max", ["x", "count", "share", "results"]);

export const emitAbsMax: Family = (m) => {
  emitJob(m, absMax, ({ f, p, unit }) => {
    const shift = (words: Parameters<typeof i32.shl>[0]) => i32.shl(words, i32.const(2));
    const from = f.local("i32", i32.add(p.x, shift(i32.mul(unit, p.share))));
    const end = f.local("i32", i32.add(from, shift(p.share)));
    const arrayEnd = f.local("i32", i32.add(p.x, shift(p.count)));
    f.if(i32.gtU(end, arrayEnd), () => f.set(end, arrayEnd));
    const mask = f.local("v128", v128.constI32([0x7fffffff, 0x7fffffff, 0x7fffffff, 0x7fffffff]));
    const most = f.locals("v128", 4);
    for (const best of most) f.set(best, v128.constI32([0, 0, 0, 0]));
    const [first] = most as [(typeof most)[0]];
    const take = (best: (typeof most)[0], vector: V128) => f.set(best, i32x4.maxS(best, v128.and(vector, mask)));
    f.while(
      () => i32.leU(i32.add(from, i32.const(64)), end),
      () => {
        for (const [v, best] of most.entries()) take(best, v128.load(from, 16 * v));
        f.bump(from, 64);
      },
    );
    f.while(
      () => i32.ltU(from, end),
      () => {
        // The last vector overlaps: what is seen twice changes nothing.
        const last = i32.sub(end, i32.const(16));
        f.set(from, i32.select(i32.gtU(from, last), last, from));
        take(first, v128.load(from));
        f.bump(from, 16);
      },
    );
    for (const best of most.slice(1)) f.set(first, i32x4.maxS(first, best));
    f.set(first, i32x4.maxS(first, v128.shuffle32(first, first, [2, 3, 0, 1])));
    f.set(first, i32x4.maxS(first, v128.shuffle32(first, first, [1, 0, 3, 2])));
    f.storeI32(i32.add(p.results, shift(unit)), i32x4.extract(first, 0));
  });
};
