// Reductions of float32 over any axes.
import { type Operand, type Override, override, Storage } from "@toeplitz/tensor/extend";
import { type ReduceName, type ReduceParams, reduce } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { type NumberedFunction, pointwiseFunctions } from "../kernels/pointwise-functions.ts";
import { PointwiseCall } from "./pointwise-call.ts";
import { type Folding, folding, ReduceCall } from "./reduce-call.ts";

/** What is accelerated by the job alone; `norm` takes a step before it, and `logsumexp` runs portably. */
const foldings: Readonly<Partial<Record<ReduceName, Folding>>> = {
  sum: folding("sum", "sum"),
  prod: folding("prod", "sum"),
  max: folding("max", "extreme"),
  min: folding("min", "extreme"),
  argmax: folding("argmax", "position", 8),
  argmin: folding("argmin", "position", 8),
  all: folding("all", "truth", 1),
  any: folding("any", "truth", 1),
  var: folding("sum", "var"),
  std: folding("sum", "std"),
};

/** Norms by their p: the function of each element, and what becomes of its results. */
const norms: ReadonlyMap<number, readonly [string, ReduceName]> = new Map([
  [1, ["unary_abs", "sum"]],
  [2, ["unary_square", "sum"]],
  [Infinity, ["unary_abs", "max"]],
  [-Infinity, ["unary_abs", "min"]],
]);
const root = pointwiseFunctions.get("unary_sqrt") as NumberedFunction;

/** Reductions. */
export function reductions(engine: Engine): Override[] {
  const call = new ReduceCall(engine);
  const pointwise = new PointwiseCall(engine);

  /** The norm of which terms are written down first; squares are rounded there. */
  const norm = (
    x: Operand,
    y: Operand,
    { kept, keptStrides, reduced, reducedStrides, p = 2 }: ReduceParams,
  ): boolean => {
    const found = norms.get(p);
    if (found === undefined || (p === 2 && engine.level === "deterministic")) return false;
    const shape = [...kept, ...reduced];
    if (!pointwise.walk.merge(shape, [...keptStrides, ...reducedStrides])) return false;
    const terms = { storage: new Storage("float32", pointwise.walk.count), offset: 0 };
    const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((n, size) => n * size, 1));
    const axes = {
      kept,
      reduced,
      keptStrides: strides.slice(0, kept.length),
      reducedStrides: strides.slice(kept.length),
    };
    const done =
      pointwise.run(pointwiseFunctions.get(found[0]) as NumberedFunction, x, x, x, terms) &&
      call.run(foldings[found[1]] as Folding, terms, y, axes) &&
      (p !== 2 || (pointwise.walk.merge([y.storage.length], [1]) && pointwise.run(root, y, y, y, y)));
    terms.storage.dispose();
    return done;
  };

  return [
    override(reduce, {
      run({ x, y }, params) {
        if (params.op === "norm" && params.dtype === "float32") return norm(x, y, params);
        const found = foldings[params.op];
        return found !== undefined && params.dtype === "float32" && call.run(found, x, y, params);
      },
    }),
  ];
}
