// The settings of a case, and its numbers where they are not the made-up ones, as parts of an address.
import { type Numbers, sizeLines, typedNumber } from "@toeplitz/figures";
import type { LinkQuery } from "./link-query.ts";
import { freshNumbers, inputSeed, isFresh, upstreamSeed, weightSeed } from "./numbers.ts";
import type { Playground } from "./playground.ts";
import {
  biasShape,
  inputShape,
  linkLimits,
  mostElements,
  type PaddingMode,
  type Pair,
  paddingModes,
  type Rank,
  type Settings,
  type Triple,
  weightShape,
  withAxes,
} from "./settings.ts";

/** A case as a link holds it. */
export interface LinkedCase {
  readonly settings: Settings;
  /** Null for made-up numbers. */
  readonly input: Numbers | null;
  readonly weight: Numbers | null;
  /** Null where none is added. */
  readonly bias: Numbers | null;
}

/** Version of the form in which links are written. */
export const linkVersion = "1";

/** The address within the playground that shows a state, `#/arithmetic?v=1&op=conv2d&…`. */
export function arithmeticHash(state: Playground): string {
  const { settings, input, weight, bias, gradient, upstream, problem } = state;
  const query = new URLSearchParams({ v: linkVersion });
  writeCase(query, { settings, input, weight, bias: settings.bias ? bias : null });
  if (gradient !== "off") query.set("gradient", gradient);
  // Of settings that do not work there is no output whose gradient it could be.
  const own = problem === null && !isFresh(upstream, upstreamSeed);
  if (gradient !== "off" && own) query.set("g", numberList(upstream.values));
  return `#/arithmetic?${query}`;
}

export function writeCase(query: URLSearchParams, { settings: s, input, weight, bias }: LinkedCase): void {
  // Fewer than three dimensions are written as height and width.
  const axes = (triple: Triple) => (s.rank === 3 ? triple : triple.slice(1));
  const unless = (absent: number, name: string, triple: Triple) => {
    if (axes(triple).some((n) => n !== absent)) query.set(name, axes(triple).join("x"));
  };
  query.set("op", `${s.transposed ? "transposed" : "conv"}${s.rank}d`);
  if (s.batch !== 1) query.set("batch", String(s.batch));
  query.set("size", axes(s.size).join("x"));
  query.set("channels", s.channels.join("x"));
  if (s.groups !== 1) query.set("groups", String(s.groups));
  query.set("kernel", axes(s.kernel).join("x"));
  unless(1, "stride", s.stride);
  if (typeof s.padding === "string") query.set("padding", s.padding);
  else unless(0, "padding", s.padding);
  if (s.paddingMode !== "zeros") query.set("mode", s.paddingMode);
  unless(1, "dilation", s.dilation);
  unless(0, "output", s.outputPadding);
  const spell = (name: string, numbers: Numbers | null, seed: number) => {
    // Nobody sees the numbers of an array that is too large to be drawn.
    if (numbers === null || numbers.values.length > mostElements || isFresh(numbers, seed)) return;
    query.set(name, numberList(numbers.values));
  };
  spell("x", input, inputSeed);
  spell("w", weight, weightSeed);
  if (bias !== null) query.set("b", numberList(bias.values));
}

/** So many more elements than can be drawn are those of an array that can, in as many samples and channels as there may be. */
const mostRead = 24 * mostElements;

/** The case that a query holds; what it does not say, or says wrongly, has its default. */
export function readCase(query: LinkQuery): LinkedCase {
  const read = readSettings(query);
  const tooLarge = inputShape(read).reduce((product, size) => product * size, 1) > mostRead;
  if (tooLarge) query.refuse("size");
  const shape = biasShape(read);
  // To name its numbers is to add it.
  const values = query.read("b", (text) => readList(text, shape[0]!));
  const settings = { ...read, ...(tooLarge ? { size: absentSize(read.rank) } : {}), bias: values !== null };
  return {
    settings,
    input: readNumbers(query, "x", inputShape(settings), inputSeed),
    weight: readNumbers(query, "w", weightShape(settings), weightSeed),
    bias: values === null ? null : { shape, values },
  };
}

const absentSize = (rank: Rank): Triple => (rank === 3 ? [4, 4, 4] : [1, 5, 5]);

function readSettings(query: LinkQuery): Omit<Settings, "bias"> {
  const op = query.read("op", (text) => /^(conv|transposed)([123])d$/.exec(text)) ?? ["", "conv", "2"];
  const rank = Number(op[2]) as Rank;
  const within = linkLimits(rank);
  const whole = (text: string, [least, most]: Pair, count: number) => {
    const parts = text.split("x").map((part) => wholeIn(part, least, most));
    return parts.length === count && parts.every((part) => part !== null) ? (parts as number[]) : null;
  };
  /** Three axes, or height and width behind a depth that does not count. */
  const axes = (text: string, room: Pair, depth: number) => {
    const read = whole(text, room, rank === 3 ? 3 : 2);
    return read === null ? null : withAxes([depth, depth, depth], read);
  };
  const triple = (name: string, room: Pair, absent: number, depth = absent): Triple =>
    query.read(name, (text) => axes(text, room, depth)) ?? [rank === 3 ? absent : depth, absent, absent];
  return {
    rank,
    transposed: op[1] === "transposed",
    batch: query.read("batch", (text) => wholeIn(text, ...within.batch)) ?? 1,
    size: query.read("size", (text) => axes(text, within.size, 1)) ?? absentSize(rank),
    channels: (query.read("channels", (text) => whole(text, within.channels, 2)) as Pair | null) ?? [1, 1],
    groups: query.read("groups", (text) => wholeIn(text, ...within.groups)) ?? 1,
    kernel: triple("kernel", within.kernel, 3, 1),
    stride: triple("stride", within.stride, 1),
    padding: query.read("padding", (text) =>
      text === "same" || text === "valid" ? text : axes(text, within.padding, 0),
    ) ?? [0, 0, 0],
    paddingMode:
      query.read("mode", (text) => paddingModes.find((name): name is PaddingMode => name === text) ?? null) ?? "zeros",
    dilation: triple("dilation", within.dilation, 1),
    outputPadding: triple("output", within.outputPadding, 0),
  };
}

/** The gradient that comes back to the output: as many numbers as that has, where the settings make one. */
export function readUpstream(query: LinkQuery, settings: Settings): readonly number[] | null {
  const sizes = sizeLines(settings).map(({ result }) => result);
  const possible = sizes.length > 0 && sizes.every((size) => size >= 1);
  const count = sizes.reduce((product, size) => product * size, settings.batch * settings.channels[1]);
  return query.read("g", (text) => readList(text, possible ? count : undefined));
}

function readNumbers(query: LinkQuery, name: string, shape: readonly number[], seed: number): Numbers {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = query.read(name, (text) => readList(text, count));
  return values === null ? freshNumbers(shape, seed) : { shape, values };
}

/** Numbers between underscores that are finite as float32, `count` of them where that is given; null for anything else. */
export function readList(text: string, count?: number): readonly number[] | null {
  const parts = text.split("_");
  if (count !== undefined && parts.length !== count) return null;
  const values = parts.map(Number);
  return parts.every((part) => part !== "") && values.every((value) => Number.isFinite(Math.fround(value)))
    ? values
    : null;
}

/** A whole number within limits, or null. */
export function wholeIn(text: string | null, least: number, most: number): number | null {
  if (text === null || !/^\d{1,5}$/.test(text)) return null;
  const number = Number(text);
  return number >= least && number <= most ? number : null;
}

/** The shortest decimals that come back as the same float32; only a zero loses its sign. */
export function numberList(values: readonly number[]): string {
  return values.map(typedNumber).join("_");
}
