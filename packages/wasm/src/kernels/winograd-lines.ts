// Winograd's transforms along one axis: what they do to source, weight and sums, each value a vector of independent lines.
import { f32x4, f64, f64x2, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder, Local } from "../assembler/function-builder.ts";
import { multiplyAdd } from "./tile.ts";

/** Reads value i, or takes it. */
export type Load = (index: number) => V128;
export type Store = (index: number, value: V128) => void;

/**
 * One axis of a tile: `outputs` correlations with three weights from `products` products.
 *
 * The emitters declare their constants where they are called (so once, before a loop) and return what writes the code of one line.
 */
export interface Line {
  readonly outputs: number;
  readonly products: number;
  /** Taps of the kernel on this axis. */
  readonly taps: number;
  source(f: FunctionBuilder): (load: Load, store: Store) => void;
  sums(f: FunctionBuilder): (load: Load, store: Store) => void;
  /** In float64, two lines at a time. */
  weights(f: FunctionBuilder): (load: Load, store: Store) => void;
}

/** An axis without a kernel. */
export const untouched: Line = {
  outputs: 1,
  products: 1,
  taps: 1,
  source: () => (load, store) => store(0, load(0)),
  sums: () => (load, store) => store(0, load(0)),
  weights: () => (load, store) => store(0, load(0)),
};

/** F(2, 3) with the points 0, 1, -1 and infinity. */
export const line2: Line = {
  outputs: 2,
  products: 4,
  taps: 3,
  source(f) {
    const d = f.locals("v128", 4);
    return (load, store) => {
      for (const [i, value] of d.entries()) f.set(value, load(i));
      const [d0, d1, d2, d3] = d as Four;
      store(0, f32x4.sub(d0, d2));
      store(1, f32x4.add(d1, d2));
      store(2, f32x4.sub(d2, d1));
      store(3, f32x4.sub(d1, d3));
    };
  },
  sums(f) {
    const [m1, m2] = f.locals("v128", 2) as Two;
    return (load, store) => {
      f.set(m1, load(1));
      f.set(m2, load(2));
      store(0, f32x4.add(f32x4.add(load(0), m1), m2));
      store(1, f32x4.sub(f32x4.sub(m1, m2), load(3)));
    };
  },
  weights(f) {
    const [even, odd] = f.locals("v128", 2) as Two;
    const half = f.local("v128", f64x2.splat(f64.const(0.5)));
    return (load, store) => {
      store(0, load(0));
      f.set(even, f64x2.mul(f64x2.add(load(0), load(2)), half));
      f.set(odd, f64x2.mul(load(1), half));
      store(1, f64x2.add(even, odd));
      store(2, f64x2.sub(even, odd));
      store(3, load(2));
    };
  },
};

/** The points of F(4, 3) besides 0 and infinity, each with its negative. All powers that occur are exact. */
const [a, b] = [5 / 8, 3 / 2];

/** F(4, 3) with the points 0, ±5/8, ±3/2 and infinity. */
export const line4: Line = {
  outputs: 4,
  products: 6,
  taps: 3,
  source(f) {
    const constant = (value: number) => f.local("v128", v128.const([value, value, value, value]));
    const minusA2 = constant(-a * a);
    const minusB2 = constant(-b * b);
    const minusSum = constant(-(a * a + b * b));
    const product = constant(a * a * b * b);
    const [pointA, pointB] = [constant(a), constant(b)];
    const [x, y, z, p, r] = f.locals("v128", 5) as [V, V, V, V, V];
    const madd = (left: V128, right: V128, sum: V128) => multiplyAdd(left, right, sum);
    return (load, store) => {
      f.set(x, load(0));
      f.set(y, load(2));
      f.set(z, load(4));
      store(0, madd(y, minusSum, madd(x, product, z)));
      f.set(p, madd(y, minusB2, z));
      f.set(r, madd(y, minusA2, z));
      f.set(x, load(1));
      f.set(y, load(3));
      store(5, madd(y, minusSum, madd(x, product, load(5))));
      f.set(z, f32x4.mul(madd(x, minusB2, y), pointA));
      store(1, f32x4.add(p, z));
      store(2, f32x4.sub(p, z));
      f.set(z, f32x4.mul(madd(x, minusA2, y), pointB));
      store(3, f32x4.add(r, z));
      store(4, f32x4.sub(r, z));
    };
  },
  sums(f) {
    const constant = (value: number) => f.local("v128", v128.const([value, value, value, value]));
    const [a1, a2, a3] = [constant(a), constant(a * a), constant(a * a * a)];
    const [b1, b2, b3] = [constant(b), constant(b * b), constant(b * b * b)];
    const [x, y, even, odd, evenB, oddB] = f.locals("v128", 6) as [V, V, V, V, V, V];
    const madd = (left: V128, right: V128, sum: V128) => multiplyAdd(left, right, sum);
    return (load, store) => {
      f.set(x, load(1));
      f.set(y, load(2));
      f.set(even, f32x4.add(x, y));
      f.set(odd, f32x4.sub(x, y));
      f.set(x, load(3));
      f.set(y, load(4));
      f.set(evenB, f32x4.add(x, y));
      f.set(oddB, f32x4.sub(x, y));
      store(0, f32x4.add(f32x4.add(load(0), even), evenB));
      store(1, madd(oddB, b1, f32x4.mul(odd, a1)));
      store(2, madd(evenB, b2, f32x4.mul(even, a2)));
      store(3, madd(oddB, b3, madd(odd, a3, load(5))));
    };
  },
  weights(f) {
    const constant = (value: number) => f.local("v128", f64x2.splat(f64.const(value)));
    const scale0 = constant(1 / (a * a * b * b));
    const sides = [a, b].map((point, index) => {
      const other = index === 0 ? b : a;
      const scale = 1 / (2 * point * point * (point * point - other * other));
      return { scale: constant(scale), odd: constant(point * scale), even: constant(point * point * scale) };
    });
    const [even, odd] = f.locals("v128", 2) as Two;
    return (load, store) => {
      store(0, f64x2.mul(load(0), scale0));
      for (const [index, side] of sides.entries()) {
        f.set(even, f64x2.add(f64x2.mul(load(0), side.scale), f64x2.mul(load(2), side.even)));
        f.set(odd, f64x2.mul(load(1), side.odd));
        store(1 + 2 * index, f64x2.add(even, odd));
        store(2 + 2 * index, f64x2.sub(even, odd));
      }
      store(5, load(2));
    };
  },
};

type V = Local<"v128">;
type Two = [V, V];
type Four = [V, V, V, V];
