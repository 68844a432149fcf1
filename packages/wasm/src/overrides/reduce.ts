// Reductions of float32 over any axes.
import { type Override, override } from "@toeplitz/tensor/extend";
import { type ReduceName, reduce } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { type Folding, folding, ReduceCall } from "./reduce-call.ts";

/** What is accelerated; `norm` and `logsumexp` run portably. */
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

/** Reductions. */
export function reductions(engine: Engine): Override[] {
  const call = new ReduceCall(engine);
  return [
    override(reduce, {
      run({ x, y }, params) {
        const found = foldings[params.op];
        return found !== undefined && params.dtype === "float32" && call.run(found, x, y, params);
      },
    }),
  ];
}
