// The weight gradient of convolutions: direct sums, or Winograd's method where that is faster and the level allows it.
import { type ConvGeometry, multiplications } from "@toeplitz/conv/geometry";
import { convWeight } from "@toeplitz/conv/kernels";
import { type Operand, type Override, override } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { weightStageX, weightStageY, weightSums } from "../kernels/weight-jobs.ts";
import { planWeight, settingsAt, type WeightPlan } from "../kernels/weight-plan.ts";
import { weightWinogradOut, weightWinogradTiles } from "../kernels/weight-winograd.ts";
import { planWinogradWeight, type WinogradWeightPlan } from "../kernels/weight-winograd-plan.ts";

/** Fewer products than this are done sooner by the portable kernel. */
const fewestProducts = 4096;

interface Operands {
  readonly x: Operand;
  readonly y: Operand;
  readonly weight: Operand;
}

interface Plans {
  readonly direct: WeightPlan | null;
  readonly winograd: WinogradWeightPlan | null;
}

export function convWeightOverrides(engine: Engine): Override[] {
  // A level and a tile belong to an engine for good, so a geometry has one plan of each kind.
  const known = new WeakMap<ConvGeometry, Plans>();
  const plansOf = (g: ConvGeometry) => {
    let plans = known.get(g);
    if (plans === undefined) {
      const { rows } = engine.tile;
      plans = {
        direct: planWeight(g, { lanes: engine.level === "deterministic", rows }),
        winograd: engine.level === "default" ? planWinogradWeight(g, rows) : null,
      };
      known.set(g, plans);
    }
    return plans;
  };
  return [
    override(convWeight, {
      supports({ x, y, weight }, g) {
        if ([x, y, weight].some(({ storage }) => storage.dtype !== "float32")) return false;
        return multiplications(g) >= fewestProducts;
      },
      run(operands, g) {
        const { direct, winograd } = plansOf(g);
        if (winograd !== null && byWinograd(engine, winograd, operands)) return true;
        return direct !== null && directly(engine, direct, operands);
      },
    }),
  ];
}

/** False if memory is short. */
function directly(engine: Engine, plan: WeightPlan, { x, y, weight }: Operands): boolean {
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
  const addresses = addressesOf(engine, slots);
  const own = memory.address(scratch);
  for (const slice of plan.slices) {
    const words = settingsAt(slice, addresses);
    if (slice.stagesX) engine.run(weightStageX, words, slice.xUnits);
    if (slice.stagesY) engine.run(weightStageY, words, slice.yUnits, own, plan.scratch);
    engine.run(weightSums, words, slice.units, own, plan.scratch);
  }
  return true;
}

/** False if memory is short, or if a weight is not finite: then it must be found out which ones truly are not. */
function byWinograd(engine: Engine, plan: WinogradWeightPlan, { x, y, weight }: Operands): boolean {
  const { memory, threads, results } = engine;
  memory.start();
  const slots = {
    x: memory.read(x),
    y: memory.read(y),
    weight: memory.all(weight),
    xStaged: memory.scratch(plan.xStaged),
    yStaged: memory.scratch(plan.yStaged),
    products: memory.scratch(plan.products),
    flags: memory.scratch(plan.flags),
  };
  const scratch = memory.scratch(plan.scratch * threads);
  if (!memory.commit()) return false;
  const at = addressesOf(engine, slots);
  const own = memory.address(scratch);
  const run = (job: Parameters<Engine["run"]>[0], words: Int32Array, units: number) =>
    engine.run(job, words, units, own, plan.scratch);
  const { source, target } = weightWinogradTiles.at;
  plan.x[source] = at.x;
  plan.x[target] = at.xStaged;
  run(weightWinogradTiles, plan.x, plan.units.x);
  plan.y[source] = at.y;
  plan.y[target] = at.yStaged;
  run(weightWinogradTiles, plan.y, plan.units.y);
  // What is not finite shows in the end; the sums take everything as it is.
  engine.words.fill(0, at.flags / 4, (at.flags + plan.flags) / 4);
  const { xStaged, yStaged, products, flags } = at;
  const sums = { x: 0, y: 0, weight: products, xStaged, yStaged, xFlags: flags, yFlags: flags };
  run(weightSums, settingsAt(plan.sums, sums), plan.sums.units);
  const out = weightWinogradOut.at;
  plan.out[out.sums] = products;
  plan.out[out.weight] = at.weight;
  plan.out[out.flag] = results;
  engine.words[results / 4] = 0;
  run(weightWinogradOut, plan.out, plan.units.out);
  return engine.words[results / 4] === 0;
}

function addressesOf<N extends string>({ memory }: Engine, slots: Readonly<Record<N, number>>): Record<N, number> {
  const at = {} as Record<N, number>;
  for (const name of Object.keys(slots) as (keyof typeof slots)[]) at[name] = memory.address(slots[name]);
  return at;
}
