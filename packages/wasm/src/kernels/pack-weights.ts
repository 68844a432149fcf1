// Weights in the order in which the tiles read them: [group][block of outputs][step][output of the block].
import { f32, i32 } from "../assembler/expression.ts";
import { defineJob, emitJob } from "./job.ts";
import type { Family } from "./modules.ts";

/** One unit is one block of output channels of one group. Blocks have `rows` outputs, after the first `tall` one fewer. */
export const packWeights = defineJob("pack_weights", [
  "weight",
  "packed",
  /** Address of the byte offset of each step within a group, for its first output. */
  "steps",
  "stepCount",
  /** Bytes from one output to the next, and from one group to the next. */
  "outDistance",
  "groupDistance",
  "blocks",
  "tall",
  "rows",
  /** Bytes of one packed group. */
  "packedGroup",
]);

export const emitPackWeights: Family = (m) => {
  emitJob(m, packWeights, ({ f, p, unit }) => {
    const block = f.local("i32", i32.remU(unit, p.blocks));
    const group = f.local("i32", i32.divU(unit, p.blocks));
    const rows = f.local("i32", i32.sub(p.rows, i32.geU(block, p.tall)));
    const beyond = i32.select(i32.gtU(block, p.tall), i32.sub(block, p.tall), i32.const(0));
    const first = f.local("i32", i32.sub(i32.mul(block, p.rows), beyond));
    const to = f.local("i32");
    f.set(to, i32.add(p.packed, i32.mul(group, p.packedGroup)));
    f.set(to, i32.add(to, i32.shl(i32.mul(first, p.stepCount), i32.const(2))));
    const base = f.local("i32", i32.add(p.weight, i32.mul(group, p.groupDistance)));
    f.set(base, i32.add(base, i32.mul(first, p.outDistance)));
    const step = f.local("i32", p.steps);
    const left = f.local("i32", p.stepCount);
    const from = f.local("i32");
    const row = f.local("i32");
    f.doWhile(
      () => {
        f.set(from, i32.add(base, i32.load(step)));
        f.set(row, rows);
        f.doWhile(
          () => {
            f.storeF32(to, f32.load(from));
            f.set(from, i32.add(from, p.outDistance));
            f.bump(to, 4);
            f.bump(row, -1);
          },
          () => row,
        );
        f.bump(step, 4);
        f.bump(left, -1);
      },
      () => left,
    );
  });
};
