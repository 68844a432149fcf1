// Convolutions in Winograd's domain, with a direct sum for what must not go there.
import type { Activation, ConvGeometry } from "@toeplitz/conv/kernels";
import type { Engine } from "../engine/engine.ts";
import { planWinograd, type WinogradPlan as Tiles } from "../winograd/plan.ts";
import type { Direction } from "./gather-sum.ts";
import { magnitudeOf, scan } from "./magnitude.ts";
import type { ConvolutionPlan, SumOperands } from "./plan.ts";

export class WinogradPlan implements ConvolutionPlan {
  readonly #tiles: Tiles;
  readonly #sourceLength: number;
  readonly #direct: () => ConvolutionPlan;
  #fallBack: ConvolutionPlan | null = null;

  private constructor(tiles: Tiles, sourceLength: number, direct: () => ConvolutionPlan) {
    this.#tiles = tiles;
    this.#sourceLength = sourceLength;
    this.#direct = direct;
  }

  /** Null where tiles do not apply, or the level does not allow them. */
  static of(
    engine: Engine,
    g: ConvGeometry,
    direction: Direction,
    sourceLength: number,
    direct: () => ConvolutionPlan,
  ): WinogradPlan | null {
    const { level, tile, threads } = engine;
    const tiles = planWinograd(g, direction, { level, blockRows: tile.rows, threads });
    return tiles === null ? null : new WinogradPlan(tiles, sourceLength, direct);
  }

  /** Estimate for one image on one thread. */
  get cycles(): number {
    return this.#tiles.cycles;
  }

  run(engine: Engine, operands: SumOperands, activation: Activation): boolean {
    const { memory } = engine;
    const tiles = this.#tiles;
    const { weight: w } = operands;
    memory.start();
    const x = memory.read(operands.source);
    const weight = memory.read(w);
    const bias = memory.readOptional(operands.bias);
    const y = memory.all(operands.out);
    const layout = w.offset === 0 ? tiles.weightLayout : `${tiles.weightLayout} at ${w.offset}`;
    const transformed = memory.derived(w.storage, layout, tiles.weightBytes);
    const scratch = memory.scratch(tiles.scratchBytes);
    if (!memory.commit()) return false;
    const from = memory.address(x);
    const weightAt = memory.address(weight);
    const weightMagnitude = magnitudeOf(engine, w, weightAt);
    if (!tiles.accepts(scan(engine, from, this.#sourceLength), weightMagnitude)) {
      this.#fallBack ??= this.#direct();
      return this.#fallBack.run(engine, operands, activation);
    }
    const at = memory.address(transformed);
    if (!memory.isFresh(transformed)) tiles.transformWeights(engine, weightAt, at);
    const addresses = {
      x: from,
      weight: weightAt,
      bias: memory.address(bias),
      y: memory.address(y),
      transformed: at,
      scratch: memory.address(scratch),
    };
    tiles.run(engine, addresses, activation);
    return true;
  }
}
