// Both directions of convolution.
import { type ConvGeometry, type ConvParams, convNarrow, convWide } from "@toeplitz/conv/kernels";
import { type Override, override } from "@toeplitz/tensor/extend";
import { type Direction, hasFewPhases } from "../convolution/gather-sum.ts";
import { type ConvolutionPlan, planConvolution } from "../convolution/plan.ts";
import type { Engine } from "../engine/engine.ts";

export function convolutionOverrides(engine: Engine): Override[] {
  const narrow = new Plans(engine, "narrow");
  const wide = new Plans(engine, "wide");
  return [
    override(convNarrow, {
      supports: ({ y }, { geometry }) => y.storage.dtype === "float32" && hasTerms(geometry),
      run: ({ x, weight, bias, y }, { geometry, activation }: ConvParams) =>
        narrow.of(geometry).run(engine, { source: x, weight, bias, out: y }, activation),
    }),
    override(convWide, {
      supports: ({ x }, { geometry }) => x.storage.dtype === "float32" && hasTerms(geometry) && hasFewPhases(geometry),
      run: ({ y, weight, bias, x }, { geometry, activation }: ConvParams) =>
        wide.of(geometry).run(engine, { source: y, weight, bias, out: x }, activation),
    }),
  ];
}

/** A sum without terms has nothing to accelerate. */
function hasTerms(g: ConvGeometry): boolean {
  return g.widePerGroup > 0 && g.narrowPerGroup > 0;
}

/** Plans of one direction, kept with the geometry that they are for. */
class Plans {
  #plans = new WeakMap<ConvGeometry, ConvolutionPlan>();
  #threads = 0;
  readonly #engine: Engine;
  readonly #direction: Direction;

  constructor(engine: Engine, direction: Direction) {
    this.#engine = engine;
    this.#direction = direction;
  }

  of(geometry: ConvGeometry): ConvolutionPlan {
    // How the work is cut depends on how many share it.
    if (this.#threads !== this.#engine.threads) {
      this.#threads = this.#engine.threads;
      this.#plans = new WeakMap();
    }
    let plan = this.#plans.get(geometry);
    if (plan === undefined) {
      plan = planConvolution(this.#engine, geometry, this.#direction);
      this.#plans.set(geometry, plan);
    }
    return plan;
  }
}
