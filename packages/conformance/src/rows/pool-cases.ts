// Poolings of small inputs: combinations of axes in which every pair of values occurs, as rows.
import { type Combination, pairwise } from "./pairwise.ts";
import { data, type Layout, type RecipeOptions } from "./recipe.ts";
import { called, type Row, row } from "./row.ts";

type Rank = 1 | 2 | 3;

const shared = {
  size: ["square", "oblong", "small"],
  batch: ["none", 1, 2],
  numbers: ["float32 random", "float32 quarters", "float64 random"],
  layout: ["contiguous", "sliced", "channels-last"],
} as const;

const sliding = {
  ...shared,
  kernel: ["two", "three", "mixed", "one"],
  stride: ["absent", 1, 2, "mixed"],
  padding: ["none", "one", "mixed"],
  ceilMode: [false, true],
} as const;

const maxAxes = { ...sliding, dilation: ["none", 2, "mixed"], returnIndices: [false, true] } as const;
const avgAxes = { ...sliding, countIncludePad: [true, false], divisor: ["none", 3, -7] } as const;
const adaptiveAxes = { ...shared, output: ["even", "fewer", "more", "mixed", "own"] } as const;

/** Lists per axis; a case of rank r takes the last r. */
const lists = {
  square: { 1: [8], 2: [5, 5], 3: [4, 4, 4] },
  oblong: { 1: [11], 2: [4, 7], 3: [2, 5, 4] },
  small: { 1: [3], 2: [3, 4], 3: [2, 3, 3] },
  two: [2, 2, 2],
  three: [3, 3, 3],
  mixed: { kernel: [2, 3, 4], stride: [1, 3, 2], padding: [0, 1, 1], dilation: [2, 1, 2] },
  one: [1, 1, 1],
} as const;

const last = (rank: Rank, list: readonly number[]): readonly number[] => list.slice(3 - rank);

/** A list with one number for every axis where all are alike, as users write it. */
const short = (list: readonly number[]): number | readonly number[] =>
  list.every((n) => n === list[0]) ? (list[0] as number) : list;

function window(rank: Rank, c: Combination<typeof sliding> & { readonly dilation?: "none" | 2 | "mixed" }) {
  const of = (name: "kernel" | "stride" | "padding" | "dilation", value: unknown): readonly number[] =>
    last(rank, value === "mixed" ? lists.mixed[name] : new Array<number>(3).fill(value as number));
  const kernel = c.kernel === "mixed" ? of("kernel", "mixed") : last(rank, lists[c.kernel]);
  return {
    kernel,
    stride: c.stride === "absent" ? kernel : of("stride", c.stride),
    padding: of("padding", c.padding === "none" ? 0 : c.padding === "one" ? 1 : "mixed"),
    dilation: of("dilation", c.dilation === undefined || c.dilation === "none" ? 1 : c.dilation),
  };
}

/** Sizes fit, and every window holds an element: PyTorch writes gradients of others to places that are none. */
function fits(rank: Rank, c: Combination<typeof sliding> & { readonly dilation?: "none" | 2 | "mixed" }, avg: boolean) {
  const { kernel, stride, padding, dilation } = window(rank, c);
  return lists[c.size][rank].every((size, axis) => {
    const [k, s, p, d] = [kernel[axis]!, stride[axis]!, padding[axis]!, dilation[axis]!];
    const room = size + 2 * p - d * (k - 1) - 1;
    if (p > Math.floor(k / 2) || room < 0 || (avg && size < k)) return false;
    const starts = Array.from({ length: Math.ceil(room / s) + 1 }, (_, o) => o * s - p);
    return starts.every((start) => Array.from({ length: k }, (_, i) => start + i * d).some((i) => i >= 0 && i < size));
  });
}

/** Calls in both languages; options in Python have their names with underscores. */
export function poolingRow(
  name: string,
  input: Row["inputs"][string],
  size: unknown,
  options: Record<string, unknown>,
  what: string,
): Row {
  const python = (value: unknown) =>
    JSON.stringify(value)
      .replace(/true|false|null/g, (word) => ({ true: "True", false: "False", null: "None" })[word]!)
      .replaceAll(",", ", ");
  const snake = (text: string) => text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const named = Object.entries(options).map(([key, value]) => `, ${snake(key)}=${python(value)}`);
  const rest = Object.keys(options).length === 0 ? [] : [options];
  return row({
    id: `${name}/${what}`,
    inputs: { x: input },
    torch: `F.${snake(name.slice(0, -2))}${name.slice(-2)}(x, ${python(size)}${named.join("")})`,
    run: (t, { x }) => called(t, name)(x, size, ...rest),
    line: `${name}(x, ${[size, ...rest].map((part) => JSON.stringify(part)).join(", ")})`,
  });
}

function inputOf(rank: Rank, c: Combination<typeof shared>) {
  const [dtype, fill] = c.numbers.split(" ") as [RecipeOptions["dtype"], RecipeOptions["fill"]];
  const shape = [...(c.batch === "none" ? [] : [c.batch]), 2, ...lists[c.size][rank]];
  return data(shape, { dtype: dtype!, fill: fill!, layout: c.layout as Layout });
}

const named = (c: object) =>
  Object.entries(c)
    .map(([key, value]) => (typeof value === "boolean" ? (value ? key : "") : `${key}:${value}`))
    .filter((text) => text !== "" && !/:(none|absent|contiguous)$/.test(text))
    .join(" ")
    .replaceAll("numbers:", "");

const ranks: readonly Rank[] = [1, 2, 3];

const maxima = ranks.flatMap((rank) =>
  pairwise(maxAxes, 14, 10 + rank, (c) => fits(rank, c, false)).map((c) => {
    const { kernel, stride, padding, dilation } = window(rank, c);
    const options = {
      ...(c.stride === "absent" ? {} : { stride: short(stride) }),
      ...(c.padding === "none" ? {} : { padding: short(padding) }),
      ...(c.dilation === "none" ? {} : { dilation: short(dilation) }),
      ...(c.ceilMode ? { ceilMode: true } : {}),
      ...(c.returnIndices ? { returnIndices: true } : {}),
    };
    return poolingRow(`maxPool${rank}d`, inputOf(rank, c), short(kernel), options, named(c));
  }),
);

const averages = ranks.flatMap((rank) =>
  pairwise(avgAxes, 14, 20 + rank, (c) => fits(rank, c, true) && (rank > 1 || c.divisor === "none")).map((c) => {
    const { kernel, stride, padding } = window(rank, c);
    const options = {
      ...(c.stride === "absent" ? {} : { stride: short(stride) }),
      ...(c.padding === "none" ? {} : { padding: short(padding) }),
      ...(c.ceilMode ? { ceilMode: true } : {}),
      ...(c.countIncludePad ? {} : { countIncludePad: false }),
      ...(c.divisor === "none" ? {} : { divisorOverride: c.divisor }),
    };
    return poolingRow(`avgPool${rank}d`, inputOf(rank, c), short(kernel), options, named(c));
  }),
);

const adaptive = ranks.flatMap((rank) =>
  (["Max", "Avg"] as const).flatMap((kind, i) =>
    pairwise(adaptiveAxes, 8, 30 + 2 * rank + i, (c) => rank > 1 || c.output !== "own").map((c) => {
      const size = lists[c.size][rank];
      const output = {
        even: size.map((n) => (n % 2 === 0 ? n / 2 : n)),
        fewer: size.map((n) => Math.max(2, n - 2)),
        more: size.map((n) => n + 2),
        mixed: last(rank, [2, 3, 5]),
        own: size.map((_, axis) => (axis === 0 ? null : 2)),
      }[c.output] as readonly number[];
      const options = kind === "Max" && c.numbers === "float32 random" ? { returnIndices: true } : {};
      return poolingRow(`adaptive${kind}Pool${rank}d`, inputOf(rank, c), short(output), options, named(c));
    }),
  ),
);

export const poolCaseRows: readonly Row[] = [...maxima, ...averages, ...adaptive];
