// Draws a convolution that is wrong in one way or two; some are still legal, which PyTorch decides.
import { type ConvCase, convId, type PerAxis } from "../rows/conv-case.ts";
import { data } from "../rows/recipe.ts";
import { drawConv } from "./conv.ts";
import { type Dice, wrongList } from "./dice.ts";

type DType = ConvCase["input"]["dtype"];

interface Draft {
  readonly rank: 1 | 2 | 3;
  readonly transposed: boolean;
  input: number[];
  weight: number[];
  bias: number[] | null;
  dtypes: DType[];
  readonly options: Record<string, unknown>;
}

const dtypes: readonly DType[] = ["float32", "float64", "int64", "int32", "uint8", "bool"];

export function drawSpoiled(d: Dice): ConvCase {
  let conv = drawConv(d);
  // Without elements PyTorch skips checks; and what a module pads has rules of its own.
  while (conv.input.shape.includes(0) || conv.options.paddingMode !== undefined) conv = drawConv(d);
  if (!conv.transposed && d.chance(0.1)) return withoutBorder(d, conv);
  const { rank, transposed, input, weight, bias, options } = conv;
  const draft: Draft = {
    rank,
    transposed,
    input: [...input.shape],
    weight: [...weight.shape],
    bias: bias && [...bias.shape],
    dtypes: new Array<DType>(3).fill(input.dtype),
    options: { ...options },
  };
  for (let i = d.pick([1, 1, 1, 2]); i > 0; i--) d.pick(spoilers)(d, draft);
  const recipe = (shape: readonly number[], at: number) =>
    data(shape, { dtype: draft.dtypes[at]!, seed: (d.seed ^ at) >>> 0 });
  const spoiled = {
    rank,
    transposed,
    input: recipe(draft.input, 0),
    weight: recipe(draft.weight, 1),
    bias: draft.bias && recipe(draft.bias, 2),
    options: draft.options,
  };
  return { id: convId(spoiled), ...spoiled };
}

/** A border that cannot be filled from the input, or from an input without channels. */
function withoutBorder(d: Dice, conv: ConvCase): ConvCase {
  const { rank, input, weight, options } = conv;
  const paddingMode = d.pick(["reflect", "circular", "replicate"] as const);
  const empty = paddingMode === "replicate" || d.chance(0.2);
  const channels = (shape: readonly number[], axis: number) => shape.with(axis, empty ? 0 : shape.at(axis)!);
  const padding = empty ? 1 : Math.min(...input.shape.slice(-rank)) + d.whole(0, 2);
  const bordered = {
    ...conv,
    input: data(channels(input.shape, -rank - 1), { dtype: input.dtype, seed: d.seed }),
    weight: data(channels(weight.shape, 1), { dtype: input.dtype, seed: d.seed + 1 }),
    options: { ...options, padding, paddingMode, groups: empty ? 1 : (options.groups ?? 1) },
  };
  return { ...bordered, id: convId(bordered) };
}

const spoilers: readonly ((d: Dice, draft: Draft) => void)[] = [
  (d, draft) => {
    draft.input = d.pick([draft.input.slice(1), [...draft.input, 2], [3], draft.input.slice(2)]);
  },
  (d, draft) => {
    draft.weight = d.pick([draft.weight.slice(0, -1), [...draft.weight, 1], draft.weight.slice(0, 2)]);
  },
  (d, draft) => {
    draft.options.groups = d.pick([0, -1, 2, 3, 5]);
  },
  (d, draft) => {
    draft.options[d.pick(["stride", "padding", "dilation"])] = wrongList(d, draft.rank);
  },
  (d, draft) => {
    if (draft.transposed) draft.options.outputPadding = d.pick<PerAxis>([1, 3, 5, wrongList(d, draft.rank)]);
    else draft.options.padding = d.pick(["same", "valid", "full"]);
  },
  (d, draft) => {
    draft.weight[d.whole(0, Math.min(2, draft.weight.length) - 1)] = d.whole(1, 5);
  },
  (d, draft) => {
    draft.input[d.whole(0, draft.input.length - 1)] = d.whole(1, 3);
  },
  (d, draft) => {
    draft.bias = d.pick([[1], [2, 3], [], [7]]);
  },
  (d, draft) => {
    draft.dtypes = new Array<DType>(3).fill(d.pick(dtypes));
  },
  (d, draft) => {
    const [input, weight, bias] = draft.dtypes.map(() => d.pick(dtypes)) as [DType, DType, DType];
    // Only this function looks at the bias itself; elsewhere it is chance whether PyTorch computes with a bias of another type.
    const looks = draft.rank === 2 && !draft.transposed && typeof draft.options.padding !== "string";
    draft.dtypes = [input, weight, looks ? bias : input];
  },
  (d, draft) => {
    draft.options.dilation = d.pick([4, 7]);
  },
  (d, draft) => {
    draft.options.padding = d.pick([3, 5, 7]);
  },
  (d, draft) => {
    draft.options.stride = d.pick([2, 3]);
  },
];
