// The settings of a case, and its numbers where they are not the made-up ones, as parts of an address.
import type { Numbers } from "@toeplitz/figures";
import { freshNumbers, inputSeed, isFresh, upstreamSeed, weightSeed } from "./numbers.ts";
import type { Playground } from "./playground.ts";
import {
  inputShape,
  limits,
  type PaddingMode,
  type Pair,
  paddingModes,
  type Settings,
  weightShape,
} from "./settings.ts";

/** A case as a link holds it. */
export interface LinkedCase {
  readonly settings: Settings;
  /** Null for made-up numbers. */
  readonly input: Numbers | null;
  readonly weight: Numbers | null;
}

/** Version of the form in which links are written. */
export const linkVersion = "1";

/** The address within the playground that shows a state, `#/arithmetic?v=1&op=conv2d&…`. */
export function arithmeticHash({ settings, input, weight, gradient, upstream }: Playground): string {
  const query = new URLSearchParams({ v: linkVersion });
  writeCase(query, { settings, input, weight });
  if (gradient !== "off") query.set("gradient", gradient);
  if (gradient !== "off" && !isFresh(upstream, upstreamSeed)) query.set("g", numberList(upstream.values));
  return `#/arithmetic?${query}`;
}

export function writeCase(query: URLSearchParams, { settings: s, input, weight }: LinkedCase): void {
  query.set("op", `${s.transposed ? "transposed" : "conv"}${s.rank}d`);
  query.set("size", pairText(s.size));
  query.set("channels", pairText(s.channels));
  if (s.groups !== 1) query.set("groups", String(s.groups));
  query.set("kernel", pairText(s.kernel));
  if (differs(s.stride, 1)) query.set("stride", pairText(s.stride));
  if (typeof s.padding === "string" || differs(s.padding, 0)) {
    query.set("padding", typeof s.padding === "string" ? s.padding : pairText(s.padding));
  }
  if (s.paddingMode !== "zeros") query.set("mode", s.paddingMode);
  if (differs(s.dilation, 1)) query.set("dilation", pairText(s.dilation));
  if (differs(s.outputPadding, 0)) query.set("output", pairText(s.outputPadding));
  if (input !== null && !isFresh(input, inputSeed)) query.set("x", numberList(input.values));
  if (weight !== null && !isFresh(weight, weightSeed)) query.set("w", numberList(weight.values));
}

/** The case that a query holds; what it does not say, or says wrongly, has its default. */
export function readCase(query: URLSearchParams): LinkedCase {
  const settings = readSettings(query);
  return {
    settings,
    input: readNumbers(query.get("x"), inputShape(settings), inputSeed),
    weight: readNumbers(query.get("w"), weightShape(settings), weightSeed),
  };
}

function readSettings(query: URLSearchParams): Settings {
  const op = /^(conv|transposed)([12])d$/.exec(query.get("op") ?? "") ?? ["", "conv", "2"];
  const pair = (name: string, [least, most]: Pair, absent: Pair): Pair => {
    const parts = (query.get(name) ?? "").split("x").map((text) => wholeIn(text, least, most));
    return parts.length === 2 && parts[0] !== null && parts[1] !== null ? [parts[0]!, parts[1]!] : absent;
  };
  const padding = query.get("padding");
  const mode = paddingModes.find((name): name is PaddingMode => name === query.get("mode"));
  return {
    rank: op[2] === "1" ? 1 : 2,
    transposed: op[1] === "transposed",
    size: pair("size", limits.size, [5, 5]),
    channels: pair("channels", limits.channels, [1, 1]),
    groups: wholeIn(query.get("groups"), ...limits.groups) ?? 1,
    kernel: pair("kernel", limits.kernel, [3, 3]),
    stride: pair("stride", limits.stride, [1, 1]),
    padding: padding === "same" || padding === "valid" ? padding : pair("padding", limits.padding, [0, 0]),
    paddingMode: mode ?? "zeros",
    dilation: pair("dilation", limits.dilation, [1, 1]),
    outputPadding: pair("output", limits.outputPadding, [0, 0]),
  };
}

function readNumbers(text: string | null, shape: readonly number[], seed: number): Numbers {
  const values = text === null ? [] : text.split("_").map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  const usable = values.length === count && values.every(Number.isFinite);
  return usable ? { shape, values } : freshNumbers(shape, seed);
}

/** A whole number within limits, or null. */
export function wholeIn(text: string | null, least: number, most: number): number | null {
  if (text === null || !/^\d{1,4}$/.test(text)) return null;
  const number = Number(text);
  return number >= least && number <= most ? number : null;
}

/** Six digits, as many as a float32 has for sure. */
export function numberList(values: readonly number[]): string {
  return values.map((value) => Number(value.toPrecision(7))).join("_");
}

function pairText(pair: Pair): string {
  return pair.join("x");
}

function differs(pair: Pair, from: number): boolean {
  return pair.some((n) => n !== from);
}
