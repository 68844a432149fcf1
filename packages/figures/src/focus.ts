// What lights up where: from one touched element to its partners in the three pictures, read from the library's taps alone.
import { type Tap, tapsOfInput, tapsOfOutput, tapsOfWeight } from "@toeplitz/conv";
import { unravel } from "./number-text.ts";
import type { Scene } from "./scene.ts";

/** The three arrays of a convolution that meet in its products. */
export type Side = "input" | "weight" | "output";

/** An array of the picture: the bias meets none of the others, it is added. */
export type Operand = Side | "bias";

/** What a person points at: an element of an array, or a place in the kernel matrix. */
export type Focus =
  | { readonly on: Operand; readonly index: number }
  | { readonly on: "entry"; readonly row: number; readonly column: number };

/** A place in the kernel matrix, and the weight element that stands there. */
export interface Entry {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
}

/** Partners of a focus. The number that a map gives is the weight element whose hue the partner wears; of a bias, there is none. */
export interface Highlight {
  readonly focus: Focus;
  /** In the order in which the library adds them. */
  readonly taps: readonly Tap[];
  /** The sample that the focus stands in; null of a weight, a bias and an entry, which all samples share. */
  readonly sample: number | null;
  /** The taps' places in the kernel matrix, each once however many samples there are. */
  readonly entries: readonly Entry[];
  readonly input: ReadonlyMap<number, number>;
  readonly weight: ReadonlyMap<number, number>;
  readonly output: ReadonlyMap<number, number | null>;
  readonly bias: ReadonlyMap<number, null>;
  /** Matrix row and column to band, where there is one of them. */
  readonly row: number | null;
  readonly column: number | null;
}

/** The highlight of a focus, or null where the scene has no such element (any more). */
export function highlightOf(scene: Scene, focus: Focus): Highlight | null {
  const taps = tapsOf(scene, focus);
  if (taps === null) return null;
  const partners = (side: Side) => {
    const found = new Map<number, number>();
    for (const tap of taps) if (!found.has(tap[side])) found.set(tap[side], tap.weight);
    return found;
  };
  const added = focus.on === "bias" ? focus.index : focus.on === "output" ? biasOf(scene, focus.index) : null;
  const own = focus.on === "input" || focus.on === "output" ? inMatrix(scene, focus.on, focus.index) : null;
  const sampleOf = ({ output }: Tap) => inMatrix(scene, "output", output).sample;
  const entryOf = ({ output, input, weight }: Tap): Entry => ({
    row: inMatrix(scene, "output", output).line,
    column: inMatrix(scene, "input", input).line,
    weight,
  });
  return {
    focus,
    taps,
    sample: own?.sample ?? null,
    // Another sample meets the same entries in the same order.
    entries: taps.filter((tap) => sampleOf(tap) === sampleOf(taps[0]!)).map(entryOf),
    input: partners("input"),
    weight: partners("weight"),
    output:
      focus.on === "bias" ? new Map(biasedBy(scene, focus.index).map((index) => [index, null])) : partners("output"),
    bias: new Map(added === null ? [] : [[added, null]]),
    row: focus.on === "output" ? own!.line : focus.on === "entry" ? focus.row : null,
    column: focus.on === "input" ? own!.line : focus.on === "entry" ? focus.column : null,
  };
}

/** The same focus with one of its taps lit alone, of each array and of the matrix; unchanged where the tap is none of them. */
export function narrowedTo(scene: Scene, highlight: Highlight, { output, input, weight }: Tap): Highlight {
  const own = highlight.taps.some((tap) => tap.output === output && tap.input === input && tap.weight === weight);
  if (!own) return highlight;
  const entry = { row: inMatrix(scene, "output", output).line, column: inMatrix(scene, "input", input).line, weight };
  const only = (index: number) => new Map([[index, weight]]);
  return {
    ...highlight,
    entries: [entry],
    input: only(input),
    weight: only(weight),
    output: only(output),
    bias: new Map(),
  };
}

/** Where an element stands beside the kernel matrix: in which sample, and at which of its rows (an output) or columns (an input). */
export function inMatrix({ matrix }: Scene, side: "input" | "output", index: number): { sample: number; line: number } {
  const perSample = matrix.shape[side === "output" ? 0 : 1];
  return { sample: Math.floor(index / perSample), line: index % perSample };
}

/** The bias that is added to an output, or null where none is. */
export function biasOf({ output, bias }: Scene, index: number): number | null {
  return bias.values.length === 0 ? null : unravel(index, output.shape)[1]!;
}

/** The outputs that a bias is added to: all of its channel, in every sample. */
export function biasedBy(scene: Scene, bias: number): readonly number[] {
  return [...scene.output.values.keys()].filter((index) => biasOf(scene, index) === bias);
}

/** Whether an array is worked out, and not given. */
export function isWorkedOut({ result }: Scene, operand: Operand): boolean {
  return operand === result || (operand === "bias" && result !== "output");
}

function tapsOf({ geometry, matrix, input, weight, output, bias }: Scene, focus: Focus): Tap[] | null {
  const within = (index: number, { values }: { values: readonly number[] }) => index >= 0 && index < values.length;
  switch (focus.on) {
    case "output":
      return within(focus.index, output) ? tapsOfOutput(geometry, focus.index) : null;
    case "input":
      return within(focus.index, input) ? tapsOfInput(geometry, focus.index) : null;
    case "weight":
      return within(focus.index, weight) ? tapsOfWeight(geometry, focus.index) : null;
    case "bias":
      return within(focus.index, bias) ? [] : null;
    case "entry": {
      const [rows, columns] = matrix.shape;
      if (!(focus.row >= 0 && focus.row < rows && focus.column >= 0 && focus.column < columns)) return null;
      // It joins this row's output and this column's input of every sample.
      return Array.from({ length: geometry.batch }, (_, sample) =>
        tapsOfOutput(geometry, sample * rows + focus.row).filter(
          (tap) => tap.input === sample * columns + focus.column,
        ),
      ).flat();
    }
  }
}

/** Whether two focuses are the same. */
export function sameFocus(a: Focus | null, b: Focus | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.on === "entry" || b.on === "entry") {
    return a.on === "entry" && b.on === "entry" && a.row === b.row && a.column === b.column;
  }
  return a.on === b.on && a.index === b.index;
}
