// Sums and sizes in words: the formula of a touched element, and the output-size formula with its numbers.

import type { Tap } from "@toeplitz/conv";
import type { Numbers } from "./figure-case.ts";
import { biasedBy, biasOf, type Highlight, inMatrix, type Operand, type Side } from "./focus.ts";
import { factorNumber, fullNumber, subscript, unravel } from "./number-text.ts";
import type { Scene } from "./scene.ts";

/** An element in a product. */
export interface Factor {
  readonly name: string;
  readonly value: string;
}

/** One product of a sum. */
export interface Term {
  readonly weight: number;
  readonly input: number;
  readonly output: number;
  /** The sample that it comes from. */
  readonly sample: number;
  readonly factors: readonly [Factor, Factor];
  /** The element of the result that the product is added to. */
  readonly resultName: string;
  /** The factor that is not touched, where one of them is. */
  readonly otherName: string;
}

/** What is said about a focus. */
export interface Formula {
  /** `y₀₀` of an output, `x₁₂` of an input, `w₀₁` of a weight, `K[3, 7]` of an entry. */
  readonly subject: string;
  readonly value: string;
  /**
   * Whether the terms add up to the subject (an element of the result) or are the places that it goes to. A bias is added to outputs,
   * and its gradient gathers theirs.
   */
  readonly kind: "sum" | "reaches" | "meets" | "entry" | "added" | "gathers";
  readonly terms: readonly Term[];
  /** What is added as it is: of a sum the bias, of a bias' gradient the gradients. */
  readonly addends: readonly Factor[];
  /** All terms, or all outputs of a bias, also those that were not asked for. */
  readonly count: number;
  /** How many of them were not asked for. */
  readonly rest: number;
  /** How many samples they come from. */
  readonly samples: number;
  /** The matrix entry in symbols, of an entry. */
  readonly symbol: string;
}

/** `x₁₂`: leading axes of size one are left out. */
export function nameOf(scene: Scene, side: Operand, index: number): string {
  const numbers = scene[side];
  const place = unravel(index, numbers.shape);
  const single = side === "bias" && numbers.values.length === 1;
  const shown = side === "bias" ? (single ? [] : place) : shortPlace(place, numbers, scene.figure.rank);
  return `${scene.names[side].letter}${subscript(shown)}`;
}

function shortPlace(place: readonly number[], { shape }: Numbers, rank: number): readonly number[] {
  const channels = place.slice(0, place.length - rank);
  const single = shape.slice(0, place.length - rank).every((size) => size === 1);
  const shown = place.length - rank === 2 && shape[0] === 1 ? channels.slice(1) : channels;
  return [...(single ? [] : shown), ...place.slice(-rank)];
}

/** `K[3, 7]`; of a gradient of the weight the matrix holds products, and is another. */
export function entryName(
  { result }: Scene,
  { row, column }: { readonly row: number; readonly column: number },
): string {
  return `${result === "weight" ? "∂" : ""}K[${row}, ${column}]`;
}

/** The formula of a highlight, with its first terms, as many of each sample, or all of them. */
export function formulaOf(scene: Scene, highlight: Highlight, most = Number.POSITIVE_INFINITY): Formula {
  const { focus, taps } = highlight;
  const { result } = scene;
  if (focus.on === "bias") return biasFormula(scene, focus.index, most);
  const operands = (["weight", "input", "output"] as const).filter((side) => side !== result);
  const count = taps.length;
  const samples = highlight.sample === null ? scene.geometry.batch : 1;
  // They come sample by sample, from each as many.
  const terms = taps
    .filter((_, i) => i % (count / samples) < Math.floor(most / samples))
    .map((tap): Term => {
      const named = (side: Side) => nameOf(scene, side, tap[side]);
      const factor = (side: Side): Factor => ({
        name: named(side),
        value: factorNumber(scene[side].values[tap[side]]!),
      });
      return {
        ...tap,
        sample: inMatrix(scene, "output", tap.output).sample,
        factors: [factor(operands[0]!), factor(operands[1]!)],
        resultName: named(result),
        otherName: named(operands.find((side) => side !== focus.on)!),
      };
    });
  if (focus.on === "entry") {
    const weight = (index: number): Factor => ({
      name: nameOf(scene, "weight", index),
      value: factorNumber(scene.figure.weight.values[index]!),
    });
    const product = (tap: Tap): Factor => {
      const of = (side: Side) => factorNumber(scene[side].values[tap[side]]!);
      return {
        name: `${nameOf(scene, "output", tap.output)}·${nameOf(scene, "input", tap.input)}`,
        value: `${of("output")}·${of("input")}`,
      };
    };
    // Of a gradient of the weight, an entry holds what it adds to each weight element that stands there.
    const made =
      result === "weight"
        ? taps.filter((tap) => tap.weight === taps[0]!.weight).map(product)
        : highlight.entries.map((entry) => weight(entry.weight));
    const [symbol, value] = [made.map(({ name }) => name).join(" + "), made.map((each) => each.value).join(" + ")];
    const subject = entryName(scene, focus);
    return {
      subject,
      value: value === "" ? "0" : value,
      kind: "entry",
      terms,
      addends: [],
      count,
      rest: count - terms.length,
      samples,
      symbol: symbol === "" ? "0" : symbol,
    };
  }
  const kind = focus.on === result ? "sum" : focus.on === "weight" ? "meets" : "reaches";
  const bias = kind === "sum" && result === "output" ? biasOf(scene, focus.index) : null;
  return {
    subject: nameOf(scene, focus.on, focus.index),
    value: fullNumber(scene[focus.on].values[focus.index]!),
    kind,
    terms,
    addends: bias === null ? [] : [addend(scene, "bias", bias)],
    count,
    rest: count - terms.length,
    samples,
    symbol: "",
  };
}

/** Of a bias, which outputs get it; of its gradient, the gradients that it is the sum of. */
function biasFormula(scene: Scene, index: number, most: number): Formula {
  const outputs = biasedBy(scene, index);
  const gathers = scene.result !== "output";
  const written = gathers ? outputs.slice(0, most) : [];
  return {
    subject: nameOf(scene, "bias", index),
    value: fullNumber(scene.bias.values[index]!),
    kind: gathers ? "gathers" : "added",
    terms: [],
    addends: written.map((output) => addend(scene, "output", output)),
    count: outputs.length,
    rest: gathers ? outputs.length - written.length : 0,
    samples: scene.geometry.batch,
    symbol: "",
  };
}

const addend = (scene: Scene, of: Operand, index: number): Factor => ({
  name: nameOf(scene, of, index),
  value: factorNumber(scene[of].values[index]!),
});

/** `row 1, column 2`: where an element stands in its plane. */
export function spokenSpot({ words, ...scene }: Scene, side: Side, index: number): string {
  const spots = unravel(index, scene[side].shape).slice(2);
  return spots.length === 1 ? words.position(spots[0]!) : words.place(spots);
}

/** What a screen reader says of an element: `output row 1, column 2: 1.75, from 9 inputs`. */
export function spokenName(scene: Scene, side: Operand, index: number): string {
  const { title } = scene.names[side];
  if (side === "bias")
    return scene.words.element(title, scene.words.channel(index), fullNumber(scene.bias.values[index]!));
  const { shape, values } = scene[side];
  const place = unravel(index, shape);
  const { words } = scene;
  const channel =
    side === "weight"
      ? shape[0]! * shape[1]! === 1
        ? ""
        : words.spokenTile(place[0]!, place[1]!)
      : shape[1] === 1
        ? ""
        : words.spokenChannel(place[1]!);
  const sample = side === "weight" || shape[0] === 1 ? "" : words.spokenSample(place[0]!);
  return words.element(title, `${sample}${channel}${spokenSpot(scene, side, index)}`, fullNumber(values[index]!));
}

/** {@link spokenName} with what it is connected to. */
export function spokenFocus(scene: Scene, highlight: Highlight): string {
  const { focus } = highlight;
  if (focus.on === "entry") {
    const { subject, symbol } = formulaOf(scene, highlight);
    return scene.words.entry(subject, symbol);
  }
  const { ties, withBias } = scene.words;
  if (focus.on === "bias") {
    const way = scene.result === "output" ? "to" : "from";
    return `${spokenName(scene, "bias", focus.index)}, ${ties(way, biasedBy(scene, focus.index).length, "output")}`;
  }
  const products = highlight.taps.length;
  // All of them, also while one term alone is lit.
  const [inputs, outputs] = (["input", "output"] as const).map(
    (side) => new Set(highlight.taps.map((tap) => tap[side])).size,
  ) as [number, number];
  const partners = {
    output: { input: ties("to", inputs, "input"), weight: ties("in", products, null) },
    input: { output: ties("to", outputs, "output"), weight: ties("in", products, null) },
    weight: { output: ties("in", products, null), input: ties("in", products, null) },
  };
  const sources = {
    output: ties("from", inputs, "input"),
    input: ties("from", outputs, "output"),
    weight: ties("from", products, null),
  };
  const { result } = scene;
  const ways: Readonly<Partial<Record<Side, string>>> = partners[focus.on];
  const said = focus.on === result ? sources[result] : ways[result]!;
  const biased = focus.on === result && result === "output" && scene.bias.values.length > 0;
  return `${spokenName(scene, focus.on, focus.index)}, ${biased ? withBias(said) : said}`;
}
