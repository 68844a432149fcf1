// One call of the pointwise job: from a kernel's operands and parameters to words.
import type { Operand } from "@toeplitz/tensor/extend";
import type { Engine } from "../engine/engine.ts";
import { firstMove, pointwise, pointwiseScratch, tableAt } from "../kernels/pointwise.ts";
import type { NumberedFunction } from "../kernels/pointwise-functions.ts";
import { unitElements, Walk } from "./walk.ts";

const { at } = pointwise;
const operands = 4;
const tableRow = 1 + operands;

/** The settings of the pointwise job, used again for every call. */
export class PointwiseCall {
  readonly walk = new Walk();
  readonly words = new Int32Array(pointwise.fields.length);
  readonly #floats = new Float32Array(this.words.buffer);
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Runs a function on operands that the walk has been made for, in the function's order; y is contiguous.
   * Operands beyond the function's are the first again.
   */
  run(fn: NumberedFunction, a: Operand, b: Operand, c: Operand, y: Operand): boolean {
    const { memory } = this.#engine;
    const { walk, words } = this;
    const { inputs } = fn;
    words[at.function] = fn.number;
    words[at.inline] = 0;
    words[at.apart] = 0;
    memory.start();
    const slotA = this.#input(0, at.valueA, inputs[0]!, a);
    const slotB = inputs.length > 1 ? this.#input(1, at.valueB, inputs[1]!, b) : this.#unused(1);
    const slotC = inputs.length > 2 ? this.#input(2, -1, inputs[2]!, c) : this.#unused(2);
    const slotY = memory.all(y);
    words[at.stepY] = fn.output;
    let distance = fn.output;
    for (let axis = 0; axis < walk.rank; axis++) {
      if (axis > 0) words[tableAt + (axis - 1) * tableRow + 4] = distance;
      distance *= walk.sizes[axis]!;
    }
    const apart = words[at.apart] !== 0;
    const scratch = apart ? memory.scratch(pointwiseScratch * this.#engine.threads) : -1;
    if (!memory.commit()) return false;
    if (slotA >= 0) words[at.a] = memory.address(slotA);
    if (slotB >= 0) words[at.b] = memory.address(slotB);
    if (slotC >= 0) words[at.c] = memory.address(slotC);
    words[at.y] = memory.address(slotY);
    const units = this.units(1);
    if (apart) this.#engine.run(pointwise, words, units, memory.address(scratch), pointwiseScratch);
    else this.#engine.run(pointwise, words, units);
    return true;
  }

  /** Steps and the column of the table for an operand of the walk. */
  column(operand: 0 | 1 | 2, field: number, step: number, width: number): void {
    const { walk, words } = this;
    const strides = walk.strides[operand];
    words[step] = strides[0]! * width;
    for (let axis = 1; axis < walk.rank; axis++)
      words[tableAt + (axis - 1) * tableRow + field] = strides[axis]! * width;
  }

  /** Sizes, and how the rows are dealt out to units; `depth` elements belong to each of the walk. */
  units(depth: number): number {
    const { walk, words } = this;
    const length = walk.sizes[0]!;
    let rows = 1;
    for (let axis = 1; axis < walk.rank; axis++) {
      const size = walk.sizes[axis]!;
      words[tableAt + (axis - 1) * tableRow] = size;
      rows *= size;
    }
    const piece = Math.min(length, Math.max(16, (unitElements / depth) & -16));
    const pieces = Math.ceil(length / piece);
    const rowsPerUnit = pieces > 1 ? 1 : Math.max(1, Math.min(rows, Math.floor(unitElements / (length * depth))));
    words[at.length] = length;
    words[at.rows] = rows;
    words[at.rowsPerUnit] = rowsPerUnit;
    words[at.pieces] = pieces;
    words[at.piece] = piece;
    words[at.axes] = Math.max(0, walk.rank - 1);
    return pieces * Math.ceil(rows / rowsPerUnit);
  }

  /** Asks for an operand; a number that JavaScript holds goes into the settings instead, and gets slot -1. */
  #input(operand: 0 | 1 | 2, value: number, width: number, given: Operand): number {
    const { walk, words } = this;
    const strides = walk.strides[operand];
    this.column(operand, 1 + operand, at.stepA + operand, width);
    const step = words[at.stepA + operand]!;
    if (step !== width) words[at.apart] = words[at.apart]! | ((width === 1 ? 9 : 1) << operand);
    if (value >= 0 && width === 4 && given.storage.isHome && given.storage.dtype === "float32") {
      let repeats = true;
      for (let axis = 0; axis < walk.rank; axis++) repeats &&= strides[axis] === 0;
      if (repeats) {
        words[at.inline] = words[at.inline]! | (1 << operand);
        this.#floats[value] = given.storage.read()[given.offset] as number;
        return -1;
      }
    }
    return this.#engine.memory.read(given);
  }

  #unused(operand: 1 | 2): number {
    const { walk, words } = this;
    words[at.stepA + operand] = 0;
    for (let axis = 1; axis < walk.rank; axis++) words[tableAt + (axis - 1) * tableRow + 1 + operand] = 0;
    return -1;
  }
}

/** Word of a move's number. */
export function moveNumber(move: number): number {
  return firstMove + move;
}
