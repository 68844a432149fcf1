// Rows of what training needs beside layers: batches, layers that wait for an input, normalisation folded into convolution.
import type { Tensor } from "@toeplitz/tensor";
import { drawn } from "./random.ts";
import { data } from "./recipe.ts";
import { type Api, type Call, type Output, type Row, row, rowsOnNothing } from "./row.ts";

const loaderPython = (options: string) =>
  `from torch.utils.data import DataLoader, TensorDataset\nd = TensorDataset(torch.arange(14).reshape(7, 2), torch.arange(7) / 2); l = DataLoader(d, ${options})\n`;
const dataset = (t: Api) => new t.data.TensorDataset(t.arange(14).reshape([7, 2]), t.arange(7).div(2));

type Loader = InstanceType<Api["data"]["DataLoader"]>;
const passes = (id: string, options: string, make: (t: Api, d: ReturnType<typeof dataset>) => unknown): Call<never> => [
  `data.DataLoader/${id}`,
  `${loaderPython(options)}torch.manual_seed(5); [*[y for _ in range(2) for b in l for y in b], len(l), torch.rand(1)]`,
  (t) =>
    drawn(t, 5, () => {
      const l = make(t, dataset(t)) as Loader;
      const batches = [0, 1].flatMap(() => [...l] as Tensor[][]).flat();
      return [...batches, l.length, t.rand([1])];
    }),
];

const batches: readonly Row[] = rowsOnNothing([
  passes("in order", "batch_size=3", (t, d) => new t.data.DataLoader(d, { batchSize: 3 })),
  passes("one by one", "", (t, d) => new t.data.DataLoader(d)),
  passes("shuffled", "batch_size=3, shuffle=True", (t, d) => new t.data.DataLoader(d, { batchSize: 3, shuffle: true })),
  passes(
    "without the last",
    "batch_size=2, shuffle=True, drop_last=True",
    (t, d) => new t.data.DataLoader(d, { batchSize: 2, shuffle: true, dropLast: true }),
  ),
  passes(
    "own generator",
    "batch_size=4, shuffle=True, generator=torch.Generator().manual_seed(3)",
    (t, d) => new t.data.DataLoader(d, { batchSize: 4, shuffle: true, generator: new t.Generator().manualSeed(3) }),
  ),
  [
    "data.TensorDataset/at",
    `${loaderPython("batch_size=1")}[len(d), *d[2]]`,
    (t) => {
      const d = dataset(t);
      return [d.length, ...d.at(2)];
    },
  ],
  [
    "data.TensorDataset/refuses lengths",
    "from torch.utils.data import TensorDataset\nTensorDataset(torch.ones(2), torch.ones(3))",
    (t) => void new t.data.TensorDataset(t.ones([2]), t.ones([3])),
    { error: true },
  ],
  [
    "data.DataLoader/refuses a size",
    `${loaderPython("batch_size=0")}`,
    (t) => void new t.data.DataLoader(dataset(t), { batchSize: 0 }),
    { error: true },
  ],
  [
    "data.defaultCollate/all",
    "from torch.utils.data import default_collate\nr = default_collate([{'a': 1, 'b': (0.5, 'x'), 'c': [torch.ones(2), True]}, {'a': 2, 'b': (1.5, 'y'), 'c': [torch.zeros(2), False]}]); [r['a'], r['b'][0], list(r['b'][1]), *r['c']]",
    (t) => {
      const r = t.data.defaultCollate<{ a: number; b: [number, string]; c: [Tensor, boolean] }>([
        { a: 1, b: [0.5, "x"], c: [t.ones([2]), true] },
        { a: 2, b: [1.5, "y"], c: [t.zeros([2]), false] },
      ]);
      return [r.a, r.b[0], r.b[1], ...r.c] as Output;
    },
  ],
]);

interface Lazy {
  forward(x: Tensor): Tensor;
  namedParameters(): [string, Tensor][];
}

const waiting = (python: string, shape: readonly number[], make: (t: Api) => unknown): Call<never> => [
  `nn.${python}`,
  `torch.manual_seed(0); m = nn.${python}; a = str(m); y = m(torch.ones(${shape.join(", ")})); [a, str(m), y.detach(), m(torch.zeros(${shape.join(", ")})).detach(), *[p.detach() for p in m.parameters()]]`,
  (t) =>
    drawn(t, 0, () => {
      const m = make(t) as Lazy;
      const a = String(m);
      const y = m.forward(t.ones(shape));
      return [
        a,
        String(m),
        y.detach(),
        m.forward(t.zeros(shape)).detach(),
        ...m.namedParameters().map(([, p]) => p.detach()),
      ];
    }),
  { tolerance: { ulps: 8, absolute: 2 ** -20, why: "sums in another order" } },
];

const lazy: readonly Row[] = rowsOnNothing([
  waiting("LazyConv1d(4, 3, padding=1)", [2, 3, 5], (t) => new t.nn.LazyConv1d(4, 3, { padding: 1 })),
  waiting("LazyConv2d(4, 3, groups=2)", [2, 6, 4, 5], (t) => new t.nn.LazyConv2d(4, 3, { groups: 2 })),
  waiting("LazyConv3d(2, 2, bias=False)", [3, 2, 3, 2], (t) => new t.nn.LazyConv3d(2, 2, { bias: false })),
  waiting("LazyConvTranspose1d(4, 3, stride=2)", [3, 5], (t) => new t.nn.LazyConvTranspose1d(4, 3, { stride: 2 })),
  waiting(
    "LazyConvTranspose2d(4, 2, groups=2)",
    [1, 2, 3, 2],
    (t) => new t.nn.LazyConvTranspose2d(4, 2, { groups: 2 }),
  ),
  waiting("LazyConvTranspose3d(1, 2)", [1, 2, 2, 2, 2], (t) => new t.nn.LazyConvTranspose3d(1, 2)),
  waiting("LazyLinear(3)", [2, 5], (t) => new t.nn.LazyLinear(3)),
  [
    "nn.LazyConv2d/refuses axes",
    "nn.LazyConv2d(4, 3)(torch.ones(2, 3))",
    (t) => new t.nn.LazyConv2d(4, 3).forward(t.ones([2, 3])),
    { error: true },
  ],
  [
    "nn.LazyConv1d/refuses groups",
    "nn.LazyConv1d(4, 3, groups=2)(torch.ones(1, 3, 5))",
    (t) => new t.nn.LazyConv1d(4, 3, { groups: 2 }).forward(t.ones([1, 3, 5])),
    { error: true },
  ],
  [
    "nn.LazyLinear/resetParameters",
    "torch.manual_seed(0); m = nn.LazyLinear(3); m.reset_parameters(); torch.rand(1)",
    (t) =>
      drawn(t, 0, () => {
        new t.nn.LazyLinear(3).resetParameters();
        return t.rand([1]);
      }),
  ],
]);

const statistics =
  "bn.running_mean.copy_(r); bn.running_var.copy_(r * r + 1); bn.weight.data.copy_(r + 2); bn.bias.data.copy_(r)";

const fused: readonly Row[] = (
  [
    ["nn.Conv2d(2, 4, 3, groups=2, bias=False), nn.BatchNorm2d(4)", false, [2, 2, 5, 5]],
    ["nn.Conv1d(2, 4, 3, stride=2, padding=1), nn.BatchNorm1d(4)", false, [1, 2, 6]],
    ["nn.ConvTranspose2d(2, 4, 3, output_padding=1, stride=2), nn.BatchNorm2d(4)", true, [1, 2, 3, 3]],
  ] as const
).map(([python, transposed, shape], which) =>
  row({
    id: `nn.fuseConvBn/${python}`,
    inputs: { r: data([4], { fill: "random" }), x: data(shape) },
    grad: false,
    torch: `torch.manual_seed(0); c, bn = ${python}; ${statistics}; c.eval(); bn.eval(); f = nn.utils.fusion.fuse_conv_bn_eval(c, bn, ${transposed ? "True" : "False"}); [str(f), f.weight.detach(), f.bias.detach(), f(x).detach(), torch.rand(1)]`,
    run: (t, { r, x }) =>
      drawn(t, 0, () => {
        const conv = [
          () => new t.nn.Conv2d(2, 4, 3, { groups: 2, bias: false }),
          () => new t.nn.Conv1d(2, 4, 3, { stride: 2, padding: 1 }),
          () => new t.nn.ConvTranspose2d(2, 4, 3, { outputPadding: 1, stride: 2 }),
        ][which]!();
        const bn = which === 1 ? new t.nn.BatchNorm1d(4) : new t.nn.BatchNorm2d(4);
        bn.runningMean!.copy_(r);
        bn.runningVar!.copy_(r.mul(r).add(1));
        bn.weight!.detach().copy_(r.add(2));
        bn.bias!.detach().copy_(r);
        conv.eval();
        bn.eval();
        const f = t.nn.fuseConvBn(conv, bn);
        return [String(f), f.weight.detach(), f.bias!.detach(), f.forward(x).detach(), t.rand([1])];
      }),
    line: `nn.fuseConvBn(conv, bn).forward(x)`,
    tolerance: { ulps: 8, absolute: 2 ** -18, why: "sums in another order" },
  }),
);

const fuseRefusals: readonly Row[] = rowsOnNothing([
  [
    "nn.fuseConvBn/refuses training",
    "nn.utils.fusion.fuse_conv_bn_eval(nn.Conv2d(1, 1, 1), nn.BatchNorm2d(1))",
    (t) => void t.nn.fuseConvBn(new t.nn.Conv2d(1, 1, 1), new t.nn.BatchNorm2d(1)),
    { error: true },
  ],
]);

export const trainingRows: readonly Row[] = [...batches, ...lazy, ...fused, ...fuseRefusals];
