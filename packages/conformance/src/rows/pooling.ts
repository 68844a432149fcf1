// Rows of pooling: what combinations of options do not reach, and its modules.
import { poolCaseRows } from "./pool-cases.ts";
import { poolingErrorRows } from "./pooling-errors.ts";
import { data, values } from "./recipe.ts";
import { type Api, type Row, row, rowsOn } from "./row.ts";

const special: readonly Row[] = [
  ...rowsOn({ x: values([1, "nan", 2, "nan", 5, 1, "-inf", "-inf", "-inf"], { shape: [1, 1, 9] }) }, [
    [
      "maxPool1d/nan and -inf",
      "F.max_pool1d(x, 3, stride=1, return_indices=True)",
      (t, { x }) => t.maxPool1d(x, 3, { stride: 1, returnIndices: true }),
    ],
    ["maxPool1d/nan without indices", "F.max_pool1d(x.detach(), 3)", (t, { x }) => t.maxPool1d(x.detach(), 3)],
    ["avgPool1d/nan and -inf", "F.avg_pool1d(x, 3, stride=1)", (t, { x }) => t.avgPool1d(x, 3, { stride: 1 })],
    [
      "adaptiveMaxPool1d/nan and -inf",
      "F.adaptive_max_pool1d(x, 4, return_indices=True)",
      (t, { x }) => t.adaptiveMaxPool1d(x, 4, { returnIndices: true }),
    ],
  ]),
  ...rowsOn({ x: values([0, "-0", "-0", 0, "-0", "-0"], { shape: [1, 1, 6] }) }, [
    [
      "maxPool1d/zeros of both signs",
      "F.max_pool1d(x, 2, return_indices=True)",
      (t, { x }) => t.maxPool1d(x, 2, { returnIndices: true }),
    ],
    ["avgPool1d/zeros of both signs", "F.avg_pool1d(x, 2)", (t, { x }) => t.avgPool1d(x, 2)],
    [
      "avgPool2d/zeros and a negative divisor",
      "F.avg_pool2d(x, (1, 2), divisor_override=-2)",
      (t, { x }) => t.avgPool2d(x, [1, 2], { divisorOverride: -2 }),
    ],
    ["adaptiveAvgPool1d/zeros of both signs", "F.adaptive_avg_pool1d(x, 4)", (t, { x }) => t.adaptiveAvgPool1d(x, 4)],
  ]),
  // Quotients below the least number: an average ends as 0, an adaptive one keeps the sign of its -0.
  ...rowsOn({ x: values([-1e-45, 0, -1e-45, 0, -1e-45, 0], { shape: [1, 1, 6] }) }, [
    ["avgPool1d/underflow", "F.avg_pool1d(x, 3)", (t, { x }) => t.avgPool1d(x, 3)],
    ["adaptiveAvgPool1d/underflow", "F.adaptive_avg_pool1d(x, 4)", (t, { x }) => t.adaptiveAvgPool1d(x, 4)],
  ]),
  row({
    id: "maxPool2d/windows without elements",
    inputs: { x: data([1, 1, 1, 4]) },
    torch: "F.max_pool2d(x.detach(), 2, stride=1, padding=1, dilation=2, return_indices=True)",
    run: (t, { x }) => t.maxPool2d(x.detach(), 2, { stride: 1, padding: 1, dilation: 2, returnIndices: true }),
  }),
  row({
    id: "maxPool1d/an empty result where nothing is recorded",
    inputs: { x: data([2, 3, 4]) },
    torch: "F.max_pool1d(x.detach(), 5)",
    run: (t, { x }) => t.maxPool1d(x.detach(), 5),
  }),
  row({
    id: "maxPool1d/lists of one, and an empty stride",
    inputs: { x: data([2, 3, 8]) },
    torch: "F.max_pool1d(x, [3], stride=[], padding=[1], dilation=[1])",
    run: (t, { x }) => t.maxPool1d(x, [3], { stride: [], padding: [1], dilation: [1] }),
  }),
  row({
    id: "maxPool2d/a large window",
    inputs: { x: data([1, 2, 9, 13], { fill: "random" }) },
    torch: "F.max_pool2d(x, (7, 11), stride=2, padding=(3, 5))",
    run: (t, { x }) => t.maxPool2d(x, [7, 11], { stride: 2, padding: [3, 5] }),
  }),
  row({
    id: "avgPool2d/a large window",
    inputs: { x: data([1, 2, 9, 13], { fill: "random" }) },
    torch: "F.avg_pool2d(x, (7, 11), stride=2, padding=(3, 5))",
    run: (t, { x }) => t.avgPool2d(x, [7, 11], { stride: 2, padding: [3, 5] }),
  }),
  ...rowsOn({ x: data([1, 2, 4, 5], { dtype: "int64" }) }, [
    [
      "avgPool2d/int64",
      "F.avg_pool2d(x, 2, stride=1, padding=1)",
      (t, { x }) => t.avgPool2d(x, 2, { stride: 1, padding: 1 }),
    ],
    [
      "avgPool2d/int64 divisor",
      "F.avg_pool2d(x, 2, divisor_override=-3)",
      (t, { x }) => t.avgPool2d(x, 2, { divisorOverride: -3 }),
    ],
    ["avgPool1d/int64", "F.avg_pool1d(x[0], 3)", (t, { x }) => t.avgPool1d(x.index(0), 3)],
    [
      "avgPool3d/int64",
      "F.avg_pool3d(x, (1, 2, 3), ceil_mode=True)",
      (t, { x }) => t.avgPool3d(x, [1, 2, 3], { ceilMode: true }),
    ],
  ]),
  ...rowsOn({ x: data([2, 3, 4, 5, 6]) }, [
    ["adaptiveAvgPool1d/one", "F.adaptive_avg_pool1d(x[0, 0], 1)", (t, { x }) => t.adaptiveAvgPool1d(x.index(0, 0), 1)],
    ["adaptiveAvgPool2d/one", "F.adaptive_avg_pool2d(x[0], 1)", (t, { x }) => t.adaptiveAvgPool2d(x.index(0), 1)],
    [
      "adaptiveAvgPool2d/one of two axes",
      "F.adaptive_avg_pool2d(x[0, 0, 0], 1)",
      (t, { x }) => t.adaptiveAvgPool2d(x.index(0, 0, 0), 1),
    ],
    [
      "adaptiveAvgPool2d/one of five axes",
      "F.adaptive_avg_pool2d(x, (1, 1))",
      (t, { x }) => t.adaptiveAvgPool2d(x, [1, 1]),
    ],
    ["adaptiveAvgPool3d/one", "F.adaptive_avg_pool3d(x, 1)", (t, { x }) => t.adaptiveAvgPool3d(x, 1)],
    ["adaptiveMaxPool3d/one", "F.adaptive_max_pool3d(x, 1)", (t, { x }) => t.adaptiveMaxPool3d(x, 1)],
    [
      "adaptiveMaxPool2d/nothing",
      "F.adaptive_max_pool2d(x[0], (0, 2))",
      (t, { x }) => t.adaptiveMaxPool2d(x.index(0), [0, 2]),
      { grad: false }, // PyTorch refuses to go back from nothing
    ],
    [
      "adaptiveAvgPool3d/own sizes",
      "F.adaptive_avg_pool3d(x, (None, 3, None))",
      (t, { x }) => t.adaptiveAvgPool3d(x, [null, 3, null]),
    ],
    ["maxPool3d/empty batch", "F.max_pool3d(x[:0], 2)", (t, { x }) => t.maxPool3d(x.index(":0"), 2)],
    ["avgPool3d/empty batch", "F.avg_pool3d(x[:0], 2)", (t, { x }) => t.avgPool3d(x.index(":0"), 2)],
    [
      "maxPool2d/empty batch",
      "F.max_pool2d(x[0, :0], 2, return_indices=True)",
      (t, { x }) => t.maxPool2d(x.index(0, ":0"), 2, { returnIndices: true }),
    ],
    ["avgPool2d/empty batch", "F.avg_pool2d(x[0, :0], 2)", (t, { x }) => t.avgPool2d(x.index(0, ":0"), 2)],
    [
      "maxPool1d/empty batch",
      "F.max_pool1d(x[0, 0, :0], 2)",
      (t, { x }) => t.maxPool1d(x.index(0, 0, ":0").reshape([0, 5, 6]), 2),
    ],
    [
      "adaptiveAvgPool2d/empty batch",
      "F.adaptive_avg_pool2d(x[0, :0], 2)",
      (t, { x }) => t.adaptiveAvgPool2d(x.index(0, ":0"), 2),
    ],
    [
      "adaptiveMaxPool2d/empty batch",
      "F.adaptive_max_pool2d(x[0, :0], 2)",
      (t, { x }) => t.adaptiveMaxPool2d(x.index(0, ":0"), 2),
    ],
  ]),
  ...rowsOn({ x: data([2, 2, 2, 4]) }, [
    ["maxPool1d/text", "str(F.max_pool1d(x[0], 2))", (t, { x }) => String(t.maxPool1d(x.index(0), 2))],
    ["maxPool2d/text", "str(F.max_pool2d(x, 2))", (t, { x }) => String(t.maxPool2d(x, 2))],
    ["maxPool3d/text", "str(F.max_pool3d(x, 2))", (t, { x }) => String(t.maxPool3d(x, 2))],
    ["avgPool1d/text", "str(F.avg_pool1d(x[0], 2))", (t, { x }) => String(t.avgPool1d(x.index(0), 2))],
    ["avgPool2d/text", "str(F.avg_pool2d(x, 2))", (t, { x }) => String(t.avgPool2d(x, 2))],
    ["avgPool3d/text", "str(F.avg_pool3d(x, 2))", (t, { x }) => String(t.avgPool3d(x, 2))],
    [
      "adaptiveAvgPool1d/text",
      "str(F.adaptive_avg_pool1d(x[0], 1))",
      (t, { x }) => String(t.adaptiveAvgPool1d(x.index(0), 1)),
    ],
    ["adaptiveAvgPool2d/text", "str(F.adaptive_avg_pool2d(x, 2))", (t, { x }) => String(t.adaptiveAvgPool2d(x, 2))],
    ["adaptiveAvgPool3d/text", "str(F.adaptive_avg_pool3d(x, 1))", (t, { x }) => String(t.adaptiveAvgPool3d(x, 1))],
    ["adaptiveMaxPool2d/text", "str(F.adaptive_max_pool2d(x, 2))", (t, { x }) => String(t.adaptiveMaxPool2d(x, 2))],
    [
      "maxPool2d/text of a gradient",
      "str(torch.autograd.grad(F.max_pool2d(x, 2), x, torch.ones(2, 2, 1, 2).requires_grad_(), create_graph=True)[0])",
      (t, { x }) => gradientText(t, x, t.maxPool2d(x, 2)),
    ],
    [
      "avgPool2d/text of a gradient",
      "str(torch.autograd.grad(F.avg_pool2d(x, 2), x, torch.ones(2, 2, 1, 2).requires_grad_(), create_graph=True)[0])",
      (t, { x }) => gradientText(t, x, t.avgPool2d(x, 2)),
    ],
  ]),
];

function gradientText(t: Api, x: ReturnType<Api["zeros"]>, y: ReturnType<Api["zeros"]>): string {
  const sent = t.ones(y.shape, { requiresGrad: true });
  return String(t.grad(y, [x], { gradOutputs: sent, createGraph: true })[0]);
}

type Modules = Api["nn"];
type Built = { forward(x: ReturnType<Api["zeros"]>): ReturnType<Row["run"]>; extraRepr(): string };

const build = (id: string, python: string, make: (nn: Modules) => Built, axes: number): readonly Row[] => [
  row({
    id: `nn.${id}/forward`,
    inputs: { x: data([2, 3, 6, 7, 8].slice(0, axes)) },
    torch: `nn.${python}(x)`,
    run: (t, { x }) => make(t.nn).forward(x),
  }),
  row({ id: `nn.${id}/text`, torch: `str(nn.${python})`, run: (t) => String(make(t.nn)) }),
];

const modules: readonly Row[] = [
  ...build("MaxPool1d", "MaxPool1d(3, stride=2, padding=1)", (nn) => new nn.MaxPool1d(3, { stride: 2, padding: 1 }), 3),
  ...build("MaxPool2d", "MaxPool2d(2)", (nn) => new nn.MaxPool2d(2), 4),
  ...build(
    "MaxPool2d/all",
    "MaxPool2d((2, 3), stride=(1, 2), padding=(0, 1), dilation=2, return_indices=True, ceil_mode=True)",
    (nn) =>
      new nn.MaxPool2d([2, 3], { stride: [1, 2], padding: [0, 1], dilation: 2, returnIndices: true, ceilMode: true }),
    4,
  ),
  ...build("MaxPool3d", "MaxPool3d((1, 2, 2))", (nn) => new nn.MaxPool3d([1, 2, 2]), 5),
  ...build("AvgPool1d", "AvgPool1d(2)", (nn) => new nn.AvgPool1d(2), 3),
  ...build(
    "AvgPool1d/all",
    "AvgPool1d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)",
    (nn) => new nn.AvgPool1d(3, { stride: 2, padding: 1, ceilMode: true, countIncludePad: false }),
    3,
  ),
  ...build(
    "AvgPool2d",
    "AvgPool2d(3, stride=(2, 1), padding=1)",
    (nn) => new nn.AvgPool2d(3, { stride: [2, 1], padding: 1 }),
    4,
  ),
  ...build(
    "AvgPool2d/divisor",
    "AvgPool2d(2, divisor_override=3)",
    (nn) => new nn.AvgPool2d(2, { divisorOverride: 3 }),
    4,
  ),
  ...build(
    "AvgPool3d",
    "AvgPool3d((1, 2, 3), divisor_override=5)",
    (nn) => new nn.AvgPool3d([1, 2, 3], { divisorOverride: 5 }),
    5,
  ),
  ...build("AdaptiveAvgPool1d", "AdaptiveAvgPool1d(4)", (nn) => new nn.AdaptiveAvgPool1d(4), 3),
  ...build("AdaptiveAvgPool2d", "AdaptiveAvgPool2d((None, 5))", (nn) => new nn.AdaptiveAvgPool2d([null, 5]), 4),
  ...build("AdaptiveAvgPool2d/one", "AdaptiveAvgPool2d(1)", (nn) => new nn.AdaptiveAvgPool2d(1), 4),
  ...build("AdaptiveAvgPool3d", "AdaptiveAvgPool3d((2, 3, 4))", (nn) => new nn.AdaptiveAvgPool3d([2, 3, 4]), 5),
  ...build("AdaptiveMaxPool1d", "AdaptiveMaxPool1d(4)", (nn) => new nn.AdaptiveMaxPool1d(4), 3),
  ...build(
    "AdaptiveMaxPool2d",
    "AdaptiveMaxPool2d((3, 5), return_indices=True)",
    (nn) => new nn.AdaptiveMaxPool2d([3, 5], { returnIndices: true }),
    4,
  ),
  ...build("AdaptiveMaxPool3d", "AdaptiveMaxPool3d(3)", (nn) => new nn.AdaptiveMaxPool3d(3), 5),
  row({
    id: "nn.MaxPool2d/in a sequence",
    inputs: { x: data([1, 2, 6, 6]) },
    torch: "nn.Sequential(nn.ReLU(), nn.MaxPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten())(x)",
    run: (t, { x }) =>
      new t.nn.Sequential(
        new t.nn.ReLU(),
        new t.nn.MaxPool2d(2),
        new t.nn.AdaptiveAvgPool2d(1),
        new t.nn.Flatten(),
      ).forward(x),
  }),
];

export const poolingRows: readonly Row[] = [...poolCaseRows, ...special, ...modules, ...poolingErrorRows];
