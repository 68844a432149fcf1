// What lights up where: from one touched element to its partners in the three pictures, read from the library's taps alone.
import { type Tap, tapsOfInput, tapsOfOutput, tapsOfWeight } from "@toeplitz/conv";
import type { Scene } from "./scene.ts";

/** The three arrays of a convolution. */
export type Side = "input" | "weight" | "output";

/** What a person points at: an element of an array, or a place in the kernel matrix. */
export type Focus =
  | { readonly on: Side; readonly index: number }
  | { readonly on: "entry"; readonly row: number; readonly column: number };

/** Partners of a focus. The number that a map gives is the weight element whose hue the partner wears. */
export interface Highlight {
  readonly focus: Focus;
  /** In the order in which the library adds them. */
  readonly taps: readonly Tap[];
  readonly input: ReadonlyMap<number, number>;
  readonly weight: ReadonlyMap<number, number>;
  readonly output: ReadonlyMap<number, number>;
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
  return {
    focus,
    taps,
    input: partners("input"),
    weight: partners("weight"),
    output: partners("output"),
    row: focus.on === "output" ? focus.index : focus.on === "entry" ? focus.row : null,
    column: focus.on === "input" ? focus.index : focus.on === "entry" ? focus.column : null,
  };
}

function tapsOf({ geometry, input, weight, output }: Scene, focus: Focus): Tap[] | null {
  const within = (index: number, { values }: { values: readonly number[] }) => index >= 0 && index < values.length;
  switch (focus.on) {
    case "output":
      return within(focus.index, output) ? tapsOfOutput(geometry, focus.index) : null;
    case "input":
      return within(focus.index, input) ? tapsOfInput(geometry, focus.index) : null;
    case "weight":
      return within(focus.index, weight) ? tapsOfWeight(geometry, focus.index) : null;
    case "entry":
      if (!within(focus.row, output) || !within(focus.column, input)) return null;
      return tapsOfOutput(geometry, focus.row).filter((tap) => tap.input === focus.column);
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
