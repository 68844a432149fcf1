// The nearest settings that work: what the library calls legal, and the nearest values of the field that was just changed.

import {
  axesOf,
  checkRoom,
  type Field,
  figureOf,
  inputShape,
  limits,
  type Pair,
  type Playground,
  type Settings,
  type Triple,
  weightShape,
  withAxes,
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
export function repairsOf({ settings, problem, oneWay, changed }: Playground): Repair[] {
  if (oneWay !== null) return (oneWay.legal ?? []).flatMap((legal) => fromLegal(settings, oneWay.argument, legal));
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
  const triple = tripleFrom(legal);
  switch (argument) {
    case "input":
      if (typeof legal === "number") return [repair(settings, "channels", { channels: [legal, settings.channels[1]] })];
      return Array.isArray(legal) ? [repair(settings, "size", { size: tripleFrom(legal.slice(2))! })] : [];
    case "groups":
      return typeof legal === "number" ? [repair(settings, "groups", { groups: legal })] : [];
    case "padding":
      if (legal === "same" || legal === "valid") return [repair(settings, "padding", { padding: legal })];
      return triple === null ? [] : [repair(settings, "padding", { padding: triple })];
    case "paddingMode":
      return legal === "zeros" ? [repair(settings, "paddingMode", { paddingMode: legal })] : [];
    case "stride":
    case "dilation":
    case "outputPadding":
      return triple === null ? [] : [repair(settings, argument, { [argument]: triple })];
    default:
      return [];
  }
}

/** Values of the changed field, nearest first, that work. */
function nearest(settings: Settings, field: Exclude<Field, "transposed">): Repair[] {
  const value = settings[field];
  if (field === "rank" || field === "paddingMode" || field === "bias" || typeof value === "string") return [];
  const { rank } = settings;
  const single = field === "groups" || field === "batch";
  const numbers = single ? [settings[field]] : field === "channels" ? settings.channels : null;
  const found: Repair[] = [];
  for (const moved of around(numbers ?? axesOf(rank, value as Triple), limits(rank)[field])) {
    const change = {
      [field]: single ? moved[0] : field === "channels" ? moved : withAxes(value as Triple, moved),
    };
    if (works({ ...settings, ...change })) found.push(repair(settings, field, change));
    if (found.length === 2) break;
  }
  return found;
}

/** Lists of as many numbers within the limits, nearest first. */
function around(numbers: readonly number[], [least, most]: Pair): readonly number[][] {
  let lists: number[][] = [[]];
  for (const _ of numbers) {
    lists = lists.flatMap((list) => Array.from({ length: most - least + 1 }, (_, i) => [...list, least + i]));
  }
  const distance = (list: readonly number[]) => list.reduce((sum, n, i) => sum + Math.abs(n - numbers[i]!), 0);
  return lists.filter((list) => distance(list) > 0).sort((p, q) => distance(p) - distance(q));
}

/** Ways out that nearly always exist. */
function fallbacks(settings: Settings): Repair[] {
  const { kernel, channels, rank, size, stride } = settings;
  const small = (triple: Triple) =>
    withAxes(
      kernel,
      axesOf(rank, triple).map((n) => Math.min(3, Math.max(1, n))),
    );
  return [
    repair(settings, "batch", { batch: 1 }),
    repair(settings, "groups", { groups: 1 }),
    repair(settings, "outputPadding", { outputPadding: [0, 0, 0] }),
    repair(settings, "kernel", { kernel: small(kernel) }),
    repair(settings, "padding", { padding: [0, 0, 0] }),
    repair(settings, "channels", { channels: [channels[0], channels[0]] }),
    repair(settings, "stride", { stride: small(stride) }),
    repair(settings, "size", { size: small(size) }),
    repair(settings, "channels", { channels: [1, 1] }),
  ];
}

function works(settings: Settings): boolean {
  const empty = (shape: readonly number[]) => ({ shape, values: [] });
  try {
    checkRoom(figureOf(settings, empty(inputShape(settings)), empty(weightShape(settings))));
  } catch (error) {
    if (error instanceof ToeplitzError) return false;
    throw error;
  }
  return settings.channels.every((n) => n % settings.groups === 0);
}

function repair({ rank }: Settings, field: Field, change: Partial<Settings>): Repair {
  const value = change[field];
  const numbers = typeof value === "object" ? (value.length === 3 ? axesOf(rank, value) : value) : [value];
  const shown = numbers.every((n) => n === numbers[0]) ? `${numbers[0]}` : numbers.join(" × ");
  const names: Partial<Record<Field, string>> = {
    outputPadding: "output padding",
    paddingMode: "mode",
    size: "input size",
  };
  return { label: `${names[field] ?? field} ${shown}`, field, change };
}

/** A number for all axes, or a list with one for each. */
function tripleFrom(value: unknown): Triple | null {
  if (typeof value === "number") return [value, value, value];
  if (!Array.isArray(value) || !value.every((n) => typeof n === "number") || value.length > 3) return null;
  return withAxes([1, 1, 1], value);
}
