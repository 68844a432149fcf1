// Reductions over any axes: each result has its terms in the portable kernel's order, in float64, rounded once.
import { type F64, f32, f32x4, f64, f64x2, type I32, i32, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitFolds, emitWideFolds, foldNumbers, stateBytes } from "./folds.ts";
import { defineJob, emitJob, type Job } from "./job.ts";
import type { Family } from "./modules.ts";
import { eachRow, tableWords } from "./walk.ts";

/** What becomes of the state: rounded; divided, for a mean and a variance; the root taken too; an extreme; its position; a truth. */
export const finals = { sum: 0, mean: 1, var: 2, std: 3, extreme: 4, position: 5, truth: 6 } as const;

const settings = [
  "fold",
  "final",
  "x",
  "y",
  /** Bytes of a result. */
  "width",
  /** A row of results: how many, and bytes of x between them. Its outer axes stand in the first table. */
  "length",
  "step",
  "axes",
  /** Results of a group: 16 neighbouring sums, 4 of anything, or 1 that is added up in sixteen parts. */
  "groupSize",
  "groups",
  "groupsPerUnit",
  /** A row of terms of one result. Their outer axes stand in the second table. */
  "terms",
  "termStep",
  "termRows",
  "termAxes",
  /** Float64: number of terms, and what the sum of squares is divided by. */
  "count",
  "count2",
  "divisor",
  "divisor2",
] as const;

/** Settings, then the two tables. */
export const reduceJob = defineJob("reduce", [
  ...settings,
  ...Array.from({ length: 2 * tableWords(1) }, (_, i) => `table${i}` as `table${number}`),
]);

/** Words at which the tables of results and of terms begin. */
export const resultTableAt = settings.length;
export const termTableAt = settings.length + tableWords(1);

/** Working memory of a thread. */
export const reduceScratch = 2 * stateBytes;

type Settings = Readonly<Record<(typeof settings)[number], Local<"i32">>>;

interface Context {
  readonly f: FunctionBuilder;
  readonly p: Settings;
  readonly address: Local<"i32">;
  readonly state: Local<"i32">;
  readonly folds: readonly FunctionReference[];
  readonly wide: ReturnType<typeof emitWideFolds>;
  readonly finish: FunctionReference;
}

export const emitReduce: Family = (m) => {
  const folds = emitFolds(m);
  const wide = emitWideFolds(m);
  const finish = emitFinish(m);
  const job: Job<(typeof settings)[number]> = { ...reduceJob, fields: settings };
  emitJob(m, job, ({ f, p, unit, scratch }) => {
    const context: Context = { f, p, address: f.param(0, "i32"), state: scratch, folds, wide, finish };
    const group = f.local("i32", i32.mul(unit, p.groupsPerUnit));
    const end = f.local("i32", smaller(i32.add(group, p.groupsPerUnit), p.groups));
    const perRow = f.local("i32", i32.divU(i32.sub(i32.add(p.length, p.groupSize), i32.const(1)), p.groupSize));
    const row = f.local("i32");
    const first = f.local("i32");
    const left = f.local("i32");
    const x = f.local("i32");
    const y = f.local("i32");
    f.while(
      () => i32.ltU(group, end),
      () => {
        f.set(row, i32.divU(group, perRow));
        f.set(first, i32.mul(i32.sub(group, i32.mul(row, perRow)), p.groupSize));
        f.set(left, smaller(p.groupSize, i32.sub(p.length, first)));
        f.set(y, i32.add(p.y, i32.mul(i32.add(i32.mul(row, p.length), first), p.width)));
        f.set(x, i32.add(p.x, i32.mul(first, p.step)));
        const at = f.locals("i32", 1);
        const table = i32.add(context.address, i32.const(4 * resultTableAt));
        const only = { table, axes: p.axes, first: row, end: i32.add(row, i32.const(1)), starts: [x], at };
        eachRow(f, only, () => f.set(x, at[0] as I32));
        f.if(
          i32.eq(p.groupSize, i32.const(1)),
          () => inParts(context, x, y),
          () =>
            f.if(
              i32.eq(left, i32.const(16)),
              () => sixteen(context, x, y),
              () => byFours(context, x, y, left),
            ),
        );
        f.bump(group, 1);
      },
    );
  });
};

/** Visits the rows of terms: `at` is set to their distance from the first. */
function eachTermRow({ f, p, address }: Context, at: Local<"i32">, visit: () => void): void {
  const table = i32.add(address, i32.const(4 * termTableAt));
  const walk = { table, axes: p.termAxes, first: i32.const(0), end: p.termRows, starts: [i32.const(0)], at: [at] };
  eachRow(f, walk, visit);
}

function clear({ f, state }: Context): void {
  for (let offset = 0; offset < stateBytes; offset += 16) f.storeV128(state, v128.const([0, 0, 0, 0]), offset);
}

const isSpread = (p: Settings) =>
  i32.or(i32.eq(p.final, i32.const(finals.var)), i32.eq(p.final, i32.const(finals.std)));

/** Turns the sums into means, which are kept behind the state, for a second pass. */
function toMeans(context: Context): void {
  const { f, state, address } = context;
  const count = f.local("v128", f64x2.splat(f64.load(address, 4 * reduceJob.at.count)));
  for (let offset = 0; offset < stateBytes; offset += 16) {
    f.storeV128(state, f64x2.div(v128.load(state, offset), count), stateBytes + offset);
  }
  clear(context);
}

/** Results whose x are neighbours: sums of sixteen, then, for a variance, squares. */
function sixteen(context: Context, x: Local<"i32">, y: Local<"i32">): void {
  const { f, p, state, wide, finish, address } = context;
  const at = f.local("i32");
  const done = f.local("i32", i32.const(0));
  const pass = (fold: FunctionReference) =>
    eachTermRow(context, at, () => f.call(fold, [i32.add(x, at), p.terms, p.termStep, state]));
  clear(context);
  pass(wide.sum);
  f.if(isSpread(p), () => {
    toMeans(context);
    pass(wide.squares);
  });
  f.doWhile(
    () => {
      const from = i32.add(state, i32.shl(done, i32.const(3)));
      const to = i32.add(y, i32.shl(done, i32.const(2)));
      f.call(finish, [from, to, i32.const(4), p.final, address]);
      f.bump(done, 4);
    },
    () => i32.ltU(done, i32.const(16)),
  );
}

/** Up to four results at a time, wherever their terms are. A missing one repeats the last. */
function byFours(context: Context, x: Local<"i32">, y: Local<"i32">, left: Local<"i32">): void {
  const { f, p, state, folds, finish, address } = context;
  const at = f.local("i32");
  const fold = f.local("i32");
  const again = f.local("i32");
  const valid = f.local("i32");
  const lanes = f.locals("i32", 4);
  f.while(
    () => left,
    () => {
      f.set(valid, smaller(left, i32.const(4)));
      f.set(lanes[0] as Local<"i32">, x);
      for (const lane of [1, 2, 3]) {
        const before = lanes[lane - 1] as Local<"i32">;
        const further = i32.gtU(valid, i32.const(lane));
        f.set(lanes[lane] as Local<"i32">, i32.add(before, i32.select(further, p.step, i32.const(0))));
      }
      begin(context, lanes);
      f.set(fold, p.fold);
      f.doWhile(
        () => {
          eachTermRow(context, at, () => {
            const args = [...lanes.map((lane) => i32.add(lane, at)), p.terms, p.termStep, state];
            f.switch(
              fold,
              folds.map((target) => () => f.call(target, args)),
            );
          });
          f.set(again, i32.and(isSpread(p), i32.eq(fold, i32.const(foldNumbers.sum))));
          f.if(again, () => {
            toMeans(context);
            f.set(fold, i32.const(foldNumbers.squares));
          });
        },
        () => again,
      );
      f.call(finish, [state, y, valid, p.final, address]);
      f.bump(y, i32.mul(valid, p.width));
      f.bump(x, i32.shl(p.step, i32.const(2)));
      f.set(left, i32.sub(left, valid));
    },
  );
}

/** Sets the state of four lanes before the first term. */
function begin(context: Context, lanes: readonly Local<"i32">[]): void {
  const { f, p, state } = context;
  clear(context);
  f.if(i32.eq(p.fold, i32.const(foldNumbers.prod)), () => {
    for (const offset of [0, 16]) f.storeV128(state, v128.constF64(1), offset);
  });
  f.if(i32.eq(p.fold, i32.const(foldNumbers.all)), () => f.storeV128(state, v128.constI32([-1, -1, -1, -1])));
  // An extreme begins with its first term, at position 0.
  f.if(i32.or(i32.eq(p.final, i32.const(finals.extreme)), i32.eq(p.final, i32.const(finals.position))), () => {
    for (const [i, lane] of lanes.entries()) f.storeF32(state, f32.load(lane), 4 * i);
  });
}

/** One result whose terms are neighbours, in sixteen parts and a rest: as exact, but added in another order. */
function inParts(context: Context, x: Local<"i32">, y: Local<"i32">): void {
  const { f, p, state, wide, finish, address } = context;
  const at = f.local("i32");
  const left = f.local("i32");
  const total = f.local("f64", f64.const(0));
  const mean = f.local("f64");
  const difference = f.local("f64");
  const pass = (fold: FunctionReference, term: (value: Local<"f64">) => F64) => {
    clear(context);
    f.set(total, f64.const(0));
    eachTermRow(context, at, () => {
      f.bump(at, x);
      f.call(fold, [at, i32.shrU(p.terms, i32.const(4)), i32.const(64), state]);
      f.bump(at, i32.shl(i32.and(p.terms, i32.const(-16)), i32.const(2)));
      f.set(left, i32.and(p.terms, i32.const(15)));
      f.while(
        () => left,
        () => {
          f.set(difference, f64.promote(f32.load(at)));
          f.set(total, f64.add(total, term(difference)));
          f.bump(at, 4);
          f.bump(left, -1);
        },
      );
      // The walk goes on from where the row began.
      f.set(at, i32.sub(at, i32.add(x, i32.shl(p.terms, i32.const(2)))));
    });
    let parts = Array.from({ length: stateBytes / 16 }, (_, i) => v128.load(state, 16 * i));
    while (parts.length > 1) {
      const upper = parts.splice(parts.length / 2);
      parts = parts.map((part, i) => f64x2.add(part, upper[i] as typeof part));
    }
    const sum = f.local("v128", parts[0]);
    f.set(total, f64.add(f64.add(f64x2.extract(sum, 0), f64x2.extract(sum, 1)), total));
  };
  pass(wide.sum, (value) => value);
  f.if(isSpread(p), () => {
    f.set(mean, f64.div(total, f64.load(address, 4 * reduceJob.at.count)));
    for (let offset = 0; offset < stateBytes; offset += 16) f.storeV128(state, f64x2.splat(mean), stateBytes + offset);
    pass(wide.squares, (value) => {
      f.set(value, f64.sub(value, mean));
      return f64.mul(value, value);
    });
  });
  f.storeF64(state, total);
  f.call(finish, [state, y, i32.const(1), p.final, address]);
}

/** Makes results of the state of four lanes. Parameters: state, y, how many, what kind, address of the settings. */
function emitFinish(m: ModuleBuilder): FunctionReference {
  return m.function({ name: "finish", params: ["i32", "i32", "i32", "i32", "i32"] }, (f) => {
    const [state, y, count, final, address] = f.addresses(5);
    const lane = f.local("i32", i32.const(0));
    const value = f.local("v128");
    const halves = f.locals("v128", 2) as [Local<"v128">, Local<"v128">];
    f.if(i32.geU(final, i32.const(finals.position)), () => {
      f.doWhile(
        () => {
          f.if(
            i32.eq(final, i32.const(finals.position)),
            () => {
              f.storeI32(y, i32.load(i32.add(state, lane), 16));
              f.storeI32(y, i32.const(0), 4);
              f.bump(y, 8);
            },
            () => {
              f.storeI8(y, i32.and(i32.load(i32.add(state, lane)), i32.const(1)));
              f.bump(y, 1);
            },
          );
          f.bump(lane, 4);
          f.bump(count, -1);
        },
        () => count,
      );
      f.return();
    });
    f.set(value, v128.load(state));
    f.if(i32.ltU(final, i32.const(finals.extreme)), () => {
      for (const [i, half] of halves.entries()) f.set(half, v128.load(state, 16 * i));
      f.if(final, () => {
        const divisor = f.local("v128", f64x2.splat(f64.load(address, 4 * reduceJob.at.divisor)));
        for (const half of halves) f.set(half, f64x2.div(half, divisor));
        f.if(i32.eq(final, i32.const(finals.std)), () => {
          for (const half of halves) f.set(half, f64x2.sqrt(half));
        });
      });
      f.set(value, v128.shuffle32(f32x4.demoteZero(halves[0]), f32x4.demoteZero(halves[1]), [0, 1, 4, 5]));
    });
    f.if(i32.eq(count, i32.const(4)), () => {
      f.storeV128(y, value);
      f.return();
    });
    f.storeLane32(y, value, 0);
    f.if(i32.gtU(count, i32.const(1)), () => f.storeLane32(y, value, 1, 4));
    f.if(i32.gtU(count, i32.const(2)), () => f.storeLane32(y, value, 2, 8));
  });
}

function smaller(a: I32, b: I32): I32 {
  return i32.select(i32.ltU(a, b), a, b);
}
