// Output that no term reaches: every element of a plane is its channel's bias.
import { i32, v128 } from "../assembler/expression.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";
import { activate } from "./tile.ts";

/** One unit is one plane of `count` floats. */
export const fillPlanes = defineJob("fill_planes", ["out", "count", "bias", "channels", "activation"]);

export const emitFillPlanes: Family = (m) => {
  emitJob(m, fillPlanes, ({ f, p, unit }) => {
    const value = f.local("v128", v128.const([0, 0, 0, 0]));
    const channel = i32.shl(i32.remU(unit, p.channels), i32.const(2));
    f.if(p.bias, () => f.set(value, v128.load32Splat(i32.add(p.bias, channel))));
    activate(f, p.activation, [value]);
    const to = f.local("i32", i32.add(p.out, i32.shl(i32.mul(unit, p.count), i32.const(2))));
    const left = f.local("i32", p.count);
    f.while(
      () => i32.geU(left, i32.const(4)),
      () => {
        f.storeV128(to, value);
        f.bump(to, 16);
        f.bump(left, -4);
      },
    );
    f.while(
      () => left,
      () => {
        f.storeLane32(to, value, 0);
        f.bump(to, 4);
        f.bump(left, -1);
      },
    );
  });
};
