// Rows of the kernel matrix: PyTorch has none, but the Jacobian of its convolution is one.
import { type ConvCase, type ConvCaseOptions, convTorchLine } from "./conv-case.ts";
import { data } from "./recipe.ts";
import { ownRow, type Row, row, rowsOn } from "./row.ts";

type Case = readonly [
  name: string,
  shape: readonly number[],
  weight: readonly number[],
  options?: ConvCaseOptions & { readonly transposed?: boolean },
];

/** Small, because a matrix is large: input [C, ...sizes] of one sample, weight, options. */
const cases: readonly Case[] = [
  ["sequence", [1, 5], [1, 1, 3]],
  ["sequence-all", [2, 6], [4, 1, 2], { stride: 2, padding: 1, dilation: 2, groups: 2 }],
  ["sequence-same", [1, 5], [1, 1, 4], { padding: "same" }],
  ["sequence-reflect", [1, 4], [1, 1, 3], { padding: 2, paddingMode: "reflect" }],
  ["sequence-replicate", [1, 3], [1, 1, 2], { padding: 2, paddingMode: "replicate" }],
  ["sequence-circular", [1, 4], [1, 1, 3], { padding: 3, paddingMode: "circular" }],
  ["sequence-transposed", [2, 3], [2, 1, 3], { transposed: true, stride: 2, padding: 1, outputPadding: 1 }],
  ["sequence-transposed-dilated", [1, 3], [1, 2, 2], { transposed: true, dilation: 3, outputPadding: 2 }],
  ["image", [1, 4, 4], [1, 1, 3, 3]],
  ["image-valid", [1, 3, 4], [1, 1, 2, 2], { padding: "valid" }],
  ["image-channels", [2, 3, 3], [2, 2, 2, 2]],
  ["image-depthwise", [2, 3, 3], [2, 1, 2, 2], { groups: 2 }],
  ["image-multiplier", [2, 2, 3], [4, 1, 2, 2], { groups: 2 }],
  ["image-strided", [1, 5, 4], [1, 1, 3, 2], { stride: 2 }],
  ["image-padded", [1, 3, 3], [1, 1, 3, 3], { padding: 1 }],
  ["image-dilated", [1, 5, 5], [1, 1, 2, 3], { dilation: [3, 2] }],
  ["image-same-dilated", [1, 3, 4], [1, 1, 2, 3], { padding: "same", dilation: 2 }],
  ["image-reflect", [1, 3, 3], [1, 1, 2, 2], { padding: [1, 2], paddingMode: "reflect" }],
  ["image-same-circular", [1, 3, 3], [1, 1, 2, 3], { padding: "same", paddingMode: "circular" }],
  ["image-transposed", [1, 2, 2], [1, 1, 3, 3], { transposed: true }],
  ["image-transposed-strided", [1, 2, 2], [1, 1, 2, 3], { transposed: true, stride: [3, 2], outputPadding: [2, 0] }],
  ["image-transposed-groups", [2, 2, 2], [2, 1, 2, 2], { transposed: true, groups: 2, padding: 1, stride: 2 }],
  ["volume", [1, 2, 3, 3], [1, 1, 2, 2, 2]],
  ["volume-all", [2, 2, 3, 2], [2, 1, 1, 2, 2], { groups: 2, padding: [0, 1, 0], stride: [1, 2, 1] }],
  ["volume-replicate", [1, 1, 2, 2], [1, 1, 2, 2, 1], { padding: [1, 1, 0], paddingMode: "replicate" }],
  ["volume-transposed", [1, 1, 2, 2], [1, 1, 2, 2, 2], { transposed: true, stride: [1, 2, 1] }],
];

const matrices: readonly Row[] = cases.map(([name, shape, weight, settings = {}]) => {
  const { transposed = false, ...options } = settings;
  const rank = (weight.length - 2) as 1 | 2 | 3;
  const conv: ConvCase = {
    id: name,
    rank,
    transposed,
    input: data([1, ...shape]),
    weight: data(weight),
    bias: null,
    options,
  };
  return row({
    id: `kernelMatrix/${name}`,
    inputs: { w: conv.weight },
    torch: jacobian(convTorchLine(conv), [1, ...shape]),
    run: (t, { w }) => t.kernelMatrix(w, shape, settings).dense(),
    line: `kernelMatrix(w, ${JSON.stringify(shape)}, ${JSON.stringify(settings)}).dense()`,
  });
});

/** PyTorch's derivative of a linear call in `x`, which is its matrix; gradients flow through it to the weight. */
function jacobian(call: string, shape: readonly number[]): string {
  const columns = shape.reduce((n, size) => n * size, 1);
  const x = `torch.zeros(${shape.join(", ")})`;
  return `torch.autograd.functional.jacobian(lambda x: ${call}, ${x}, create_graph=True).reshape(-1, ${columns})`;
}

const dense: readonly Row[] = rowsOn({ k: data([3, 3]) }, [
  [
    "getKernelMatrix/notebook",
    jacobian("F.conv2d(x, k[None, None])", [1, 1, 4, 4]),
    (t, { k }) => t.getKernelMatrix(k, [4, 4]),
  ],
  [
    "getKernelMatrix/oblong",
    jacobian("F.conv2d(x, k[None, None])", [1, 1, 3, 5]),
    (t, { k }) => t.getKernelMatrix(k, [3, 5]),
  ],
  [
    "getKernelMatrix/stride",
    jacobian("F.conv2d(x, k[None, None], stride=2)", [1, 1, 5, 5]),
    (t, { k }) => t.getKernelMatrix(k, [5, 5], { stride: 2 }),
  ],
  [
    "getKernelMatrix/strides",
    jacobian("F.conv2d(x, k[None, None], stride=(2, 1))", [1, 1, 6, 4]),
    (t, { k }) => t.getKernelMatrix(k, [6, 4], { stride: [2, 1] }),
  ],
  [
    "getKernelMatrix/refuses a small input",
    "F.conv2d(torch.zeros(1, 1, 2, 4), k[None, None])",
    (t, { k }) => t.getKernelMatrix(k, [2, 4]),
    { error: true },
  ],
]);

const operator: readonly Row[] = [
  ...rowsOn({ w: data([2, 1, 2, 2], { fill: "nonzero" }), x: data([12]), xs: data([12, 3]), y: data([8]) }, [
    [
      "KernelMatrix.matmul/vector",
      "F.conv2d(x.view(1, 1, 3, 4), w, stride=(1, 2)).flatten()",
      (t, { w, x }) => t.kernelMatrix(w, [3, 4], { stride: [1, 2] }).matmul(x),
    ],
    [
      "KernelMatrix.matmul/columns",
      "F.conv2d(xs.t().reshape(3, 1, 3, 4), w, stride=(1, 2)).flatten(1).t()",
      (t, { w, xs }) => t.kernelMatrix(w, [3, 4], { stride: [1, 2] }).matmul(xs),
    ],
    [
      "KernelMatrix.T/matmul",
      "F.conv_transpose2d(y.view(1, 2, 2, 2), w, stride=(1, 2)).flatten()",
      (t, { w, y }) => t.kernelMatrix(w, [3, 4], { stride: [1, 2] }).T.matmul(y),
    ],
    [
      "KernelMatrix.T/dense",
      `${jacobian("F.conv2d(x, w, stride=(1, 2))", [1, 1, 3, 4])}.t()`,
      (t, { w }) => t.kernelMatrix(w, [3, 4], { stride: [1, 2] }).T.dense(),
    ],
    [
      "KernelMatrix.nnz/all",
      `torch.count_nonzero(${jacobian("F.conv2d(x, w, padding=1)", [1, 1, 3, 4])}).item()`,
      (t, { w }) => t.kernelMatrix(w, [3, 4], { padding: 1 }).nnz,
    ],
    [
      "KernelMatrix.csr/all",
      `K = ${jacobian("F.conv2d(x, w, padding=1)", [1, 1, 3, 4])}.detach().to_sparse_csr(); [K.crow_indices().tolist(), K.col_indices().tolist(), K.values()]`,
      (t, { w }) => {
        const { crowIndices, colIndices, values } = t.kernelMatrix(w, [3, 4], { padding: 1 }).csr();
        return [Array.from(crowIndices), Array.from(colIndices), values.detach()];
      },
    ],
    [
      "kernelMatrix/refuses a large kernel",
      "F.conv2d(torch.zeros(1, 1, 1, 4), w)",
      (t, { w }) => void t.kernelMatrix(w, [1, 4]),
      { error: true },
    ],
    [
      "KernelMatrix.matmul/refuses a vector",
      "torch.zeros(12, 12) @ y[:, None]",
      (t, { w, y }) => t.kernelMatrix(w, [3, 4]).matmul(y.unsqueeze(1)),
      { error: "mat1 and mat2 shapes cannot be multiplied (12x12 and 8x1)" },
    ],
  ]),
  ownRow({
    id: "KernelMatrix.symbols/pair",
    inputs: { w: data([1, 1, 2]) },
    why: "PyTorch has no symbols",
    run: (t, { w }) => t.kernelMatrix(w, [3]).symbols(),
    expect: [
      ["w[0,0,0]", "w[0,0,1]", "0"],
      ["0", "w[0,0,0]", "w[0,0,1]"],
    ],
  }),
  ownRow({
    id: "KernelMatrix.entries/replicated",
    inputs: { w: data([1, 1, 2]) },
    why: "PyTorch has no symbols",
    run: (t, { w }) =>
      [...t.kernelMatrix(w, [1], { padding: 1, paddingMode: "replicate" }).entries()].map(({ row, column, symbol }) => [
        row,
        column,
        symbol,
      ]),
    expect: [
      [0, 0, "w[0,0,0] + w[0,0,1]"],
      [1, 0, "w[0,0,0] + w[0,0,1]"],
    ],
  }),
];

export const kernelMatrixRows: readonly Row[] = [...matrices, ...dense, ...operator];
