// Rows of what stands around convolution: unfold, fold, output sizes, gradients as functions, fused activations.
import type { Tensor } from "@toeplitz/tensor";
import { type ConvCase, convFunctionName, convLine, convTorchLine, type PerAxis } from "./conv-case.ts";
import { convCases } from "./conv-cases.ts";
import { data } from "./recipe.ts";
import { type Api, called, type Row, row, rowsOn, rowsOnNothing } from "./row.ts";

const columns: readonly Row[] = [
  ...rowsOn({ x: data([2, 3, 5, 6]) }, [
    ["unfold/number", "F.unfold(x, 2)", (t, { x }) => t.unfold(x, 2)],
    ["unfold/list", "F.unfold(x, (3, 2))", (t, { x }) => t.unfold(x, [3, 2])],
    [
      "unfold/all",
      "F.unfold(x, (2, 3), dilation=(2, 1), padding=(0, 1), stride=(1, 2))",
      (t, { x }) => t.unfold(x, [2, 3], { dilation: [2, 1], padding: [0, 1], stride: [1, 2] }),
    ],
    ["unfold/unbatched", "F.unfold(x[0], 3, stride=2)", (t, { x }) => t.unfold(x.index(0), 3, { stride: 2 })],
    ["unfold/one", "F.unfold(x, 1)", (t, { x }) => t.unfold(x, 1)],
    ["unfold/empty batch", "F.unfold(x[:0], 2)", (t, { x }) => t.unfold(x.index(":0"), 2)],
    ["unfold/refuses a large kernel", "F.unfold(x, 7)", (t, { x }) => t.unfold(x, 7), { error: true }],
    [
      "unfold/refuses two axes",
      "F.unfold(x[0, 0], 2)",
      (t, { x }) => t.unfold(x.index(0, 0), 2),
      { error: "Expected 3D or 4D (batch mode) tensor" },
    ],
    [
      "unfold/refuses stride 0",
      "F.unfold(x, 2, stride=0)",
      (t, { x }) => t.unfold(x, 2, { stride: 0 }),
      { error: true },
    ],
    ["unfold/refuses kernel 0", "F.unfold(x, 0)", (t, { x }) => t.unfold(x, 0), { error: true }],
    [
      "unfold/refuses dilation 0",
      "F.unfold(x, 2, dilation=0)",
      (t, { x }) => t.unfold(x, 2, { dilation: 0 }),
      { error: true },
    ],
  ]),
  ...rowsOn({ x: data([2, 8, 9]) }, [
    ["fold/number", "F.fold(x, 4, 2)", (t, { x }) => t.fold(x, 4, 2)],
    ["fold/stride", "F.fold(x, 6, 2, stride=2)", (t, { x }) => t.fold(x, 6, 2, { stride: 2 })],
    [
      "fold/dilated-padded",
      "F.fold(x, (3, 8), (2, 2), dilation=(2, 1), padding=(0, 1))",
      (t, { x }) => t.fold(x, [3, 8], [2, 2], { dilation: [2, 1], padding: [0, 1] }),
    ],
    ["fold/unbatched", "F.fold(x[0], 4, 2)", (t, { x }) => t.fold(x.index(0), 4, 2)],
    [
      "fold/refuses channels",
      "F.fold(x[:, :7], 4, 2)",
      (t, { x }) => t.fold(x.index(":", ":7"), 4, 2),
      { error: true },
    ],
    [
      "fold/refuses oblong blocks",
      "F.fold(x, (4, 10), (2, 4), padding=(0, 1))",
      (t, { x }) => t.fold(x, [4, 10], [2, 4], { padding: [0, 1] }),
      { error: true },
    ],
    [
      "fold/refuses a size that no block fits into",
      "F.fold(x[..., :1], 0, 2)",
      (t, { x }) => t.fold(x.index("...", ":1"), 0, 2),
      { error: true },
    ],
    [
      "fold/refuses an empty size",
      "F.fold(x[..., :1], 0, 2, padding=1)",
      (t, { x }) => t.fold(x.index("...", ":1"), 0, 2, { padding: 1 }),
      { error: true },
    ],
    ["fold/refuses blocks", "F.fold(x, 5, 2)", (t, { x }) => t.fold(x, 5, 2), { error: true }],
  ]),
];

/** The size that PyTorch's own output has. */
const sizes: readonly Row[] = rowsOnNothing([
  [
    "convOutputSize/number",
    "F.conv1d(torch.zeros(1, 1, 7), torch.zeros(1, 1, 3), stride=2).size(-1)",
    (t) => t.convOutputSize(7, 3, { stride: 2 }),
  ],
  [
    "convOutputSize/list",
    "list(F.conv2d(torch.zeros(1, 1, 7, 9), torch.zeros(1, 1, 3, 2), stride=(2, 3), padding=(1, 0), dilation=(1, 2)).shape[2:])",
    (t) => t.convOutputSize([7, 9], [3, 2], { stride: [2, 3], padding: [1, 0], dilation: [1, 2] }),
  ],
  [
    "convOutputSize/same",
    "list(F.conv2d(torch.zeros(1, 1, 7, 9), torch.zeros(1, 1, 4, 2), padding='same').shape[2:])",
    (t) => t.convOutputSize([7, 9], [4, 2], { padding: "same" }),
  ],
  [
    "convTransposeOutputSize/number",
    "F.conv_transpose1d(torch.zeros(1, 1, 7), torch.zeros(1, 1, 4), stride=2, padding=1).size(-1)",
    (t) => t.convTransposeOutputSize(7, 4, { stride: 2, padding: 1 }),
  ],
  [
    "convTransposeOutputSize/list",
    "list(F.conv_transpose3d(torch.zeros(1, 1, 2, 3, 4), torch.zeros(1, 1, 3, 2, 1), stride=(1, 2, 3), output_padding=(0, 1, 2)).shape[2:])",
    (t) => t.convTransposeOutputSize([2, 3, 4], [3, 2, 1], { stride: [1, 2, 3], outputPadding: [0, 1, 2] }),
  ],
]);

/** A few cases of each rank that fit a purpose. */
const some = (count: number, fits: (conv: ConvCase) => boolean): readonly ConvCase[] =>
  [1, 2, 3].flatMap((rank) => convCases.filter((conv) => conv.rank === rank && fits(conv)).slice(0, count));

const python = (value: unknown) => JSON.stringify(value);

/** torch.nn.grad: the gradients that autograd gives, as functions. */
export function gradientRows(conv: ConvCase): readonly [input: Row, weight: Row] {
  const { rank, input, weight, options } = conv;
  const { stride = 1, padding: border = 0, dilation = 1, groups = 1 } = options;
  const padding = border as PerAxis;
  const settings = { stride, padding, dilation, groups };
  const forward = convTorchLine({ ...conv, bias: null });
  const named = `stride=${python(stride)}, padding=${python(padding)}, dilation=${python(dilation)}, groups=${groups}`;
  const name = conv.id.slice(conv.id.indexOf("/") + 1);
  const g = `g = ${forward}.detach()`;
  const gradOutput = (t: Api, x: Tensor, w: Tensor): Tensor =>
    called(t, convFunctionName(conv))(x, w, options).detach();
  return [
    row({
      id: `conv${rank}dInput/${name}`,
      inputs: { x: input, w: weight },
      torch: `${g}; torch.nn.grad.conv${rank}d_input(x.shape, w, g, ${named})`,
      run: (t, { x, w }) => t.nn.grad[`conv${rank}dInput`](x.shape, w, gradOutput(t, x, w), settings),
      line: `nn.grad.conv${rank}dInput(x.shape, w, g, ${python(options)})`,
      grad: false,
    }),
    row({
      id: `conv${rank}dWeight/${name}`,
      inputs: { x: input, w: weight },
      torch: `${g}; torch.nn.grad.conv${rank}d_weight(x, w.shape, g, ${named})`,
      run: (t, { x, w }) => t.nn.grad[`conv${rank}dWeight`](x, w.shape, gradOutput(t, x, w), settings),
      line: `nn.grad.conv${rank}dWeight(x, w.shape, g, ${python(options)})`,
      grad: false,
    }),
  ];
}

/** Whether a case's gradients have functions of their own in PyTorch. */
export const hasGradientFunctions = ({ transposed, input, rank, options }: ConvCase): boolean =>
  !transposed &&
  input.shape.length === rank + 2 &&
  !input.shape.includes(0) &&
  typeof options.padding !== "string" &&
  (options.paddingMode ?? "zeros") === "zeros";

const gradients: readonly Row[] = some(
  8,
  (conv) => hasGradientFunctions(conv) && conv.input.fill === "quarters",
).flatMap(gradientRows);

const activated: readonly Row[] = (["relu", "relu6"] as const).flatMap((activation) =>
  [false, true].flatMap((transposed) =>
    some(2, (conv) => conv.transposed === transposed && conv.input.fill === "quarters" && conv.bias !== null).map(
      (conv) => {
        const { input, weight, bias, options } = conv;
        return row({
          id: `${conv.id} ${activation}`,
          inputs: { x: input, w: weight, b: bias! },
          torch: `F.${activation}(${convTorchLine(conv)})`,
          run: (t, { x, w, b }) => called(t, convFunctionName(conv))(x, w, { ...options, bias: b, activation }),
          line: convLine(conv).replace(" }", `, activation: "${activation}" }`),
        });
      },
    ),
  ),
);

export const slidingRows: readonly Row[] = [...columns, ...sizes, ...gradients, ...activated];
