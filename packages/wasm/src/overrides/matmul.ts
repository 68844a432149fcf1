// The batched matrix product.

import { type Override, override } from "@toeplitz/tensor/extend";
import { type MatmulParams, matmul } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { MatmulPlan } from "../matmul/matmul-plan.ts";

/** Plans that are kept: products of a large network's layers, and their gradients. */
const mostPlans = 256;

export function matmulOverrides(engine: Engine): Override[] {
  const plans = new Map<string, MatmulPlan>();
  return [
    override(matmul, {
      supports: (_, { dtype, m, k, n, batch }) => dtype === "float32" && m > 0 && k > 0 && n > 0 && !batch.includes(0),
      run(operands, params: MatmulParams) {
        const { m, k, n, a, b, batch } = params;
        const key = `${m} ${k} ${n} ${a} ${b} ${batch}`;
        let plan = plans.get(key);
        if (plan === undefined) {
          if (plans.size >= mostPlans) plans.clear();
          plan = new MatmulPlan(engine, params);
          plans.set(key, plan);
        }
        return plan.run(engine, operands);
      },
    }),
  ];
}
