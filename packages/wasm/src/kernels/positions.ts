// Reading words at flat positions, and writing or adding there.
import { f32, type I32, i32 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";

/** One unit reads `piece` positions, which are `step` bytes apart; of 64 bits the lower half counts. */
export const gatherWords = defineJob("gather", ["x", "index", "y", "step", "length", "piece"]);

/** One unit does everything, in order: positions may repeat. */
export const scatterWords = defineJob("scatter", ["x", "index", "y", "step", "length", "accumulate"]);

export const emitPositions: Family = (m) => {
  emitJob(m, gatherWords, ({ f, p, unit }) => {
    const first = f.local("i32", i32.mul(unit, p.piece));
    const rest = i32.sub(p.length, first);
    const left = f.local("i32", i32.select(i32.ltU(p.piece, rest), p.piece, rest));
    const index = f.local("i32", i32.add(p.index, i32.mul(first, p.step)));
    const y = f.local("i32", i32.add(p.y, i32.shl(first, i32.const(2))));
    f.while(
      () => left,
      () => {
        f.storeI32(y, i32.load(word(p.x, index)));
        f.bump(index, p.step);
        f.bump(y, 4);
        f.bump(left, -1);
      },
    );
  });
  emitJob(m, scatterWords, ({ f, p }) => {
    const each = (write: (to: I32, from: I32) => void) => positions(f, p, write);
    f.if(
      p.accumulate,
      () => {
        const to = f.local("i32");
        each((target, from) => {
          f.set(to, target);
          f.storeF32(to, f32.add(f32.load(to), f32.load(from)));
        });
      },
      () => each((to, from) => f.storeI32(to, i32.load(from))),
    );
  });
};

/** The word whose number stands at `index`. */
function word(array: I32, index: I32): I32 {
  return i32.add(array, i32.shl(i32.load(index), i32.const(2)));
}

function positions(
  f: FunctionBuilder,
  p: Readonly<Record<"x" | "index" | "y" | "step" | "length", I32>>,
  write: (to: I32, from: I32) => void,
): void {
  const from = f.local("i32", p.x);
  const index = f.local("i32", p.index);
  const left = f.local("i32", p.length);
  f.while(
    () => left,
    () => {
      write(word(p.y, index), from);
      f.bump(index, p.step);
      f.bump(from, 4);
      f.bump(left, -1);
    },
  );
}
