// The nearest settings that work: what the library calls legal, and the nearest values of the field that was just changed.

import { checkFigure } from "@toeplitz/figures";
import {
  type Field,
  figureOf,
  inputShape,
  limits,
  type Pair,
  type Playground,
  type Settings,
  weightShape,
} from "@toeplitz/widgets";
import { ToeplitzError } from "toeplitz";

/** One way out of an impossible setting. */
export interface Repair {
  /** `kernel 3 × 3` */
  readonly label: string;
  readonly field: Field;
  readonly change: Partial<Settings>;
}

/** At most four repairs, the library's own first; each of them works. */
export function repairsOf({ settings, problem, changed }: Playground): Repair[] {
  if (problem === null) return [];
  const named = (problem.legal ?? []).flatMap((legal) => fromLegal(settings, problem.argument, legal));
  const near = changed === null || changed === "transposed" ? [] : nearest(settings, changed);
  const last = fallbacks(settings);
  const working = [...named, ...near, ...last].filter((repair) => works({ ...settings, ...repair.change }));
  const distinct = working.filter((repair, i) => working.findIndex(({ label }) => label === repair.label) === i);
  return distinct.slice(0, 4);
}

/** What an error's `legal` value means for the fields. */
function fromLegal(settings: Settings, argument: string | undefined, legal: unknown): Repair[] {
  const pair = pairFrom(legal);
  switch (argument) {
    case "input":
      if (typeof legal === "number") return [repair("channels", { channels: [legal, settings.channels[1]] })];
      return Array.isArray(legal) ? [repair("size", { size: pairFrom(legal.slice(2))! })] : [];
    case "groups":
      return typeof legal === "number" ? [repair("groups", { groups: legal })] : [];
    case "padding":
      if (legal === "same" || legal === "valid") return [repair("padding", { padding: legal })];
      return pair === null ? [] : [repair("padding", { padding: pair })];
    case "paddingMode":
      return legal === "zeros" ? [repair("paddingMode", { paddingMode: legal })] : [];
    case "stride":
    case "dilation":
    case "outputPadding":
      return pair === null ? [] : [repair(argument, { [argument]: pair })];
    default:
      return [];
  }
}

/** Values of the changed field, nearest first, that work. */
function nearest(settings: Settings, field: Exclude<Field, "transposed">): Repair[] {
  const value = settings[field];
  if (field === "rank" || field === "paddingMode" || typeof value === "string") return [];
  const [least, most] = limits[field];
  const asPair: Pair = typeof value === "number" ? [value, value] : (value as Pair);
  const found: Repair[] = [];
  for (const moved of around(asPair, least, most, typeof value === "number" || settings.rank === 1)) {
    const change = { [field]: typeof value === "number" ? moved[0] : moved };
    if (works({ ...settings, ...change })) found.push(repair(field, change));
    if (found.length === 2) break;
  }
  return found;
}

/** Pairs within the limits, nearest first; where one number stands for both, both move together. */
function around([first, second]: Pair, least: number, most: number, together: boolean): Pair[] {
  const pairs: Pair[] = [];
  for (let a = least; a <= most; a++) {
    for (let b = least; b <= most; b++) if (together ? a - first === b - second : true) pairs.push([a, b]);
  }
  const distance = ([a, b]: Pair) => Math.abs(a - first) + Math.abs(b - second);
  return pairs.filter((pair) => distance(pair) > 0).sort((p, q) => distance(p) - distance(q));
}

/** Ways out that nearly always exist. */
function fallbacks({ kernel, channels, rank }: Settings): Repair[] {
  return [
    repair("groups", { groups: 1 }),
    repair("outputPadding", { outputPadding: [0, 0] }),
    repair("kernel", {
      kernel: [rank === 1 ? 1 : Math.min(3, Math.max(1, kernel[0])), Math.min(3, Math.max(1, kernel[1]))],
    }),
    repair("padding", { padding: [0, 0] }),
    repair("channels", { channels: [channels[0], channels[0]] }),
  ];
}

function works(settings: Settings): boolean {
  const empty = (shape: readonly number[]) => ({ shape, values: [] });
  try {
    checkFigure(figureOf(settings, empty(inputShape(settings)), empty(weightShape(settings))));
  } catch (error) {
    if (error instanceof ToeplitzError) return false;
    throw error;
  }
  return settings.channels.every((n) => n % settings.groups === 0);
}

function repair(field: Field, change: Partial<Settings>): Repair {
  const value = change[field];
  const shown = Array.isArray(value) ? (value[0] === value[1] ? `${value[0]}` : value.join(" × ")) : String(value);
  const names: Partial<Record<Field, string>> = {
    outputPadding: "output padding",
    paddingMode: "mode",
    size: "input size",
  };
  return { label: `${names[field] ?? field} ${shown}`, field, change };
}

function pairFrom(value: unknown): Pair | null {
  if (typeof value === "number") return [value, value];
  if (!Array.isArray(value) || !value.every((n) => typeof n === "number")) return null;
  return value.length === 1 ? [1, value[0]!] : value.length === 2 ? [value[0]!, value[1]!] : null;
}
