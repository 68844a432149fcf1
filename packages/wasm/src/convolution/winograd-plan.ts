// Convolutions in Winograd's domain, with a direct sum for what must not go there.
import type { Activation, ConvGeometry } from "@toeplitz/conv/kernels";
import type { Storage } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { planWinograd, type WinogradPlan as Tiles } from "../winograd/plan.ts";
import type { Direction } from "./gather-sum.ts";
import { magnitudeOf, scan } from "./magnitude.ts";
import type { ConvolutionPlan, SumOperands } from "./plan.ts";
import type { SumPlan } from "./sum-plan.ts";

/** Changes of a weight, one per call, after which it is taken to be in training. */
const habit = 2;

/** Below so many cycles, about a microsecond, nothing can be saved that planning would not cost many times over. */
const fewestCycles = 3000;

export class WinogradPlan implements ConvolutionPlan {
  readonly #tiles: Tiles;
  readonly #batch: number;
  readonly #direct: SumPlan;
  readonly #weights = new WeakMap<Storage, { version: number; changes: number }>();

  private constructor(tiles: Tiles, batch: number, direct: SumPlan) {
    this.#tiles = tiles;
    this.#batch = batch;
    this.#direct = direct;
  }

  /** Null where tiles do not apply, the level does not allow them, or the direct sum is cheaper. */
  static of(engine: Engine, g: ConvGeometry, direction: Direction, direct: SumPlan): WinogradPlan | null {
    if (direct.cycles < fewestCycles) return null;
    const { level, tile, threads } = engine;
    const tiles = planWinograd(g, direction, { level, blockRows: tile.rows, vectors: tile.vectors, threads });
    return tiles === null || tiles.cycles >= direct.cycles ? null : new WinogradPlan(tiles, g.batch, direct);
  }

  run(engine: Engine, operands: SumOperands, activation: Activation): boolean {
    const { memory } = engine;
    const tiles = this.#tiles;
    const { weight: w } = operands;
    if (this.#trains(w.storage)) return this.#direct.run(engine, operands, activation);
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
    if (!tiles.accepts(scan(engine, from, this.#direct.sourceLength), weightMagnitude)) {
      return this.#direct.run(engine, operands, activation);
    }
    const at = memory.address(transformed);
    if (!memory.isFresh(transformed)) {
      tiles.transformWeights(engine, weightAt, at);
      memory.computed(transformed);
    }
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

  /** Whether the weight is another one at every call, and transforming it costs more than the tiles save. */
  #trains(weight: Storage): boolean {
    const known = this.#weights.get(weight);
    if (known === undefined) {
      this.#weights.set(weight, { version: weight.version, changes: 0 });
      return false;
    }
    known.changes = known.version === weight.version ? 0 : known.changes + 1;
    known.version = weight.version;
    const saved = this.#batch * (this.#direct.cycles - this.#tiles.cycles);
    return known.changes >= habit && this.#tiles.weightCycles > saved;
  }
}
