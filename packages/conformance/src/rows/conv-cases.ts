// The convolution cases: combinations of axes in which every pair occurs, and the corners that axes do not reach.
import {
  type ConvCase,
  type ConvCaseOptions,
  type ConvPadding,
  type ConvPaddingMode,
  convId,
  paddingOf,
  perAxis,
} from "./conv-case.ts";
import { seedOf } from "./fill.ts";
import { type Combination, pairwise } from "./pairwise.ts";
import { data, type Layout, type RecipeOptions } from "./recipe.ts";

type Rank = 1 | 2 | 3;

const shared = {
  groups: ["one", "two", "depthwise", "multiplier"],
  kernel: ["odd", "even", "mixed", "one"],
  stride: [1, 2, "mixed"],
  dilation: [1, 2, "mixed"],
  size: ["square", "oblong", "tight"],
  batch: ["none", 1, 2],
  bias: [false, true],
  numbers: ["float32 quarters", "float32 random", "float64 random"],
  inputLayout: ["contiguous", "transposed", "sliced", "expanded", "channels-last"],
  weightLayout: ["contiguous", "transposed", "sliced"],
} as const;

const convAxes = {
  ...shared,
  padding: [
    "none",
    "one",
    "list",
    "same",
    "valid",
    "reflect",
    "replicate",
    "circular",
    "same reflect",
    "same circular",
  ],
} as const;

const transposedAxes = {
  ...shared,
  padding: ["none", "one", "list"],
  outputPadding: ["none", "below stride", "below dilation", "list"],
} as const;

type Axes = typeof convAxes & { outputPadding: readonly (typeof transposedAxes.outputPadding)[number][] };

/** Lists per axis; a case of rank r takes the last r. */
const lists = {
  kernel: { odd: [3, 3, 3], even: [2, 2, 2], mixed: [1, 3, 2], one: [1, 1, 1] },
  stride: { 1: [1, 1, 1], 2: [2, 2, 2], mixed: [1, 3, 2] },
  dilation: { 1: [1, 1, 1], 2: [2, 2, 2], mixed: [2, 1, 3] },
  square: { 1: [9], 2: [6, 6], 3: [4, 4, 4] },
  oblong: { 1: [10], 2: [5, 8], 3: [3, 5, 4] },
  // A transposed convolution grows.
  transposedSquare: { 1: [5], 2: [3, 3], 3: [2, 2, 2] },
  transposedOblong: { 1: [6], 2: [2, 4], 3: [1, 2, 3] },
} as const;

const channels = { one: [3, 2, 1], two: [4, 2, 2], depthwise: [3, 3, 3], multiplier: [2, 4, 2] } as const;

/** Numbers where all axes agree and a list where they do not; nothing for the default. */
function compact(values: readonly number[], missing: number): number | readonly number[] | undefined {
  if (values.some((value) => value !== values[0])) return values;
  return values[0] === missing ? undefined : values[0]!;
}

function padding(kind: Axes["padding"][number], rank: Rank): { padding?: ConvPadding; paddingMode?: ConvPaddingMode } {
  const [first, second] = kind.split(" ");
  const mode = (second ?? first) as ConvPaddingMode;
  const modes = mode === "reflect" || mode === "replicate" || mode === "circular" ? { paddingMode: mode } : {};
  if (kind === "none") return {};
  if (kind === "valid") return { padding: kind };
  if (first === "same") return { padding: "same", ...modes };
  if (kind === "one") return { padding: 1 };
  return { padding: [1, 0, 2].slice(-rank), ...modes };
}

function build(rank: Rank, transposed: boolean, c: Combination<Axes>): ConvCase {
  const kernel = lists.kernel[c.kernel].slice(-rank);
  const stride = lists.stride[c.stride].slice(-rank);
  const dilation = lists.dilation[c.dilation].slice(-rank);
  const [inChannels, outChannels, groups] = channels[c.groups];
  const reach = kernel.map((k, axis) => dilation[axis]! * (k - 1) + 1);
  const pad = padding(c.padding, rank);
  const before = typeof pad.padding === "string" ? 0 : pad.padding;
  // The smallest input that the kernel still fits into: one output per axis.
  const tight = reach.map((r, axis) => Math.max(1, r - 2 * perAxis(before, rank, 0)[axis]!));
  const plain = { tight, square: lists.square[rank], oblong: lists.oblong[rank] };
  const grown = {
    tight: new Array<number>(rank).fill(1),
    square: lists.transposedSquare[rank],
    oblong: lists.transposedOblong[rank],
  };
  const sizes = (transposed ? grown : plain)[c.size];

  const options: { -readonly [K in keyof ConvCaseOptions]: ConvCaseOptions[K] } = { ...pad };
  if (groups > 1) options.groups = groups;
  const put = (name: "stride" | "dilation" | "outputPadding", value: readonly number[], missing: number) => {
    const short = compact(value, missing);
    if (short !== undefined) options[name] = short;
  };
  put("stride", stride, 1);
  put("dilation", dilation, 1);
  if (transposed) put("outputPadding", outputPadding(c.outputPadding, stride, dilation), 0);

  const [dtype, fill] = c.numbers.split(" ") as ["float32" | "float64", "quarters" | "random"];
  const recipe = (shape: readonly number[], seed: string, layout: Layout) =>
    data(shape, { dtype, fill, layout, seed: seedOf(seed) } satisfies RecipeOptions);
  const outer = transposed ? [inChannels, outChannels / groups] : [outChannels, inChannels / groups];
  const conv = {
    rank,
    transposed,
    input: recipe([...(c.batch === "none" ? [] : [c.batch]), inChannels, ...sizes], "x", c.inputLayout),
    weight: recipe([...outer, ...kernel], "w", c.weightLayout),
    bias: c.bias ? recipe([outChannels], "b", "contiguous") : null,
    options,
  };
  return { id: convId(conv), ...conv };
}

function outputPadding(
  kind: Axes["outputPadding"][number],
  stride: readonly number[],
  dilation: readonly number[],
): number[] {
  switch (kind) {
    case "none":
      return stride.map(() => 0);
    case "below stride":
      return stride.map((s) => s - 1);
    case "below dilation":
      return dilation.map((d) => d - 1);
    case "list":
      return stride.map((s, axis) => (axis === 0 ? 0 : Math.max(s, dilation[axis]!) - 1));
  }
}

function legal(rank: Rank, transposed: boolean, c: Combination<Axes>): boolean {
  const conv = build(rank, transposed, c);
  const sizes = conv.input.shape.slice(-rank);
  const kernel = conv.weight.shape.slice(-rank);
  const stride = perAxis(conv.options.stride, rank, 1);
  const dilation = perAxis(conv.options.dilation, rank, 1);
  const extra = perAxis(conv.options.outputPadding, rank, 0);
  const pads = paddingOf(conv);
  if (conv.options.padding === "same" && c.stride !== 1) return false;
  if (c.outputPadding === "below stride" && extra.every((e) => e === 0)) return false;
  if (c.outputPadding === "below dilation" && !extra.some((e, axis) => e >= stride[axis]!)) return false;
  const mode = conv.options.paddingMode;
  return sizes.every((size, axis) => {
    const reach = dilation[axis]! * (kernel[axis]! - 1) + 1;
    const [before, after] = pads[axis]!;
    const most = Math.max(before, after);
    if (mode === "reflect" && most >= size) return false;
    if (mode === "circular" && most > size) return false;
    if (transposed) return (size - 1) * stride[axis]! - before - after + reach + extra[axis]! > 0;
    return size + before + after >= reach;
  });
}

const ranks = [1, 2, 3] as const;

/** Every legal pair of axis values, for each rank, plain and transposed. */
const combined: readonly ConvCase[] = ranks.flatMap((rank) => [
  ...pairwise({ ...convAxes, outputPadding: ["none"] } as Axes, 84, rank, (c) => legal(rank, false, c)).map((c) =>
    build(rank, false, c),
  ),
  ...pairwise(transposedAxes as unknown as Axes, 56, 10 + rank, (c) => legal(rank, true, c)).map((c) =>
    build(rank, true, c),
  ),
]);

function corner(
  rank: Rank,
  transposed: boolean,
  input: readonly number[],
  weight: readonly number[],
  options: ConvCaseOptions & { bias?: number; dtype?: "float64" | "int32" | "int64" } = {},
): ConvCase {
  const { bias, dtype = "float32", ...rest } = options;
  const recipe = (shape: readonly number[], seed: string) => data(shape, { dtype, seed: seedOf(seed) });
  const conv = {
    rank,
    transposed,
    input: recipe(input, "x"),
    weight: recipe(weight, "w"),
    bias: bias === undefined ? null : recipe([bias], "b"),
    options: rest,
  };
  return { id: convId(conv), ...conv };
}

/** Whole numbers, zero sizes, one output, strides that jump over the kernel, padding beyond it, many channels. */
const corners: readonly ConvCase[] = [
  ...ranks.flatMap((rank) => {
    const sizes = [4, 5, 4].slice(-rank);
    const kernel = [2, 3, 2].slice(-rank);
    return [
      corner(rank, false, [0, 2, ...sizes], [3, 2, ...kernel], { bias: 3 }),
      corner(rank, true, [0, 2, ...sizes], [2, 3, ...kernel], { bias: 3 }),
      corner(rank, false, [2, 0, ...sizes], [3, 0, ...kernel]),
      corner(rank, false, [1, 2, ...sizes], [3, 2, ...kernel], { stride: 5 }),
      corner(rank, false, [1, 1, ...sizes], [1, 1, ...kernel], { padding: 4, bias: 1 }),
      corner(rank, false, [1, 1, ...sizes], [1, 1, ...sizes]),
      corner(rank, true, [1, 1, ...sizes.map(() => 1)], [1, 2, ...kernel], { bias: 2 }),
      corner(rank, true, [1, 1, ...sizes], [1, 1, ...kernel], { stride: 4, outputPadding: 3, bias: 1 }),
      corner(rank, true, [1, 1, ...sizes], [1, 1, ...kernel], { padding: 1, dilation: 3, outputPadding: 2 }),
    ];
  }),
  corner(1, false, [0, 6], [3, 0, 3], { padding: 1, paddingMode: "reflect" }),
  corner(2, false, [0, 5, 4], [3, 0, 3, 2], { padding: 1, paddingMode: "reflect", bias: 3 }),
  corner(2, false, [0, 4, 5, 5], [4, 1, 3, 3], { groups: 4, padding: "same", dtype: "float64" }),
  corner(1, false, [2, 2, 6], [2, 2, 3], { dtype: "int64", stride: 2, padding: 1, bias: 2 }),
  corner(2, false, [1, 2, 5, 4], [2, 1, 3, 2], { dtype: "int64", groups: 2 }),
  corner(2, true, [1, 2, 3, 3], [2, 1, 2, 2], { dtype: "int64", stride: 2 }),
  corner(2, false, [1, 1, 5, 5], [2, 1, 3, 3], { dtype: "int32", stride: 2 }),
  corner(3, false, [1, 1, 3, 3, 3], [1, 1, 2, 2, 2], { dtype: "int64" }),
  corner(2, false, [2, 17, 3, 3], [5, 17, 1, 1], { bias: 5 }),
  corner(2, false, [1, 9, 3, 3], [9, 1, 3, 3], { groups: 9, padding: 1 }),
  corner(2, false, [1, 6, 4, 4], [9, 2, 2, 2], { groups: 3, bias: 9 }),
  corner(2, false, [1, 1, 7, 7], [1, 1, 3, 3], { dilation: 2 }),
  corner(2, true, [1, 3, 3, 3], [3, 2, 3, 3], { stride: 2, padding: 1, outputPadding: 1, bias: 2 }),
];

/** Every convolution case once. */
export const convCases: readonly ConvCase[] = [...new Map([...combined, ...corners].map((c) => [c.id, c])).values()];
