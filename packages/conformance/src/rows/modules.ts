// Rows of convolution modules and of first values: draws, calls, printed forms, refusals.
import type { Tensor } from "@toeplitz/tensor";
import { drawn, seeded } from "./random.ts";
import { data } from "./recipe.ts";
import { type Api, type Call, called, type Row, row, rowsOn, rowsOnNothing } from "./row.ts";

type LayerOptions = Readonly<Record<string, unknown>> & { readonly groups?: number };

interface Layer {
  /** Arguments as in PyTorch. */
  readonly python: string;
  readonly name: `Conv${"" | "Transpose"}${1 | 2 | 3}d`;
  readonly sizes: readonly [inChannels: number, outChannels: number, kernelSize: number | readonly number[]];
  readonly options?: LayerOptions;
}

const layers: readonly Layer[] = [
  { name: "Conv2d", python: "3, 6, 3, bias=False", sizes: [3, 6, 3], options: { bias: false } },
  { name: "Conv2d", python: "1, 1, 3", sizes: [1, 1, 3] },
  { name: "Conv1d", python: "4, 6, 3, groups=2", sizes: [4, 6, 3], options: { groups: 2 } },
  { name: "Conv3d", python: "2, 3, (1, 2, 3)", sizes: [2, 3, [1, 2, 3]] },
  { name: "Conv1d", python: "2, 3, 2, padding='same'", sizes: [2, 3, 2], options: { padding: "same" } },
  {
    name: "Conv2d",
    python: "2, 4, (3, 2), stride=(2, 1), padding=(1, 0), dilation=2, groups=2, padding_mode='reflect'",
    sizes: [2, 4, [3, 2]],
    options: { stride: [2, 1], padding: [1, 0], dilation: 2, groups: 2, paddingMode: "reflect" },
  },
  {
    name: "Conv3d",
    python: "1, 2, 2, padding='valid', dtype=torch.float64",
    sizes: [1, 2, 2],
    options: { padding: "valid", dtype: "float64" },
  },
  { name: "ConvTranspose1d", python: "3, 2, 4", sizes: [3, 2, 4] },
  {
    name: "ConvTranspose2d",
    python: "4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, bias=False, dilation=(1, 2)",
    sizes: [4, 6, 3],
    options: { stride: 2, padding: 1, outputPadding: 1, groups: 2, bias: false, dilation: [1, 2] },
  },
  { name: "ConvTranspose3d", python: "1, 2, (1, 2, 2)", sizes: [1, 2, [1, 2, 2]] },
];

const create = (t: Api, { name, sizes, options }: Layer) =>
  new t.nn[name](sizes[0], sizes[1], sizes[2], (options ?? {}) as never);

const line = ({ name, sizes, options }: Layer) =>
  `new nn.${name}(${[...sizes, ...(options === undefined ? [] : [options])].map((part) => JSON.stringify(part)).join(", ")})`;

const created: readonly Row[] = layers.flatMap((layer) => {
  const { name, python } = layer;
  return [
    row({
      id: `nn.${name}/first values ${python}`,
      torch: seeded(`m = nn.${name}(${python}); [*m.state_dict().values(), torch.rand(1)]`),
      run: (t) => drawn(t, 0, () => [...create(t, layer).stateDict().values(), t.rand([1])]),
      line: line(layer),
    }),
    row({
      id: `nn.${name}/text ${python}`,
      torch: `str(nn.${name}(${python}))`,
      run: (t) => String(create(t, layer)),
      line: `String(${line(layer)})`,
    }),
    row({
      id: `nn.${name}/holds ${python}`,
      torch: `m = nn.${name}(${python}); [[n, list(p.shape), p.requires_grad] for n, p in m.named_parameters()]`,
      run: (t) =>
        create(t, layer)
          .namedParameters()
          .map(([key, parameter]) => [key, parameter.shape, parameter.requiresGrad]),
      line: `${line(layer)}.namedParameters()`,
    }),
  ];
});

type Load = readonly [
  name: Layer["name"],
  python: string,
  options: LayerOptions,
  x: readonly number[],
  w: readonly number[],
  b: number,
];

const calls: readonly Load[] = [
  ["Conv1d", "2, 3, 3, padding=1", { padding: 1 }, [2, 2, 7], [3, 2, 3], 3],
  ["Conv2d", "2, 4, (3, 2), stride=2, groups=2", { stride: 2, groups: 2 }, [1, 2, 6, 5], [4, 1, 3, 2], 4],
  [
    "Conv2d",
    "2, 1, 4, padding='same', padding_mode='circular'",
    { padding: "same", paddingMode: "circular" },
    [1, 2, 5, 6],
    [1, 2, 4, 4],
    1,
  ],
  ["Conv3d", "1, 2, 2, dilation=(1, 2, 1)", { dilation: [1, 2, 1] }, [1, 3, 4, 3], [2, 1, 2, 2, 2], 2],
  ["ConvTranspose1d", "2, 3, 3, stride=2", { stride: 2 }, [1, 2, 4], [2, 3, 3], 3],
  [
    "ConvTranspose2d",
    "2, 2, 3, stride=2, padding=1, output_padding=1",
    { stride: 2, padding: 1, outputPadding: 1 },
    [2, 3, 3],
    [2, 2, 3, 3],
    2,
  ],
  ["ConvTranspose3d", "1, 1, 2, stride=(1, 2, 1)", { stride: [1, 2, 1] }, [1, 1, 2, 2, 2], [1, 1, 2, 2, 2], 1],
];

const loaded: readonly Row[] = calls.map(([name, python, options, x, w, b]) => {
  const { groups = 1 } = options;
  const [first, second, ...kernel] = w as readonly [number, number, ...number[]];
  const transposed = name.startsWith("ConvTranspose");
  const channels: Layer["sizes"] = transposed ? [first, second * groups, kernel] : [second * groups, first, kernel];
  return row({
    id: `nn.${name}/forward ${python}`,
    inputs: { x: data(x), w: data(w), b: data([b]) },
    torch: `m = nn.${name}(${python}); m.load_state_dict({'weight': w, 'bias': b}); m(x)`,
    run: (t, { x, w, b }) => {
      const layer = create(t, { name, python, sizes: channels, options }).to(x.dtype);
      layer.loadStateDict({ weight: w, bias: b });
      return called(layer as never, "forward").call(layer, x);
    },
    line: `${line({ name, python, sizes: channels, options })}.forward(x)`,
  });
});

const outputSizes: readonly Row[] = rowsOn({ x: data([1, 1, 4, 3]), w: data([1, 1, 3, 3]), b: data([1]) }, [
  ...(
    [
      ["two", [7, 6]],
      ["four", [1, 1, 8, 5]],
      ["refuses a large size", [10, 6]],
      ["refuses a small size", [6, 6]],
      ["refuses three", [1, 7, 6]],
    ] as const
  ).map(
    ([what, outputSize]): Call<"x" | "w" | "b"> => [
      `nn.ConvTranspose2d/output size ${what}`,
      `m = nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1); m.load_state_dict({'weight': w, 'bias': b}); m(x, output_size=${JSON.stringify(outputSize)})`,
      (t, { x, w, b }) => {
        const m = new t.nn.ConvTranspose2d(1, 1, 3, { stride: 2, padding: 1 }).to(x.dtype);
        m.loadStateDict({ weight: w, bias: b });
        return m.forward(x, { outputSize });
      },
      what.startsWith("refuses") ? { error: true } : {},
    ],
  ),
]);

const refusals: readonly Row[] = rowsOnNothing([
  [
    "nn.Conv2d/refuses channels and groups",
    "nn.Conv2d(3, 4, 3, groups=2)",
    (t) => void new t.nn.Conv2d(3, 4, 3, { groups: 2 }),
    { error: true },
  ],
  [
    "nn.Conv2d/refuses outputs and groups",
    "nn.Conv2d(4, 3, 3, groups=2)",
    (t) => void new t.nn.Conv2d(4, 3, 3, { groups: 2 }),
    { error: true },
  ],
  [
    "nn.Conv2d/refuses strided 'same'",
    "nn.Conv2d(1, 1, 3, padding='same', stride=2)",
    (t) => void new t.nn.Conv2d(1, 1, 3, { padding: "same", stride: 2 }),
    { error: true },
  ],
  [
    "nn.Conv2d/refuses a padding string",
    "nn.Conv2d(1, 1, 3, padding='full')",
    (t) => void new t.nn.Conv2d(1, 1, 3, { padding: "full" as never }),
    { error: "Invalid padding string 'full', should be one of {" },
  ],
  [
    "nn.Conv2d/refuses a padding mode",
    "nn.Conv2d(1, 1, 3, padding_mode='mirror')",
    (t) => void new t.nn.Conv2d(1, 1, 3, { paddingMode: "mirror" as never }),
    { error: "padding_mode must be one of {" },
  ],
  [
    "nn.ConvTranspose2d/refuses a padding mode",
    "nn.ConvTranspose2d(1, 1, 3, padding_mode='reflect')",
    (t) => void new t.nn.ConvTranspose2d(1, 1, 3, { paddingMode: "reflect" as never }),
    { error: true },
  ],
]);

const filled = (id: string, python: string, fill: (t: Api, x: Tensor) => Tensor): Call<never> => [
  id,
  seeded(`nn.init.${python}`.replace("(x", "(torch.zeros(3, 2, 2)")),
  (t) => drawn(t, 0, () => fill(t, t.zeros([3, 2, 2]))),
];

const firstValues: readonly Row[] = rowsOnNothing([
  filled("nn.init.kaimingUniform_/default", "kaiming_uniform_(x)", (t, x) => t.nn.init.kaimingUniform_(x)),
  filled("nn.init.kaimingUniform_/slope", "kaiming_uniform_(x, a=5 ** 0.5)", (t, x) =>
    t.nn.init.kaimingUniform_(x, { a: Math.sqrt(5) }),
  ),
  filled("nn.init.kaimingUniform_/fan-out", "kaiming_uniform_(x, mode='fan_out', nonlinearity='relu')", (t, x) =>
    t.nn.init.kaimingUniform_(x, { mode: "fan_out", nonlinearity: "relu" }),
  ),
  filled("nn.init.kaimingNormal_/default", "kaiming_normal_(x)", (t, x) => t.nn.init.kaimingNormal_(x)),
  filled("nn.init.xavierUniform_/default", "xavier_uniform_(x)", (t, x) => t.nn.init.xavierUniform_(x)),
  filled("nn.init.xavierNormal_/gain", "xavier_normal_(x, gain=2.)", (t, x) => t.nn.init.xavierNormal_(x, { gain: 2 })),
  filled("nn.init.uniform_/range", "uniform_(x, -1., 2.)", (t, x) => t.nn.init.uniform_(x, -1, 2)),
  filled("nn.init.normal_/range", "normal_(x, 1., 0.5)", (t, x) => t.nn.init.normal_(x, 1, 0.5)),
  filled("nn.init.constant_/value", "constant_(x, 0.3)", (t, x) => t.nn.init.constant_(x, 0.3)),
  filled("nn.init.ones_/all", "ones_(x)", (t, x) => t.nn.init.ones_(x)),
  filled("nn.init.zeros_/all", "zeros_(x)", (t, x) => t.nn.init.zeros_(x)),
  [
    "nn.init.eye_/wide",
    "[nn.init.eye_(torch.ones(2, 4)), nn.init.eye_(torch.ones(3, 2, dtype=torch.int64))]",
    (t) => [t.nn.init.eye_(t.ones([2, 4])), t.nn.init.eye_(t.ones([3, 2], { dtype: "int64" }))],
  ],
  ["nn.init.eye_/refuses a vector", "nn.init.eye_(torch.ones(2))", (t) => t.nn.init.eye_(t.ones([2])), { error: true }],
  [
    "nn.init.dirac_/axes",
    "[nn.init.dirac_(torch.ones(3, 2, 4)), nn.init.dirac_(torch.ones(2, 3, 3, 2)), nn.init.dirac_(torch.ones(2, 2, 1, 2, 3))]",
    (t) =>
      [
        [3, 2, 4],
        [2, 3, 3, 2],
        [2, 2, 1, 2, 3],
      ].map((shape) => t.nn.init.dirac_(t.ones(shape))),
  ],
  [
    "nn.init.dirac_/groups",
    "[nn.init.dirac_(torch.ones(6, 2, 3), groups=2), nn.init.dirac_(torch.ones(4, 1, 2, 2), groups=4)]",
    (t) => [t.nn.init.dirac_(t.ones([6, 2, 3]), { groups: 2 }), t.nn.init.dirac_(t.ones([4, 1, 2, 2]), { groups: 4 })],
  ],
  [
    "nn.init.dirac_/refuses a matrix",
    "nn.init.dirac_(torch.ones(3, 3))",
    (t) => t.nn.init.dirac_(t.ones([3, 3])),
    { error: true },
  ],
  [
    "nn.init.dirac_/refuses groups",
    "nn.init.dirac_(torch.ones(3, 3, 1), 2)",
    (t) => t.nn.init.dirac_(t.ones([3, 3, 1]), { groups: 2 }),
    { error: true },
  ],
  [
    "nn.init.orthogonal_/wide, tall and with more axes",
    "[torch.manual_seed(7) and nn.init.orthogonal_(torch.ones(*s)) for s in [(2, 3), (5, 4), (2, 2, 2)]] + [nn.init.orthogonal_(torch.ones(3, 3), gain=2.)]",
    (t) => [
      ...[
        [2, 3],
        [5, 4],
        [2, 2, 2],
      ].map((shape) => {
        t.manualSeed(7);
        return t.nn.init.orthogonal_(t.ones(shape));
      }),
      t.nn.init.orthogonal_(t.ones([3, 3]), { gain: 2 }),
    ],
    { tolerance: { ulps: 16, absolute: 1e-6, why: "LAPACK reflects in float32, we project in float64." } },
  ],
  [
    "nn.init.orthogonal_/refuses a vector",
    "nn.init.orthogonal_(torch.ones(2))",
    (t) => t.nn.init.orthogonal_(t.ones([2])),
    { error: true },
  ],
  [
    "nn.init.sparse_/seeded",
    "torch.manual_seed(7) and [nn.init.sparse_(torch.ones(5, 2), 0.3), nn.init.sparse_(torch.ones(4, 6), 0.5, std=2.)]",
    (t) => {
      t.manualSeed(7);
      return [t.nn.init.sparse_(t.ones([5, 2]), 0.3), t.nn.init.sparse_(t.ones([4, 6]), 0.5, { std: 2 })];
    },
  ],
  [
    "nn.init.sparse_/refuses a vector",
    "nn.init.sparse_(torch.ones(2), 0.5)",
    (t) => t.nn.init.sparse_(t.ones([2]), 0.5),
    { error: true },
  ],
  ...(
    [
      ["default", "x", []],
      ["moved", "x, 1., 0.5", [1, 0.5]],
      ["narrow", "x, 0., 1., -0.1, 0.3", [0, 1, -0.1, 0.3]],
      ["beside", "x, 5., 1.", [5, 1]],
      ["wide", "x, 0., 0.02, -9., 9.", [0, 0.02, -9, 9]],
    ] as const
  ).map(
    ([name, python, args]): Call<never> => [
      `nn.init.truncNormal_/${name}`,
      seeded(
        `x = torch.zeros(3, 7); y = torch.zeros(5, dtype=torch.float64); [nn.init.trunc_normal_(${python}), nn.init.trunc_normal_(${python.replace("x", "y")})]`,
      ),
      (t) =>
        drawn(t, 0, () => [
          t.nn.init.truncNormal_(t.zeros([3, 7]), ...args),
          t.nn.init.truncNormal_(t.zeros([5], { dtype: "float64" }), ...args),
        ]),
      {
        tolerance: {
          ulps: 8,
          absolute: 2 ** -15,
          why: "PyTorch inverts the error function in float32, which near the ends errs by more than the last bits",
        },
      },
    ],
  ),
  [
    "nn.init.truncNormal_/refuses bounds",
    "nn.init.trunc_normal_(torch.zeros(3), 0., 1., 2., -2.)",
    (t) => t.nn.init.truncNormal_(t.zeros([3]), 0, 1, 2, -2),
    { error: "uniform_ expects to return a [from, to) range, but found from=0.9545 > to=-0.9545" },
  ],
  [
    "nn.init.calculateGain/names",
    "[nn.init.calculate_gain(n) for n in ['linear', 'conv2d', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu']]",
    (t) =>
      (["linear", "conv2d", "sigmoid", "tanh", "relu", "leaky_relu", "selu"] as const).map((name) =>
        t.nn.init.calculateGain(name),
      ),
  ],
  [
    "nn.init.calculateGain/slope",
    "nn.init.calculate_gain('leaky_relu', 0.2)",
    (t) => t.nn.init.calculateGain("leaky_relu", 0.2),
  ],
  [
    "nn.init.kaimingUniform_/refuses a vector",
    "nn.init.kaiming_uniform_(torch.zeros(3))",
    (t) => t.nn.init.kaimingUniform_(t.zeros([3])),
    { error: true },
  ],
]);

export const moduleRows: readonly Row[] = [...created, ...loaded, ...outputSizes, ...refusals, ...firstValues];
