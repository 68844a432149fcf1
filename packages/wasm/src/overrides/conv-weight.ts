// The weight gradient of convolutions, by staged copies and tiles of dot products.
import { type ConvGeometry, multiplications } from "@toeplitz/conv/geometry";
import { convWeight } from "@toeplitz/conv/kernels";
import { type Override, override } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { weightStageX, weightStageY, weightSums } from "../kernels/weight-jobs.ts";
import { planWeight, settingsAt, type WeightPlan } from "../kernels/weight-plan.ts";

/** Fewer products than this are done sooner by the portable kernel. */
const fewestProducts = 4096;

export function convWeightOverrides(engine: Engine): Override[] {
  // A level and a tile belong to an engine for good, so a geometry has one plan.
  const plans = new WeakMap<ConvGeometry, WeightPlan | null>();
  const planOf = (g: ConvGeometry) => {
    let plan = plans.get(g);
    if (plan === undefined) {
      plan = planWeight(g, { lanes: engine.level === "deterministic", rows: engine.tile.rows });
      plans.set(g, plan);
    }
    return plan;
  };
  return [
    override(convWeight, {
      supports({ x, y, weight }, g) {
        if ([x, y, weight].some(({ storage }) => storage.dtype !== "float32")) return false;
        return multiplications(g) >= fewestProducts;
      },
      run({ x, y, weight }, g) {
        const plan = planOf(g);
        if (plan === null) return false;
        const { memory, threads } = engine;
        memory.start();
        const slots = {
          x: memory.read(x),
          y: memory.read(y),
          weight: memory.all(weight),
          xStaged: memory.scratch(plan.xStaged),
          yStaged: memory.scratch(plan.yStaged),
          xFlags: memory.scratch(plan.xFlags),
          yFlags: memory.scratch(plan.yFlags),
        };
        const scratch = memory.scratch(plan.scratch * threads);
        if (!memory.commit()) return false;
        const addresses = Object.fromEntries(
          Object.entries(slots).map(([name, slot]) => [name, memory.address(slot)]),
        ) as typeof slots;
        const own = memory.address(scratch);
        for (const slice of plan.slices) {
          const words = settingsAt(slice, addresses);
          if (slice.stagesX) engine.run(weightStageX, words, slice.xUnits);
          if (slice.stagesY) engine.run(weightStageY, words, slice.yUnits, own, plan.scratch);
          engine.run(weightSums, words, slice.units, own, plan.scratch);
        }
        return true;
      },
    }),
  ];
}
