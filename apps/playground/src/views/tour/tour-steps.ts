// The notebook's six steps. What each claims is worked out here and now, by the library.
import type { FigureCase, Focus } from "@toeplitz/figures";
import {
  allclose,
  arange,
  cat,
  conv2d,
  convTranspose2d,
  equal,
  getKernelMatrix,
  kernelMatrix,
  nn,
  type Tensor,
  tensor,
} from "toeplitz";
import { presetFigure } from "../../state/presets.ts";

/** One line of code and what it gives. */
export interface Fact {
  readonly code: string;
  readonly result: string;
}

export interface TourStep {
  readonly title: string;
  readonly sentence: string;
  readonly figure: FigureCase;
  readonly pin: Focus | null;
  readonly facts: () => readonly Fact[];
}

function arrays({ input, weight }: FigureCase): readonly [x: Tensor, w: Tensor] {
  return [
    tensor([...input.values], { shape: [...input.shape], dtype: "float32" }),
    tensor([...weight.values], { shape: [...weight.shape], dtype: "float32" }),
  ];
}

const layer = presetFigure("notebook-layer");
const image = presetFigure("notebook-matrix");
const back = presetFigure("notebook-transposed");
const dilated = presetFigure("notebook-dilation");
const grouped = presetFigure("notebook-groups");

/** The 4 x 4 table that the notebook prints for its transposed convolution. */
const printedTable = [
  [0.4447, 0.2788, 0.7479, 0.6902],
  [0.3124, -2.2003, 0.3181, -3.2531],
  [-0.1973, 1.0964, 2.8018, 1.25],
  [-0.127, 1.7263, -5.0211, -0.6162],
];

export const tourSteps: readonly TourStep[] = [
  {
    title: "A layer is a function with a memory",
    sentence:
      "Three channels go in, six come out. The layer keeps a weight of 6 × 3 × 3 × 3 numbers; everything else is the function conv2d. Each output cell is a sum of 27 products.",
    figure: layer,
    pin: { on: "output", index: 0 },
    facts: () => {
      const [x, w] = arrays(layer);
      const conv = new nn.Conv2d(3, 6, 3, { bias: false });
      conv.loadStateDict(new Map([["weight", w]]));
      const y = conv2d(x, conv.weight);
      const byMatrix = kernelMatrix(w, [3, 4, 4]).matmul(x.flatten());
      return [
        { code: "new nn.Conv2d(3, 6, 3, { bias: false })", result: String(conv) },
        { code: "equal(conv.forward(x), conv2d(x, conv.weight))", result: String(equal(conv.forward(x), y)) },
        { code: "equal(K.matmul(x.flatten()), conv2d(x, w).flatten())", result: String(equal(byMatrix, y.flatten())) },
      ];
    },
  },
  {
    title: "The kernel, laid out as a matrix",
    sentence:
      "Lay the 4 × 4 image flat: 16 numbers. Each output cell is one row of K, the kernel padded with zeros. The same nine weights run down the diagonals.",
    figure: image,
    pin: { on: "output", index: 1 },
    facts: () => {
      const [x, w] = arrays(image);
      const K = getKernelMatrix(w.reshape([3, 3]), [4, 4]);
      const same = allclose(K.matmul(x.reshape([-1, 1])).reshape([2, 2]), conv2d(x, w).reshape([2, 2]));
      return [
        { code: "getKernelMatrix(kernel, [4, 4]).shape", result: `[${K.shape.join(", ")}]` },
        { code: "allclose(K @ x, conv2d(x, w))", result: String(same) },
      ];
    },
  },
  {
    title: "Transposed convolution is the transpose",
    sentence:
      "Turn K over: 16 rows, 4 columns. Now every input cell stamps the kernel onto the larger output, and that is all a transposed convolution does.",
    figure: back,
    pin: { on: "input", index: 0 },
    facts: () => {
      const [y, w] = arrays(back);
      const K = getKernelMatrix(w.reshape([3, 3]), [4, 4]);
      const up = K.T.matmul(y.reshape([-1, 1])).reshape([1, 1, 4, 4]);
      return [
        { code: "allclose(K.T @ y, convTranspose2d(y, w))", result: String(allclose(up, convTranspose2d(y, w))) },
      ];
    },
  },
  {
    title: "Dilation is slicing with a stride",
    sentence:
      "With dilation 2 the kernel reads every second row and column. The nine numbers under it are the slice a[0:5:2, 0:5:2] of the table.",
    figure: dilated,
    pin: { on: "output", index: 0 },
    facts: () => {
      const a = arange(49, { dtype: "float32" }).reshape([7, 7]);
      const slice = a.index("0:5:2", "0:5:2");
      const [x, w] = arrays(dilated);
      const corner = conv2d(x, w, { dilation: 2 }).index(0, 0, 0, 0);
      const onSlice = conv2d(slice.reshape([1, 1, 3, 3]), w)
        .flatten()
        .index(0);
      return [
        { code: "a.index('0:5:2', '0:5:2')", result: String(slice) },
        { code: "conv2d(slice, w) = conv2d(a, w, { dilation: 2 })[0, 0]", result: String(equal(corner, onSlice)) },
      ];
    },
  },
  {
    title: "Groups do not see each other",
    sentence:
      "Two channels in, four out, in two groups: each pair of outputs reads one input. K falls apart into two blocks, and half of the parameters are gone.",
    figure: grouped,
    pin: { on: "output", index: 0 },
    facts: () => {
      const [x, w] = arrays(grouped);
      const halves = [0, 1].map((g) => conv2d(x.index(":", `${g}:${g + 1}`), w.index(`${2 * g}:${2 * g + 2}`)));
      const whole = conv2d(x, w, { groups: 2 });
      return [
        { code: "w.numel()", result: `${w.numel()}, without groups ${w.numel() * 2}` },
        {
          code: "equal(conv2d(x, w, { groups: 2 }), cat([left, right], 1))",
          result: String(equal(whole, cat(halves, { dim: 1 }))),
        },
      ];
    },
  },
  {
    title: "The kernel, recovered",
    sentence:
      "The notebook printed only these tables. Its kernel was found from them by least squares; put back, it gives all 16 printed numbers again.",
    figure: back,
    pin: { on: "output", index: 5 },
    facts: () => {
      const [y, w] = arrays(back);
      const table = convTranspose2d(y, w).reshape([4, 4]);
      return [
        { code: "convTranspose2d(y, recovered)", result: String(table) },
        {
          code: "allclose(…, printed table)",
          result: String(allclose(table, tensor(printedTable), { rtol: 0, atol: 5e-5 })),
        },
      ];
    },
  },
];
