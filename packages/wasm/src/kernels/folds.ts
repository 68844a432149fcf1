// The steps of reductions: four results at a time, one lane each, so that every result has its terms in their order.
import { f32x4, f64x2, type I32, i32, i32x4, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, FunctionReference, Local } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";

type Vector = Local<"v128">;

/** A reduction of four lanes: variables that live in memory between rows, and what a term does to them. */
interface Fold {
  readonly name: string;
  /** Vectors of state. */
  readonly vectors: number;
  readonly step: (f: FunctionBuilder, state: readonly Vector[], x: Vector, means: readonly Vector[]) => void;
}

const high = (x: V128) => v128.shuffle32(x, x, [2, 3, 2, 3]);

/** Float64 in two vectors: lanes 0 and 1, lanes 2 and 3. */
function wide(name: string, term: (sum: V128, x: V128, mean: V128) => V128): Fold {
  return {
    name,
    vectors: 2,
    step: (f, state, x, means) => {
      for (const [i, sum] of state.entries()) {
        f.set(sum, term(sum, f64x2.promoteLow(i === 0 ? x : high(x)), means[i] as V128));
      }
    },
  };
}

/** The first of the best; what is no number beats all, and nothing beats it. */
const takes = (better: (a: V128, b: V128) => V128, x: V128, best: V128) =>
  v128.and(v128.or(better(x, best), f32x4.ne(x, x)), f32x4.eq(best, best));

function extreme(name: string, better: (a: V128, b: V128) => V128): Fold {
  return {
    name,
    vectors: 1,
    step: (f, [best], x) => f.set(best as Vector, v128.bitselect(x, best as Vector, takes(better, x, best as Vector))),
  };
}

/** State: the best, where it was, how many were seen. */
function position(name: string, better: (a: V128, b: V128) => V128): Fold {
  return {
    name,
    vectors: 3,
    step: (f, state, x) => {
      const [best, where, seen] = state as [Vector, Vector, Vector];
      const mask = f.local("v128", takes(better, x, best));
      f.set(best, v128.bitselect(x, best, mask));
      f.set(where, v128.bitselect(seen, where, mask));
      f.set(seen, i32x4.add(seen, i32x4.splat(i32.const(1))));
    },
  };
}

const truth = (x: V128) => f32x4.ne(x, v128.const([0, 0, 0, 0]));
const mask = (name: string, join: (a: V128, b: V128) => V128): Fold => ({
  name,
  vectors: 1,
  step: (f, [all], x) => f.set(all as Vector, join(all as Vector, truth(x))),
});

const deviation = (sum: V128, x: V128, mean: V128) => {
  const difference = f64x2.sub(x, mean);
  return f64x2.add(sum, f64x2.mul(difference, difference));
};

const sum = wide("sum", f64x2.add);
const squares = wide("squares", deviation);

/** In the order of {@link foldNumbers}. */
const list: readonly Fold[] = [
  sum,
  squares,
  wide("prod", f64x2.mul),
  extreme("max", f32x4.gt),
  extreme("min", f32x4.lt),
  position("argmax", f32x4.gt),
  position("argmin", f32x4.lt),
  mask("all", v128.and),
  mask("any", v128.or),
];

/** Number of each fold. */
export const foldNumbers = {
  sum: 0,
  squares: 1,
  prod: 2,
  max: 3,
  min: 4,
  argmax: 5,
  argmin: 6,
  all: 7,
  any: 8,
} as const;

/** Bytes of the state of sixteen sums; as many means follow. */
export const stateBytes = 128;

/**
 * The folds by number. Parameters: addresses of four lanes' first terms, number of terms, bytes from one to the next, address of the state.
 */
export function emitFolds(m: ModuleBuilder): FunctionReference[] {
  return list.map((fold) =>
    m.function({ name: `fold_${fold.name}`, params: Array<"i32">(7).fill("i32") }, (f) => {
      const [p0, p1, p2, p3, count, step, at] = f.addresses(7);
      const lanes = [p0, p1, p2, p3];
      const state = f.locals("v128", fold.vectors);
      for (const [i, vector] of state.entries()) f.set(vector, v128.load(at, 16 * i));
      const means =
        fold === squares
          ? [0, 1].map((i) => f.local("v128", v128.load(at, stateBytes + 16 * i)))
          : [state[0] as Vector];
      const x = f.local("v128");
      const neighbours = i32.and(i32.eq(i32.sub(p1, p0), i32.const(4)), i32.eq(i32.sub(p3, p0), i32.const(12)));
      f.if(
        neighbours,
        () =>
          f.while(
            () => count,
            () => {
              f.set(x, v128.load(p0));
              fold.step(f, state, x, means);
              f.bump(p0, step);
              f.bump(count, -1);
            },
          ),
        () => {
          f.if(i32.eq(step, i32.const(4)), () => inBlocks(f, fold, { lanes, count, state, means }));
          f.while(
            () => count,
            () => {
              f.set(x, v128.load32Zero(p0));
              for (const lane of [1, 2, 3]) f.set(x, v128.load32Lane(x, lane, lanes[lane] as I32));
              fold.step(f, state, x, means);
              for (const lane of lanes) f.bump(lane, step);
              f.bump(count, -1);
            },
          );
        },
      );
      for (const [i, vector] of state.entries()) f.storeV128(at, vector, 16 * i);
    }),
  );
}

/** Four neighbouring terms of each lane at a time, transposed. */
function inBlocks(
  f: FunctionBuilder,
  fold: Fold,
  work: {
    readonly lanes: readonly Local<"i32">[];
    readonly count: Local<"i32">;
    readonly state: readonly Vector[];
    readonly means: readonly Vector[];
  },
): void {
  const { lanes, count } = work;
  const rows = f.locals("v128", 4);
  const [r0, r1, r2, r3] = rows as [Vector, Vector, Vector, Vector];
  const [m0, m1] = f.locals("v128", 2) as [Vector, Vector];
  const x = f.local("v128");
  const term = (value: V128) => {
    f.set(x, value);
    fold.step(f, work.state, x, work.means);
  };
  f.while(
    () => i32.geU(count, i32.const(4)),
    () => {
      for (const [i, lane] of lanes.entries()) {
        f.set(rows[i] as Vector, v128.load(lane));
        f.bump(lane, 16);
      }
      f.set(m0, v128.shuffle32(r0, r1, [0, 4, 1, 5]));
      f.set(m1, v128.shuffle32(r2, r3, [0, 4, 1, 5]));
      term(v128.shuffle32(m0, m1, [0, 1, 4, 5]));
      term(v128.shuffle32(m0, m1, [2, 3, 6, 7]));
      f.set(m0, v128.shuffle32(r0, r1, [2, 6, 3, 7]));
      f.set(m1, v128.shuffle32(r2, r3, [2, 6, 3, 7]));
      term(v128.shuffle32(m0, m1, [0, 1, 4, 5]));
      term(v128.shuffle32(m0, m1, [2, 3, 6, 7]));
      f.bump(count, -4);
    },
  );
}

/**
 * Sums, or squares of distances from means, of sixteen neighbouring lanes. Parameters: address of the first terms, number of terms, bytes
 * from one to the next, address of the state.
 */
export function emitWideFolds(m: ModuleBuilder): {
  readonly sum: FunctionReference;
  readonly squares: FunctionReference;
} {
  const emit = (fold: Fold) =>
    m.function({ name: `fold16_${fold.name}`, params: ["i32", "i32", "i32", "i32"] }, (f) => {
      const [p, count, step, at] = f.addresses(4);
      const state = f.locals("v128", 8);
      for (const [i, vector] of state.entries()) f.set(vector, v128.load(at, 16 * i));
      const x = f.local("v128");
      f.while(
        () => count,
        () => {
          for (let j = 0; j < 4; j++) {
            f.set(x, v128.load(p, 16 * j));
            const means = [0, 1].map((i) => v128.load(at, stateBytes + 32 * j + 16 * i));
            fold.step(f, state.slice(2 * j, 2 * j + 2), x, means as never);
          }
          f.bump(p, step);
          f.bump(count, -1);
        },
      );
      for (const [i, vector] of state.entries()) f.storeV128(at, vector, 16 * i);
    });
  return { sum: emit(sum), squares: emit(squares) };
}
