// Reductions of float32 over any axes.
import { type Override, override } from "@toeplitz/tensor/extend";
import { type ReduceName, reduce } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { foldNumbers } from "../kernels/folds.ts";
import { finals, reduceJob, reduceScratch, resultTableAt, termTableAt } from "../kernels/reduce.ts";
import { unitElements, Walk } from "./walk.ts";

const { at } = reduceJob;

interface Entry {
  readonly fold: number;
  readonly final: number;
  /** Bytes of a result. */
  readonly width: number;
  /** Whether it adds up, in an order that matters to the last bit. */
  readonly sums: boolean;
}

const entry = (fold: keyof typeof foldNumbers, final: number, width = 4): Entry => ({
  fold: foldNumbers[fold],
  final,
  width,
  sums: fold === "sum",
});

/** What is accelerated; `norm` and `logsumexp` run portably. */
const entries: Readonly<Partial<Record<ReduceName, Entry>>> = {
  sum: entry("sum", finals.sum),
  prod: entry("prod", finals.sum),
  max: entry("max", finals.extreme),
  min: entry("min", finals.extreme),
  argmax: entry("argmax", finals.position, 8),
  argmin: entry("argmin", finals.position, 8),
  all: entry("all", finals.truth, 1),
  any: entry("any", finals.truth, 1),
  var: entry("sum", finals.var),
  std: entry("sum", finals.std),
};

/** From this many terms on, few results are added up in parts where the order may change. */
const worthParts = 64;

/** Reductions. */
export function reductions(engine: Engine): Override[] {
  const results = new Walk();
  const terms = new Walk();
  const words = new Int32Array(reduceJob.fields.length);
  const numbers = new DataView(words.buffer);

  /** Rows of a walk; its outer axes go into a table. */
  const tabulate = (walk: Walk, table: number): number => {
    let rows = 1;
    for (let axis = 1; axis < walk.rank; axis++) {
      words[table + 2 * (axis - 1)] = walk.sizes[axis]!;
      words[table + 2 * (axis - 1) + 1] = 4 * walk.strides[0][axis]!;
      rows *= walk.sizes[axis]!;
    }
    return rows;
  };

  return [
    override(reduce, {
      run({ x, y }, { op, dtype, kept, keptStrides, reduced, reducedStrides, correction }) {
        const found = entries[op];
        if (dtype !== "float32" || found === undefined) return false;
        if (!results.merge(kept, keptStrides) || !terms.merge(reduced, reducedStrides)) return false;
        const { fold, final, width, sums } = found;
        const length = results.sizes[0]!;
        const rows = tabulate(results, resultTableAt);
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
        words[at.termRows] = tabulate(terms, termTableAt);
        words[at.termAxes] = Math.max(0, terms.rank - 1);
        numbers.setFloat64(4 * at.count, terms.count, true);
        numbers.setFloat64(4 * at.divisor, Math.max(0, terms.count - correction), true);
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
      },
    }),
  ];
}
