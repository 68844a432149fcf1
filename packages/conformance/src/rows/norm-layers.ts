// Rows of the modules of normalisation: what they compute, remember, print and refuse.
import type { Tensor } from "@toeplitz/tensor";
import { layerRows } from "./layers.ts";
import { data, type Recipe } from "./recipe.ts";
import { type Api, type Call, type Output, type Row, row, rowsOnNothing, type Tolerance } from "./row.ts";

const moments: Tolerance = { ulps: 32, absolute: 2 ** -18, why: "means and variances are summed in another order" };

type Norm = InstanceType<Api["nn"]["BatchNorm2d"]>;

/** Two batches in training with weights of the caller's, then one that is not training; and what is remembered. */
function trainedRow(name: string, x: Recipe, python: string, make: (t: Api) => unknown, weights: boolean): Row {
  const channels = x.shape[1] as number;
  const set = weights ? "m.weight.data.copy_(w); m.bias.data.copy_(b); " : "";
  return row({
    id: `nn.${name}/training ${python}`,
    inputs: { x, w: data([channels], { dtype: x.dtype }), b: data([channels], { dtype: x.dtype }) },
    torch: `m = nn.${name}(${python}).to(x.dtype); ${set}y = m(x); m(x * 2 + 1); s = [v.detach() for k, v in m.state_dict().items()]; m.eval(); [y, m(x).detach(), list(m.state_dict()), *s]`,
    run: (t, { x, w, b }) => {
      const m = (make(t) as Norm).to(x.dtype);
      if (weights) {
        m.weight!.detach().copy_(w.detach());
        m.bias!.detach().copy_(b.detach());
      }
      const y = m.forward(x);
      m.forward(x.mul(2).add(1));
      const s = [...m.stateDict().values()].map((v) => v.clone());
      m.eval();
      return [y, m.forward(x).detach(), [...m.stateDict().keys()], ...s] as Output;
    },
    line: `new nn.${name}(${python}).forward(x)`,
    tolerance: moments,
  });
}

const line = data([4, 3, 5], { fill: "random" });
const image = data([2, 3, 4, 5], { fill: "random" });
const volume = data([2, 2, 2, 3, 2], { fill: "random" });

const running: readonly Row[] = [
  trainedRow("BatchNorm1d", line, "3", (t) => new t.nn.BatchNorm1d(3), true),
  trainedRow(
    "BatchNorm1d",
    data([6, 4], { fill: "random" }),
    "4, momentum=None",
    (t) => new t.nn.BatchNorm1d(4, { momentum: null }),
    true,
  ),
  trainedRow(
    "BatchNorm2d",
    image,
    "3, eps=1e-3, momentum=0.3",
    (t) => new t.nn.BatchNorm2d(3, { eps: 1e-3, momentum: 0.3 }),
    true,
  ),
  trainedRow("BatchNorm2d", image, "3, affine=False", (t) => new t.nn.BatchNorm2d(3, { affine: false }), false),
  trainedRow(
    "BatchNorm2d",
    image,
    "3, track_running_stats=False",
    (t) => new t.nn.BatchNorm2d(3, { trackRunningStats: false }),
    true,
  ),
  trainedRow("BatchNorm3d", volume, "2", (t) => new t.nn.BatchNorm3d(2), true),
  trainedRow("InstanceNorm1d", line, "3", (t) => new t.nn.InstanceNorm1d(3), false),
  trainedRow(
    "InstanceNorm2d",
    image,
    "3, affine=True, track_running_stats=True",
    (t) => new t.nn.InstanceNorm2d(3, { affine: true, trackRunningStats: true }),
    true,
  ),
  trainedRow("InstanceNorm3d", volume, "2, affine=True", (t) => new t.nn.InstanceNorm3d(2, { affine: true }), true),
  row({
    id: "nn.InstanceNorm2d/unbatched",
    inputs: { x: data([3, 4, 5], { fill: "random" }) },
    torch: "nn.InstanceNorm2d(3)(x)",
    run: (t, { x }) => new t.nn.InstanceNorm2d(3).forward(x),
    tolerance: moments,
  }),
];

const texts: readonly Row[] = rowsOnNothing([
  [
    "nn.BatchNorm2d/text",
    "m = nn.BatchNorm2d(3, momentum=None, affine=False); [str(m), m.extra_repr()]",
    (t) => {
      const m = new t.nn.BatchNorm2d(3, { momentum: null, affine: false });
      return [String(m), m.extraRepr()];
    },
  ],
  ["nn.BatchNorm1d/text", "str(nn.BatchNorm1d(4))", (t) => String(new t.nn.BatchNorm1d(4))],
  ["nn.BatchNorm3d/text", "str(nn.BatchNorm3d(4, eps=0.25))", (t) => String(new t.nn.BatchNorm3d(4, { eps: 0.25 }))],
  ["nn.InstanceNorm1d/text", "str(nn.InstanceNorm1d(2))", (t) => String(new t.nn.InstanceNorm1d(2))],
  [
    "nn.BatchNorm1d/reset",
    "m = nn.BatchNorm1d(2); m(torch.rand(4, 2)); m.reset_parameters(); [m.running_mean, m.running_var, m.num_batches_tracked, m.weight.detach(), m.bias.detach(), [n for n, _ in m.named_buffers()]]",
    (t) => {
      const m = new t.nn.BatchNorm1d(2);
      m.forward(t.rand([4, 2]));
      m.resetParameters();
      const buffers = [m.runningMean!, m.runningVar!, m.numBatchesTracked!];
      return [...buffers, m.weight!.detach(), m.bias!.detach(), m.namedBuffers().map(([name]) => name)];
    },
  ],
]);

const still: readonly Row[] = [
  ...layerRows(data([2, 3, 4], { fill: "random" }), "nn.LayerNorm(4)", (t) => new t.nn.LayerNorm(4), moments),
  ...layerRows(
    data([2, 3, 4], { fill: "random" }),
    "nn.LayerNorm((3, 4), eps=0.1, elementwise_affine=False)",
    (t) => new t.nn.LayerNorm([3, 4], { eps: 0.1, elementwiseAffine: false }),
    moments,
  ),
  ...layerRows(data([2, 4, 3], { fill: "random" }), "nn.GroupNorm(2, 4)", (t) => new t.nn.GroupNorm(2, 4), moments),
  ...layerRows(
    data([2, 6, 2, 2], { fill: "random" }),
    "nn.GroupNorm(3, 6, affine=False)",
    (t) => new t.nn.GroupNorm(3, 6, { affine: false }),
    moments,
  ),
  ...rowsOnNothing([
    [
      "nn.LayerNorm/state",
      "m = nn.LayerNorm((2, 3)); m.reset_parameters(); [list(m.state_dict()), m.weight.detach(), m.bias.detach()]",
      (t) => {
        const m = new t.nn.LayerNorm([2, 3]);
        m.resetParameters();
        return [[...m.stateDict().keys()], m.weight!.detach(), m.bias!.detach()];
      },
    ],
    [
      "nn.GroupNorm/state",
      "list(nn.GroupNorm(2, 4).state_dict())",
      (t) => [...new t.nn.GroupNorm(2, 4).stateDict().keys()],
    ],
    ["nn.GroupNorm/refuses groups", "nn.GroupNorm(2, 3)", (t) => void new t.nn.GroupNorm(2, 3), { error: true }],
  ]),
];

const refusal = (python: string, shape: readonly number[], call: (t: Api, x: Tensor) => unknown): Call<never> => [
  `nn.${python.slice(3, python.indexOf("("))}/refuses ${shape.join(" ")}`,
  `${python}(torch.ones(${shape.join(", ")}))`,
  (t) => void call(t, t.ones(shape)),
  { error: true },
];

const refusals: readonly Row[] = rowsOnNothing([
  refusal("nn.BatchNorm1d(3)", [2, 3, 4, 5], (t, x) => new t.nn.BatchNorm1d(3).forward(x)),
  refusal("nn.BatchNorm2d(3)", [2, 3, 4], (t, x) => new t.nn.BatchNorm2d(3).forward(x)),
  refusal("nn.BatchNorm2d(3)", [2, 4, 4, 4], (t, x) => new t.nn.BatchNorm2d(3).forward(x)),
  refusal("nn.BatchNorm1d(3)", [1, 3], (t, x) => new t.nn.BatchNorm1d(3).forward(x)),
  refusal("nn.BatchNorm3d(3)", [2, 3, 4], (t, x) => new t.nn.BatchNorm3d(3).forward(x)),
  refusal("nn.InstanceNorm1d(3)", [3], (t, x) => new t.nn.InstanceNorm1d(3).forward(x)),
  refusal("nn.InstanceNorm2d(3)", [3, 4], (t, x) => new t.nn.InstanceNorm2d(3).forward(x)),
]);

export const normLayerRows: readonly Row[] = [...running, ...texts, ...still, ...refusals];
