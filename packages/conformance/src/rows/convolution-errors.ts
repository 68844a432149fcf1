// What the six convolution functions refuse, with PyTorch's words, in PyTorch's order of checks.
import { type ConvCase, convFunctionName, convLine, convTorchLine } from "./conv-case.ts";
import { faultyConvs, type RefusedCall, refusedCase } from "./conv-faults.ts";
import { data } from "./recipe.ts";
import { called, type Row, row } from "./row.ts";

interface Refusal extends RefusedCall {
  readonly rank?: 1 | 2 | 3;
  readonly transposed?: boolean;
  /** Our sentence, where PyTorch's depends on the build or names something that TypeScript lacks. */
  readonly instead?: string;
}

function refusal(what: string, { rank = 2, transposed = false, instead, ...call }: Refusal): Row {
  return refused(refusedCase(what, rank, transposed, call), instead);
}

function refused(conv: ConvCase, instead?: string): Row {
  const { input, weight, bias, options } = conv;
  return row({
    id: conv.id,
    inputs: { x: input, w: weight, ...(bias === null ? {} : { b: bias }) } as Row["inputs"],
    torch: convTorchLine(conv),
    line: convLine(conv),
    run: (t, inputs) =>
      called(t, convFunctionName(conv))(inputs.x, inputs.w, bias === null ? options : { ...options, bias: inputs.b }),
    error: instead ?? true,
  });
}

const x = [1, 3, 5, 5];
const w = [4, 3, 3, 3];
/** Input and weight of each rank that fit together. */
const shapes = (rank: number) => ({ x: [1, 2, 5, 6, 7].slice(0, rank + 2), w: [3, 2, 2, 3, 2].slice(0, rank + 2) });
const up = (rank: number) => ({ ...shapes(rank), w: [2, 3, 2, 3, 2].slice(0, rank + 2), transposed: true });

const everyRank: readonly Row[] = ([1, 2, 3] as const).flatMap((rank) => [
  refusal("an input of too many axes", { rank, ...shapes(rank), x: [1, 1, ...shapes(rank).x] }),
  refusal("an input of too few axes", { rank, ...shapes(rank), x: [5] }),
  refusal("other input channels", { rank, ...shapes(rank), x: [1, 4, ...shapes(rank).x.slice(2)] }),
  refusal("a bias of another size", { rank, ...shapes(rank), b: [4] }),
  refusal("a bias of two axes", { rank, ...shapes(rank), b: [3, 1] }),
  refusal("groups 0", { rank, ...shapes(rank), groups: 0 }),
  refusal("groups -1", { rank, ...shapes(rank), groups: -1 }),
  refusal("groups that do not divide", { rank, ...shapes(rank), groups: 2 }),
  refusal("fewer output channels than groups", { rank, ...shapes(rank), groups: 5 }),
  refusal("a long stride list", { rank, ...shapes(rank), stride: [1, 1, 1, 1] }),
  refusal("a long padding list", { rank, ...shapes(rank), padding: [1, 1, 1, 1] }),
  refusal("a long dilation list", { rank, ...shapes(rank), dilation: [1, 1, 1, 1] }),
  refusal("negative padding", { rank, ...shapes(rank), padding: -1 }),
  refusal("stride 0", { rank, ...shapes(rank), stride: 0 }),
  refusal("negative stride", { rank, ...shapes(rank), stride: -1 }),
  refusal("negative dilation", { rank, ...shapes(rank), dilation: -1 }),
  refusal("dilation 0", { rank, ...shapes(rank), dilation: 0 }),
  refusal("a kernel beyond the input", { rank, ...shapes(rank), dilation: 7 }),
  refusal("a kernel beyond the padded input", { rank, ...shapes(rank), dilation: 20, padding: 2 }),
  refusal("an empty axis", { rank, ...shapes(rank), x: [1, 2, 0, 0, 0].slice(0, rank + 2), padding: 3 }),
  refusal("stride with 'same'", { rank, ...shapes(rank), padding: "same", stride: 2 }),
  refusal("an input of too many axes", { rank, ...up(rank), x: [1, 1, ...up(rank).x] }),
  refusal("other input channels", { rank, ...up(rank), x: [1, 4, ...up(rank).x.slice(2)] }),
  refusal("a bias of another size", { rank, ...up(rank), b: [2] }),
  refusal("groups 0", { rank, ...up(rank), groups: 0 }),
  refusal("a long output padding list", { rank, ...up(rank), outputPadding: [0, 0, 0, 0] }),
  refusal("negative padding", { rank, ...up(rank), padding: -1 }),
  refusal("negative output padding", { rank, ...up(rank), outputPadding: -1 }),
  refusal("output padding as large as stride and dilation", { rank, ...up(rank), outputPadding: 1 }),
  refusal("output padding of stride 2", { rank, ...up(rank), outputPadding: 2, stride: 2 }),
  refusal("stride 0", { rank, ...up(rank), stride: 0 }),
  refusal("dilation 0", { rank, ...up(rank), dilation: 0 }),
  refusal("an output without size", { rank, ...up(rank), x: [1, 2, 1, 1, 1].slice(0, rank + 2), padding: 2 }),
]);

/** What follows is the input's rank in PyTorch 1 and its shape in PyTorch 2. */
const reflection = (argument: string) =>
  `Argument ${argument}: Padding size should be less than the corresponding input dimension, but got: padding`;

const inOrder: readonly Row[] = [
  refusal("the bias dtype first", { x: [5], w, b: [4], bType: "float64", stride: 0 }),
  refusal("the rank before the stride", { x: [5], w, stride: 0 }),
  refusal("groups before list lengths", { x, w, groups: 0, stride: [1, 1, 1] }),
  refusal("padding before stride", { x, w, padding: -1, stride: 0 }),
  refusal("stride before dilation", { x, w, stride: 0, dilation: -1 }),
  refusal("dilation before weight rank", { x, w: [4, 3, 3], dilation: -1 }),
  refusal("a weight of another rank", { x, w: [4, 3, 3] }),
  refusal("a weight of another rank beside lists that fit it", {
    x,
    w: [4, 3, 3],
    stride: [1],
    padding: [0],
    dilation: [1],
  }),
  refusal("a weight of another rank beside 'same'", { x, w: [4, 3, 3], padding: "same" }),
  refusal("three strides beside 'same'", { x, w, padding: "same", stride: [1, 1, 1] }),
  refusal("three dilations beside 'same'", { x, w, padding: "same", dilation: [1, 1, 1] }),
  refusal("a weight of more axes", { rank: 1, x: [1, 3, 5], w: [4, 3, 3, 3] }),
  refusal("a weight of more axes", { rank: 1, x: [1, 3, 5], w: [3, 4, 3, 3], transposed: true }),
  refusal("a weight of one axis", { x, w: [4] }),
  refusal("channels before the bias", { x, w: [4, 2, 3, 3], b: [5] }),
  refusal("the bias before the kernel size", { x, w: [4, 3, 9, 9], b: [5] }),
  refusal("a wide kernel by its effective size", { x, w, dilation: [1, 3] }),
  refusal("a bias of another dtype", { x, w, b: [4], bType: "float64" }),
  refusal("a weight of another dtype", { x, w, wType: "float64" }),
  refusal("an input of another dtype", { x, w, xType: "float64" }),
  refusal("dilated int32", { x, w, dilation: 2, xType: "int32", wType: "int32" }),
  refusal("bool", { x, w, xType: "bool", wType: "bool" }),
  refusal("bool of one element in groups", {
    rank: 3,
    x: [1, 4, 3, 2, 2],
    w: [2, 2, 1, 1, 1],
    groups: 2,
    xType: "bool",
    wType: "bool",
  }),
  refusal("'same' that leaves nothing of an axis", {
    x: [1, 1, 1, 1],
    w: [1, 1, 2, 2],
    padding: "same",
    dilation: [-1, 1],
  }),
  refusal("reflection as large as the input", {
    x,
    w,
    padding: [0, 5],
    paddingMode: "reflect",
    instead: `${reflection("#4")} (5, 5) at dimension 3 of input `,
  }),
  refusal("reflection as high as the input", {
    x,
    w,
    padding: [5, 0],
    paddingMode: "reflect",
    instead: `${reflection("#6")} (5, 5) at dimension 2 of input `,
  }),
  refusal("wrapping around more than once", { x, w, padding: 6, paddingMode: "circular" }),
  refusal("a groupwise kernel of height 0", { x: [1, 2, 3, 3], w: [2, 2, 0, 3], transposed: true }),
];

const strings: readonly Row[] = (["conv1d", "conv2d", "conv3d"] as const).map((name, i) => {
  const { x, w } = shapes(i + 1);
  return row({
    id: `${name}/refuses an unknown padding string`,
    inputs: { x: data(x), w: data(w) },
    torch: `F.${name}(x, w, padding="full")`,
    run: (t, { x, w }) => t[name](x, w, { padding: "full" as never }),
    line: `${name}(x, w, { padding: "full" })`,
    error: true,
  });
});

export const convolutionErrorRows: readonly Row[] = [...everyRank, ...inOrder, ...strings];

/** One thing wrong, or two: which of them PyTorch names. */
export const convolutionFaultRows: readonly Row[] = faultyConvs.map((conv) => refused(conv));
