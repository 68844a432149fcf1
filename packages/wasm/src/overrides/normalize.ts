// What normalisation and softmax are made of, on float32, from the jobs of reductions and of pointwise functions.
import { type Operand, type Override, override, Storage } from "@toeplitz/tensor/extend";
import { affine, moments, softmax } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { type NumberedFunction, pointwiseFunctions } from "../kernels/pointwise-functions.ts";
import { PointwiseCall } from "./pointwise-call.ts";
import { folding, ReduceCall } from "./reduce-call.ts";

const mean = folding("sum", "mean");
const variance = folding("sum", "var");
const largest = folding("max", "extreme");
const sum = folding("sum", "sum");

const [add, sub, mul, div, centered, exp, log] = [
  "binary_add",
  "binary_sub",
  "binary_mul",
  "binary_div",
  "centered",
  "unary_exp",
  "unary_log",
].map((name) => pointwiseFunctions.get(name)) as [
  NumberedFunction,
  NumberedFunction,
  NumberedFunction,
  NumberedFunction,
  NumberedFunction,
  NumberedFunction,
  NumberedFunction,
];

/** An operand, and where its elements lie. */
type Placed = readonly [operand: Operand, strides: readonly number[]];

const temporary = (length: number): Operand => ({ storage: new Storage("float32", length), offset: 0 });

/** Moments, the affine step, and softmax. */
export function normalizations(engine: Engine): Override[] {
  const fold = new ReduceCall(engine);
  const call = new PointwiseCall(engine);
  /** y = fn(a, b, c), element by element; y is contiguous. */
  const apply = (fn: NumberedFunction, shape: readonly number[], y: Operand, a: Placed, b = a, c = a): boolean =>
    call.walk.merge(shape, a[1], b[1], c[1]) && call.run(fn, a[0], b[0], c[0], y);

  return [
    override(moments, {
      run({ x, mean: ofMean, variance: ofVariance }, axes) {
        if (x.storage.dtype !== "float32") return false;
        return fold.run(mean, x, ofMean, axes) && fold.run(variance, x, ofVariance, axes);
      },
    }),
    override(affine, {
      run({ x, center, scale, shift, y }, params) {
        const { storage } = y;
        // What fails halfway is done again from x.
        if (storage.dtype !== "float32" || storage === x.storage) return false;
        const { shape } = params;
        const own = params.shape.map((_, axis) => shape.slice(axis + 1).reduce((n, size) => n * size, 1));
        const result: Placed = [y, own];
        let from: Placed = [x, params.x];
        const step = (fn: NumberedFunction, operand: Operand, strides: readonly number[], third?: Placed): boolean => {
          const done = apply(fn, shape, y, from, [operand, strides], third);
          from = result;
          return done;
        };
        if (center !== null && scale !== null) {
          if (!step(centered, center, params.center, [scale, params.scale])) return false;
        } else if (center !== null) {
          if (!step(sub, center, params.center)) return false;
        } else if (scale !== null && !step(mul, scale, params.scale)) return false;
        if (shift !== null) return step(add, shift, params.shift);
        return from === result;
      },
    }),
    override(softmax, {
      run({ x, y }, { outer, size, inner, log: logarithm }) {
        if (engine.level === "deterministic" || y.storage.dtype !== "float32" || y.storage === x.storage) return false;
        const shape = [outer, size, inner];
        const whole = [size * inner, inner, 1];
        const axes = { kept: [outer, inner], keptStrides: [size * inner, 1], reduced: [size], reducedStrides: [inner] };
        const lines = temporary(outer * inner);
        const line: Placed = [lines, [inner, 0, 1]];
        const powers = logarithm ? temporary(outer * size * inner) : y;
        const shifted: Placed = [y, whole];
        const done =
          fold.run(largest, x, lines, axes) &&
          apply(sub, shape, y, [x, whole], line) &&
          apply(exp, shape, powers, shifted) &&
          fold.run(sum, powers, lines, axes) &&
          (logarithm
            ? apply(log, [outer * inner], lines, [lines, [1]]) && apply(sub, shape, y, shifted, line)
            : apply(div, shape, y, shifted, line));
        lines.storage.dispose();
        if (logarithm) powers.storage.dispose();
        return done;
      },
    }),
  ];
}
