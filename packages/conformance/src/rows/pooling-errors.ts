// What pooling refuses, with PyTorch's words: one call of each kind; packages/conv asks about all sentences, with random calls.
import { type Api, type Call, type Row, rowsOnNothing } from "./row.ts";

const refuses = (id: string, torch: string, run: (t: Api) => unknown): Call<never> => [
  id.replace("/", "/refuses "),
  torch,
  (t) => void run(t),
  { error: true },
];

export const poolingErrorRows: readonly Row[] = rowsOnNothing([
  refuses("maxPool1d/a kernel of 0", "F.max_pool1d(torch.zeros(1, 4), 0)", (t) => t.maxPool1d(t.zeros([1, 4]), 0)),
  refuses("maxPool1d/int64", "F.max_pool1d(torch.ones(1, 4).long(), 2)", (t) =>
    t.maxPool1d(t.ones([1, 4], { dtype: "int64" }), 2),
  ),
  refuses(
    "maxPool1d/an empty result where a gradient is wanted",
    "F.max_pool1d(torch.zeros(1, 4, requires_grad=True), 5)",
    (t) => t.maxPool1d(t.zeros([1, 4], { requiresGrad: true }), 5),
  ),
  refuses(
    "maxPool1d/a wide padding with indices",
    "F.max_pool1d(torch.zeros(1, 4), 2, padding=2, return_indices=True)",
    (t) => t.maxPool1d(t.zeros([1, 4]), 2, { padding: 2, returnIndices: true }),
  ),
  refuses("maxPool2d/three numbers", "F.max_pool2d(torch.zeros(1, 4, 4), (2, 2, 2))", (t) =>
    t.maxPool2d(t.zeros([1, 4, 4]), [2, 2, 2]),
  ),
  refuses("maxPool2d/two axes", "F.max_pool2d(torch.zeros(4, 4), 2)", (t) => t.maxPool2d(t.zeros([4, 4]), 2)),
  refuses("maxPool2d/dilation 0", "F.max_pool2d(torch.zeros(1, 4, 4), 2, dilation=0)", (t) =>
    t.maxPool2d(t.zeros([1, 4, 4]), 2, { dilation: 0 }),
  ),
  refuses("maxPool3d/a large kernel", "F.max_pool3d(torch.zeros(1, 4, 4, 4), (2, 5, 2))", (t) =>
    t.maxPool3d(t.zeros([1, 4, 4, 4]), [2, 5, 2]),
  ),
  refuses("maxPool3d/an empty axis", "F.max_pool3d(torch.zeros(1, 4, 0, 4), 2)", (t) =>
    t.maxPool3d(t.zeros([1, 4, 0, 4]), 2),
  ),
  refuses("avgPool1d/two numbers", "F.avg_pool1d(torch.zeros(1, 4), (2, 2))", (t) =>
    t.avgPool1d(t.zeros([1, 4]), [2, 2]),
  ),
  refuses("avgPool2d/one axis", "F.avg_pool2d(torch.zeros(4), 2)", (t) => t.avgPool2d(t.zeros([4]), 2)),
  refuses("avgPool2d/divisor 0", "F.avg_pool2d(torch.zeros(1, 4, 4), 2, divisor_override=0)", (t) =>
    t.avgPool2d(t.zeros([1, 4, 4]), 2, { divisorOverride: 0 }),
  ),
  refuses("avgPool2d/uint8", "F.avg_pool2d(torch.ones(1, 4, 4).byte(), 2)", (t) =>
    t.avgPool2d(t.ones([1, 4, 4], { dtype: "uint8" }), 2),
  ),
  refuses("avgPool3d/a large kernel", "F.avg_pool3d(torch.zeros(1, 4, 4, 4), 5, padding=2)", (t) =>
    t.avgPool3d(t.zeros([1, 4, 4, 4]), 5, { padding: 2 }),
  ),
  refuses("adaptiveAvgPool1d/an empty axis", "F.adaptive_avg_pool1d(torch.zeros(1, 0), 2)", (t) =>
    t.adaptiveAvgPool1d(t.zeros([1, 0]), 2),
  ),
  refuses("adaptiveAvgPool2d/a negative size", "F.adaptive_avg_pool2d(torch.zeros(1, 4, 4), (2, -1))", (t) =>
    t.adaptiveAvgPool2d(t.zeros([1, 4, 4]), [2, -1]),
  ),
  refuses("adaptiveAvgPool3d/int64 to one", "F.adaptive_avg_pool3d(torch.ones(1, 4, 4, 4).long(), 1)", (t) =>
    t.adaptiveAvgPool3d(t.ones([1, 4, 4, 4], { dtype: "int64" }), 1),
  ),
  refuses("adaptiveMaxPool1d/four axes", "F.adaptive_max_pool1d(torch.zeros(1, 1, 1, 4), 2)", (t) =>
    t.adaptiveMaxPool1d(t.zeros([1, 1, 1, 4]), 2),
  ),
  refuses("adaptiveMaxPool2d/a negative size", "F.adaptive_max_pool2d(torch.zeros(1, 4, 4), -2)", (t) =>
    t.adaptiveMaxPool2d(t.zeros([1, 4, 4]), -2),
  ),
  refuses("adaptiveMaxPool3d/a short list", "F.adaptive_max_pool3d(torch.zeros(1, 4, 4, 4), (2, 2))", (t) =>
    t.adaptiveMaxPool3d(t.zeros([1, 4, 4, 4]), [2, 2]),
  ),
  refuses("nn.MaxPool2d/a large padding", "nn.MaxPool2d(2, padding=2)(torch.zeros(1, 4, 4))", (t) =>
    new t.nn.MaxPool2d(2, { padding: 2 }).forward(t.zeros([1, 4, 4])),
  ),
]);
