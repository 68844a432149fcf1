// One call of the reduction job: from axes to words.
import type { Operand } from "@toeplitz/tensor/extend";
import type { MomentsParams } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { foldNumbers } from "../kernels/folds.ts";
import { finals, reduceJob, reduceScratch, resultTableAt, termTableAt } from "../kernels/reduce.ts";
import { unitElements, Walk } from "./walk.ts";

const { at } = reduceJob;

/** How terms are brought together, and what becomes of it. */
export interface Folding {
  readonly fold: number;
  readonly final: number;
  /** Bytes of a result. */
  readonly width: number;
  /** Whether it adds up, in an order that matters to the last bit. */
  readonly sums: boolean;
}

/** A folding by name. */
export function folding(fold: keyof typeof foldNumbers, final: keyof typeof finals, width = 4): Folding {
  return { fold: foldNumbers[fold], final: finals[final], width, sums: fold === "sum" };
}

/** The axes that are kept and those that are reduced, and what is taken off the number of terms that a spread is divided by. */
export interface Reduction extends MomentsParams {
  readonly correction?: number;
}

/** From this many terms on, few results are added up in parts where the order may change. */
const worthParts = 64;

/** The settings of the reduction job, used again for every call. */
export class ReduceCall {
  readonly #engine: Engine;
  readonly #results = new Walk();
  readonly #terms = new Walk();
  readonly #words = new Int32Array(reduceJob.fields.length);
  readonly #numbers = new DataView(this.#words.buffer);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Reduces x, of float32, into y, which is contiguous. */
  run(how: Folding, x: Operand, y: Operand, axes: Reduction): boolean {
    const { fold, final, width, sums } = how;
    const { kept, keptStrides, reduced, reducedStrides, correction = 0 } = axes;
    const engine = this.#engine;
    const results = this.#results;
    const terms = this.#terms;
    const words = this.#words;
    if (!results.merge(kept, keptStrides) || !terms.merge(reduced, reducedStrides)) return false;
    const length = results.sizes[0]!;
    const rows = this.#tabulate(results, resultTableAt);
    const neighbours = results.strides[0][0] === 1 && length >= 16;
    const parts =
      sums &&
      engine.level !== "deterministic" &&
      results.count < 4 &&
      terms.strides[0][0] === 1 &&
      terms.sizes[0]! >= worthParts;
    const groupSize = parts ? 1 : sums && neighbours ? 16 : 4;
    const groups = rows * Math.ceil(length / groupSize);
    const groupsPerUnit = Math.max(1, Math.floor(unitElements / (groupSize * terms.count)));
    words[at.fold] = fold;
    words[at.final] = final;
    words[at.width] = width;
    words[at.length] = length;
    words[at.step] = 4 * results.strides[0][0]!;
    words[at.axes] = Math.max(0, results.rank - 1);
    words[at.groupSize] = groupSize;
    words[at.groups] = groups;
    words[at.groupsPerUnit] = groupsPerUnit;
    words[at.terms] = terms.sizes[0]!;
    words[at.termStep] = 4 * terms.strides[0][0]!;
    words[at.termRows] = this.#tabulate(terms, termTableAt);
    words[at.termAxes] = Math.max(0, terms.rank - 1);
    this.#numbers.setFloat64(4 * at.count, terms.count, true);
    this.#numbers.setFloat64(4 * at.divisor, Math.max(0, terms.count - correction), true);
    const { memory } = engine;
    memory.start();
    const slotX = memory.read(x);
    const slotY = memory.all(y);
    const scratch = memory.scratch(reduceScratch * engine.threads);
    if (!memory.commit()) return false;
    words[at.x] = memory.address(slotX);
    words[at.y] = memory.address(slotY);
    engine.run(reduceJob, words, Math.ceil(groups / groupsPerUnit), memory.address(scratch), reduceScratch);
    return true;
  }

  /** Rows of a walk; its outer axes go into a table. */
  #tabulate(walk: Walk, table: number): number {
    let rows = 1;
    for (let axis = 1; axis < walk.rank; axis++) {
      this.#words[table + 2 * (axis - 1)] = walk.sizes[axis]!;
      this.#words[table + 2 * (axis - 1) + 1] = 4 * walk.strides[0][axis]!;
      rows *= walk.sizes[axis]!;
    }
    return rows;
  }
}
