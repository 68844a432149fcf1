// The job of everything that walks strided operands element by element: functions, copies, fills.
import { type I32, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { defineJob, emitJob, type Job } from "./job.ts";
import type { Family } from "./modules.ts";
import { emitMoves } from "./moves.ts";
import { emitPointwiseRows, pointwiseFunctions } from "./pointwise-functions.ts";
import { mostInputs, repeated } from "./pointwise-rows.ts";
import { eachRow, tableWords } from "./walk.ts";

const settings = [
  /** Number of a function (`pointwiseFunctions`), or, behind those, of a move (`moves`). */
  "function",
  "a",
  "b",
  "c",
  "y",
  /** Bytes from one element of a row to the next. */
  "stepA",
  "stepB",
  "stepC",
  "stepY",
  /** Bits: whether a, b stand in the settings themselves, as valueA, valueB. */
  "inline",
  /** Bits: which of a, b, c must be brought together first, as their elements are no neighbours. */
  "apart",
  "length",
  "rows",
  "rowsPerUnit",
  /** Pieces that each row is cut into, and elements of a piece. */
  "pieces",
  "piece",
  /** Second axis of a transposing move: its size, and bytes of a and y from one index to the next. */
  "depth",
  "depthA",
  "depthY",
  "axes",
  "valueA",
  "valueA2",
  "valueB",
] as const;

const operands = 4;

/** Settings, then the table of outer axes for a, b, c, y. */
export const pointwise = defineJob("pointwise", [
  ...settings,
  ...Array.from({ length: tableWords(operands) }, (_, i) => `table${i}` as `table${number}`),
]);

/** Word at which the table begins. */
export const tableAt = settings.length;

/** Elements of an operand that are brought together at a time. */
const together = 256;

/** Working memory of a thread where steps are other than an element. */
export const pointwiseScratch = mostInputs * 4 * together;

/** Number of the first move. */
export const firstMove = pointwiseFunctions.size;

export const emitPointwise: Family = (m) => {
  const functions = emitPointwiseRows(m);
  const collect = emitCollect(m);
  const moving = emitMoves(m);
  // Only the settings go into variables; the table is read where it stands.
  const job: Job<(typeof settings)[number]> = { ...pointwise, fields: settings };
  emitJob(m, job, ({ f, p, unit, scratch }) => {
    const address = f.param(0, "i32");
    f.if(i32.and(p.inline, i32.const(1)), () => f.set(p.a, i32.add(address, i32.const(4 * job.at.valueA))));
    f.if(i32.and(p.inline, i32.const(2)), () => f.set(p.b, i32.add(address, i32.const(4 * job.at.valueB))));
    const first = f.local("i32", i32.mul(i32.divU(unit, p.pieces), p.rowsPerUnit));
    const start = f.local("i32", i32.mul(i32.remU(unit, p.pieces), p.piece));
    const count = f.local("i32", smaller(p.piece, i32.sub(p.length, start)));
    const end = f.local("i32", smaller(i32.add(first, p.rowsPerUnit), p.rows));
    const bases = (
      [
        [p.a, p.stepA],
        [p.b, p.stepB],
        [p.c, p.stepC],
        [p.y, p.stepY],
      ] as const
    ).map(([base, step]) => f.local("i32", i32.add(base, i32.mul(start, step))));
    const at = f.locals("i32", operands);
    const table = i32.add(address, i32.const(4 * tableAt));
    eachRow(f, { table, axes: p.axes, first, end, starts: bases, at }, () => {
      f.if(
        i32.geU(p.function, i32.const(firstMove)),
        () => {
          const [a, , , y] = at as [Local<"i32">, unknown, unknown, Local<"i32">];
          const args = [a, y, count, p.stepA, p.stepY, p.depth, p.depthA, p.depthY];
          f.switch(
            i32.sub(p.function, i32.const(firstMove)),
            moving.map((move) => () => f.call(move, args)),
          );
        },
        () => oneRow(f, { functions, collect, at, count, scratch, p }),
      );
    });
  });
};

type Settings = Readonly<Record<(typeof settings)[number], Local<"i32">>>;

/** A row of a function: at once if its operands' elements are neighbours, else by pieces that are collected first. */
function oneRow(
  f: FunctionBuilder,
  row: {
    readonly functions: readonly FunctionReference[];
    readonly collect: FunctionReference;
    readonly at: readonly Local<"i32">[];
    readonly count: Local<"i32">;
    readonly scratch: Local<"i32">;
    readonly p: Settings;
  },
): void {
  const { functions, collect, at, count, scratch, p } = row;
  // Copies: the walk steps on to the next row from where this one begins.
  const from = at.slice(0, mostInputs).map((address) => f.local("i32", address));
  const y = f.local("i32", at[mostInputs] as Local<"i32">);
  const given = [p.stepA, p.stepB, p.stepC];
  const ready = from.map((address) => f.local("i32", address));
  const steps = given.map((step) => f.local("i32", step));
  const left = f.local("i32", count);
  const elements = f.local("i32", count);
  f.if(p.apart, () => f.set(elements, smaller(elements, i32.const(together))));
  f.doWhile(
    () => {
      f.if(p.apart, () => {
        f.set(elements, smaller(left, i32.const(together)));
        for (const [i, address] of from.entries()) {
          f.if(i32.and(p.apart, i32.const(1 << i)), () => {
            // The first operand of a choice is bytes; the width of the others is 4, or 1 for all.
            const buffer = f.local("i32", i32.add(scratch, i32.const(4 * together * i)));
            f.set(ready[i] as Local<"i32">, buffer);
            const width = i32.select(i32.and(p.apart, i32.const(8 << i)), i32.const(1), i32.const(4));
            f.call(collect, [address, buffer, elements, given[i] as I32, width]);
            f.set(steps[i] as Local<"i32">, i32.select(given[i] as I32, width, i32.const(0)));
          });
        }
      });
      const args = [...ready, y, elements, ...steps];
      f.switch(
        p.function,
        functions.map((target) => () => f.call(target, args)),
      );
      f.set(left, i32.sub(left, elements));
      f.if(left, () => {
        for (const [i, address] of from.entries()) {
          f.bump(address, i32.mul(elements, given[i] as I32));
          f.set(ready[i] as Local<"i32">, address);
        }
        f.bump(y, i32.mul(elements, p.stepY));
      });
    },
    () => left,
  );
}

/** Brings elements together in a buffer: `count` of them that are `step` bytes apart, or, for step 0, one again and again. */
function emitCollect(m: ModuleBuilder): FunctionReference {
  return m.function({ name: "collect", params: ["i32", "i32", "i32", "i32", "i32"] }, (f) => {
    const [from, to, count, step, width] = f.addresses(5);
    f.if(i32.eqz(step), () => {
      const value = f.local("v128", v128.load8Splat(from));
      f.if(i32.eq(width, i32.const(4)), () => f.set(value, v128.load32Splat(from)));
      for (let offset = 0; offset < 4 * repeated; offset += 16) f.storeV128(to, value, offset);
      f.return();
    });
    f.doWhile(
      () => {
        f.if(
          i32.eq(width, i32.const(4)),
          () => f.storeI32(to, i32.load(from)),
          () => f.storeI8(to, i32.load8(from)),
        );
        f.bump(from, step);
        f.bump(to, width);
        f.bump(count, -1);
      },
      () => count,
    );
  });
}

function smaller(a: I32, b: I32): I32 {
  return i32.select(i32.ltU(a, b), a, b);
}
