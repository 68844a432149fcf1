// Convolutions whose outputs depend on one channel each, or whose channels meet in one output: nothing there to pack.
import type { Activation, ConvGeometry } from "@toeplitz/conv/kernels";
import { Storage } from "@toeplitz/tensor/extend";
import { type DepthwisePlan as Bands, fusedStrips, plainStrips, planDepthwise } from "../depthwise/plan.ts";

import type { Engine } from "../engine/engine.ts";
import { depthwise } from "../kernels/depthwise-job.ts";
import { type Direction, mostPhases, volume } from "./gather-sum.ts";
import { paddingIsHarmless } from "./harmless-padding.ts";
import type { ConvolutionPlan, SumOperands } from "./plan.ts";

/** From here on a tile of several outputs makes better use of each pixel that it loads. */
const fewOutputs = 2;

export class DepthwisePlan implements ConvolutionPlan {
  readonly #bands: Bands;
  readonly #tables: Storage;

  private constructor(bands: Bands) {
    this.#bands = bands;
    this.#tables = new Storage("int32", bands.tables.length, bands.tables);
  }

  /** Null where it is not the way to go. */
  static of(engine: Engine, g: ConvGeometry, direction: Direction): DepthwisePlan | null {
    if ((direction === "narrow" ? g.narrowPerGroup : g.widePerGroup) > fewOutputs) return null;
    // Its tables have a place for every remainder modulo the stride, with terms or without.
    if (direction === "wide" && volume(g.stride) > mostPhases) return null;
    const bands = planDepthwise(g, direction, engine.fused ? fusedStrips : plainStrips);
    return bands === null ? null : new DepthwisePlan(bands);
  }

  run(engine: Engine, operands: SumOperands, activation: Activation): boolean {
    const { memory, threads } = engine;
    const bands = this.#bands;
    memory.start();
    const x = memory.read(operands.source);
    const weight = memory.read(operands.weight);
    const bias = memory.readOptional(operands.bias);
    const y = memory.all(operands.out);
    const tables = memory.read({ storage: this.#tables, offset: 0 });
    const scratch = memory.scratch(bands.scratchBytes * threads);
    if (!memory.commit()) return false;
    const addresses = {
      x: memory.address(x),
      weight: memory.address(weight),
      bias: memory.address(bias),
      y: memory.address(y),
      tables: memory.address(tables),
      scratch: memory.address(scratch),
    };
    if (bands.pads && !paddingIsHarmless(engine, operands, addresses)) return false;
    const settings = bands.settings(addresses, activation);
    engine.run(depthwise, settings, bands.units, addresses.scratch, bands.scratchBytes);
    return true;
  }
}
