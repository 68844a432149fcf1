// Rows of layers without convolutions: what they print, hold, draw, compute and refuse.
import type { Tensor } from "@toeplitz/tensor";
import { drawn, seeded } from "./random.ts";
import { data, type Recipe } from "./recipe.ts";
import { type Api, type Call, type Output, type Row, row, rowsOn, rowsOnNothing, type Tolerance } from "./row.ts";

/** A module of one tensor, as rows see it. */
export interface Layer {
  forward(x: Tensor): Output;
  extraRepr(): string;
  to(dtype: Tensor["dtype"]): unknown;
}

/** Two rows of a module without parameters: what it prints, and what it makes of x and of its gradient. */
export function layerRows(x: Recipe, python: string, make: (t: Api) => Layer, tolerance?: Tolerance): Row[] {
  const name = python.slice(0, python.indexOf("("));
  const rest = python.slice(python.indexOf("("));
  const line = String(make).replace(/^\(t\) => (new )?t\./, "$1");
  return [
    row({
      id: `${name}/text ${rest}`,
      torch: `m = ${python}; [str(m), m.extra_repr()]`,
      run: (t) => {
        const m = make(t);
        return [String(m), m.extraRepr()];
      },
      line: `String(${line})`,
    }),
    row({
      id: `${name}/forward ${rest}`,
      inputs: { x },
      torch: `${python}(x)`,
      run: (t, { x }) => {
        const m = make(t);
        m.to(x.dtype);
        return m.forward(x);
      },
      line: `${line}.forward(x)`,
      ...(tolerance === undefined ? {} : { tolerance }),
    }),
  ];
}

const sums: Tolerance = { sums: true, why: "a library of matrix products orders its sums otherwise" };

const linear: readonly Row[] = [
  ...rowsOn({ x: data([5, 3]), w: data([4, 3]), b: data([4]) }, [
    ["linear/matrix", "F.linear(x, w, b)", (t, { x, w, b }) => t.functional.linear(x, w, { bias: b })],
    ["linear/no bias", "F.linear(x, w)", (t, { x, w }) => t.functional.linear(x, w)],
    ["linear/vector", "F.linear(x[0], w, b)", (t, { x, w, b }) => t.functional.linear(x.index(0), w, { bias: b })],
    ["linear/weight of one output", "F.linear(x, w[0])", (t, { x, w }) => t.functional.linear(x, w.index(0))],
    [
      "linear/batches",
      "F.linear(x[None], w, b)",
      (t, { x, w, b }) => t.functional.linear(x.index(null), w, { bias: b }),
    ],
    [
      "linear/refuses sizes",
      "F.linear(x, w[:, 1:], b)",
      (t, { x, w, b }) => t.functional.linear(x, w.index(":", "1:"), { bias: b }),
      { error: true },
    ],
    [
      "linear/refuses sizes of a vector",
      "F.linear(x[0], w[:, 1:])",
      (t, { x, w }) => t.functional.linear(x.index(0), w.index(":", "1:")),
      { error: true },
    ],
    [
      "nn.Linear/forward",
      "m = nn.Linear(3, 4); m.load_state_dict({'weight': w, 'bias': b}); m(x)",
      (t, { x, w, b }) => {
        const m = new t.nn.Linear(3, 4, { dtype: x.dtype });
        m.loadStateDict({ weight: w, bias: b });
        return m.forward(x);
      },
    ],
  ]),
  row({
    id: "linear/random",
    inputs: {
      x: data([7, 20], { fill: "random" }),
      w: data([9, 20], { fill: "random" }),
      b: data([9], { fill: "random" }),
    },
    torch: "F.linear(x, w, b)",
    run: (t, { x, w, b }) => t.functional.linear(x, w, { bias: b }),
    tolerance: sums,
  }),
  ...rowsOn({ x: data([5, 3]), z: data([5, 2]), w: data([4, 3, 2], { scale: 0.25 }), b: data([4]) }, [
    ["bilinear/all", "F.bilinear(x, z, w, b)", (t, { x, z, w, b }) => t.functional.bilinear(x, z, w, { bias: b })],
    ["bilinear/no bias", "F.bilinear(x, z, w)", (t, { x, z, w }) => t.functional.bilinear(x, z, w)],
    [
      "bilinear/batches",
      "F.bilinear(x[None], z[None], w, b)",
      (t, { x, z, w, b }) => t.functional.bilinear(x.index(null), z.index(null), w, { bias: b }),
    ],
    [
      "bilinear/refuses axes",
      "F.bilinear(x, z[0], w, b)",
      (t, { x, z, w, b }) => t.functional.bilinear(x, z.index(0), w, { bias: b }),
      { error: true },
    ],
    [
      "bilinear/refuses batches",
      "F.bilinear(x, z[1:], w, b)",
      (t, { x, z, w, b }) => t.functional.bilinear(x, z.index("1:"), w, { bias: b }),
      { error: true },
    ],
    ["bilinear/refuses sizes", "F.bilinear(x, x, w)", (t, { x, w }) => t.functional.bilinear(x, x, w), { error: true }],
    [
      "bilinear/refuses bias",
      "F.bilinear(x, z, w, b[1:])",
      (t, { x, z, w, b }) => t.functional.bilinear(x, z, w, { bias: b.index("1:") }),
      { error: true },
    ],
    [
      "nn.Bilinear/forward",
      "m = nn.Bilinear(3, 2, 4); m.load_state_dict({'weight': w, 'bias': b}); m(x, z)",
      (t, { x, z, w, b }) => {
        const m = new t.nn.Bilinear(3, 2, 4, { dtype: x.dtype });
        m.loadStateDict({ weight: w, bias: b });
        return m.forward(x, z);
      },
    ],
  ]),
  ...rowsOnNothing([
    [
      "nn.Linear/first values",
      seeded("m = nn.Linear(5, 3); [m.weight.detach(), m.bias.detach(), torch.rand(1)]"),
      (t) =>
        drawn(t, 0, () => {
          const m = new t.nn.Linear(5, 3);
          return [m.weight.detach(), m.bias!.detach(), t.rand([1])];
        }),
    ],
    [
      "nn.Linear/resetParameters",
      seeded("m = nn.Linear(0, 3); m.reset_parameters(); [m.weight.detach(), m.bias.detach(), torch.rand(1)]"),
      (t) =>
        drawn(t, 0, () => {
          const m = new t.nn.Linear(0, 3);
          m.resetParameters();
          return [m.weight.detach(), m.bias!.detach(), t.rand([1])];
        }),
    ],
    [
      "nn.Bilinear/first values",
      seeded(
        "m = nn.Bilinear(2, 3, 2, bias=False); m.reset_parameters(); [m.weight.detach(), m.bias is None, torch.rand(1)]",
      ),
      (t) =>
        drawn(t, 0, () => {
          const m = new t.nn.Bilinear(2, 3, 2, { bias: false });
          m.resetParameters();
          return [m.weight.detach(), m.bias === null, t.rand([1])];
        }),
    ],
    [
      "nn.Linear/text",
      "m = nn.Linear(2, 3, bias=False); [str(m), m.extra_repr(), m.in_features, m.out_features]",
      (t) => {
        const m = new t.nn.Linear(2, 3, { bias: false });
        return [String(m), m.extraRepr(), m.inFeatures, m.outFeatures];
      },
    ],
    [
      "nn.Bilinear/text",
      "m = nn.Bilinear(2, 3, 4); [str(m), m.extra_repr(), m.in1_features, m.in2_features]",
      (t) => {
        const m = new t.nn.Bilinear(2, 3, 4);
        return [String(m), m.extraRepr(), m.in1Features, m.in2Features];
      },
    ],
    ["nn.Linear/refuses a negative size", "nn.Linear(-1, 2)", (t) => void new t.nn.Linear(-1, 2), { error: true }],
  ]),
];

const image = data([1, 2, 4, 5]);
const line = data([2, 3, 5]);
const volume = data([1, 1, 3, 4, 3]);

const padded: readonly Row[] = [
  ...layerRows(line, "nn.ConstantPad1d((2, -1), 1.5)", (t) => new t.nn.ConstantPad1d([2, -1], 1.5)),
  ...layerRows(image, "nn.ConstantPad2d((1, 2, 0, 1), -2)", (t) => new t.nn.ConstantPad2d([1, 2, 0, 1], -2)),
  ...layerRows(volume, "nn.ConstantPad3d(1, 3.5)", (t) => new t.nn.ConstantPad3d(1, 3.5)),
  ...layerRows(image, "nn.ZeroPad2d((1, -2, 3, 0))", (t) => new t.nn.ZeroPad2d([1, -2, 3, 0])),
  ...layerRows(line, "nn.ReflectionPad1d(3)", (t) => new t.nn.ReflectionPad1d(3)),
  ...layerRows(image, "nn.ReflectionPad2d((2, 1, 3, 0))", (t) => new t.nn.ReflectionPad2d([2, 1, 3, 0])),
  ...layerRows(volume, "nn.ReflectionPad3d(2)", (t) => new t.nn.ReflectionPad3d(2)),
  ...layerRows(line, "nn.ReplicationPad1d((7, 2))", (t) => new t.nn.ReplicationPad1d([7, 2])),
  ...layerRows(image, "nn.ReplicationPad2d(3)", (t) => new t.nn.ReplicationPad2d(3)),
  ...layerRows(volume, "nn.ReplicationPad3d((1, 0, 2, 1, 0, 3))", (t) => new t.nn.ReplicationPad3d([1, 0, 2, 1, 0, 3])),
  ...rowsOn({ x: data([2, 3, 4]) }, [
    [
      "nn.ReflectionPad1d/refuses",
      "nn.ReflectionPad1d(4)(x)",
      (t, { x }) => new t.nn.ReflectionPad1d(4).forward(x),
      { error: true },
    ],
    [
      "nn.ConstantPad3d/refuses",
      "nn.ConstantPad3d((1, 2, 3), 0)(x)",
      (t, { x }) => new t.nn.ConstantPad3d([1, 2, 3], 0).forward(x),
      { error: true },
    ],
  ]),
];

const rearranged: readonly Row[] = [
  ...layerRows(data([2, 12, 3, 2]), "nn.PixelShuffle(2)", (t) => new t.nn.PixelShuffle(2)),
  ...layerRows(data([2, 3, 6, 4]), "nn.PixelUnshuffle(2)", (t) => new t.nn.PixelUnshuffle(2)),
  ...rowsOn({ x: data([9, 6, 6]) }, [
    ["pixelShuffle/unbatched", "F.pixel_shuffle(x, 3)", (t, { x }) => t.functional.pixelShuffle(x, 3)],
    ["pixelUnshuffle/unbatched", "F.pixel_unshuffle(x, 3)", (t, { x }) => t.functional.pixelUnshuffle(x, 3)],
    [
      "pixelShuffle/five axes",
      "F.pixel_shuffle(x[None, None], 3)",
      (t, { x }) => t.functional.pixelShuffle(x.index(null, null), 3),
    ],
    [
      "pixelShuffle/refuses channels",
      "F.pixel_shuffle(x, 2)",
      (t, { x }) => t.functional.pixelShuffle(x, 2),
      { error: true },
    ],
    [
      "pixelShuffle/refuses axes",
      "F.pixel_shuffle(x[0], 2)",
      (t, { x }) => t.functional.pixelShuffle(x.index(0), 2),
      { error: true },
    ],
    ["pixelShuffle/refuses 0", "F.pixel_shuffle(x, 0)", (t, { x }) => t.functional.pixelShuffle(x, 0), { error: true }],
    [
      "pixelUnshuffle/refuses height",
      "F.pixel_unshuffle(x, 4)",
      (t, { x }) => t.functional.pixelUnshuffle(x, 4),
      { error: true },
    ],
    [
      "pixelUnshuffle/refuses width",
      "F.pixel_unshuffle(x[..., 1:], 2)",
      (t, { x }) => t.functional.pixelUnshuffle(x.index("...", "1:"), 2),
      { error: true },
    ],
    [
      "pixelUnshuffle/refuses axes",
      "F.pixel_unshuffle(x[0], 2)",
      (t, { x }) => t.functional.pixelUnshuffle(x.index(0), 2),
      { error: true },
    ],
    [
      "pixelUnshuffle/refuses -1",
      "F.pixel_unshuffle(x, -1)",
      (t, { x }) => t.functional.pixelUnshuffle(x, -1),
      { error: true },
    ],
  ]),
  ...layerRows(data([2, 12]), "nn.Unflatten(1, (3, -1))", (t) => new t.nn.Unflatten(1, [3, -1])),
  ...layerRows(
    image,
    "nn.Unfold((2, 3), dilation=(2, 1), padding=1, stride=(1, 2))",
    (t) => new t.nn.Unfold([2, 3], { dilation: [2, 1], padding: 1, stride: [1, 2] }),
  ),
  ...layerRows(data([2, 8, 9]), "nn.Fold((6, 6), 2, stride=2)", (t) => new t.nn.Fold([6, 6], 2, { stride: 2 })),
];

type AnyModule = InstanceType<Api["nn"]["Module"]>;

const pair = (t: Api) => new t.nn.ModuleDict<AnyModule>({ a: new t.nn.ReLU(), b: new t.nn.Linear(1, 2) });
const pairPython = "m = nn.ModuleDict(dict(a=nn.ReLU(), b=nn.Linear(1, 2)));";
const three = (t: Api) => new t.nn.ModuleList([new t.nn.ReLU(), new t.nn.Linear(1, 2), new t.nn.Identity()]);
const threePython = "m = nn.ModuleList([nn.ReLU(), nn.Linear(1, 2), nn.Identity()]);";

const onList = (id: string, python: string, use: (m: ReturnType<typeof three>, t: Api) => Output): Call<never> => [
  `nn.ModuleList/${id}`,
  `${threePython} ${python}`,
  (t) => use(three(t), t),
];
const onDict = (id: string, python: string, use: (m: ReturnType<typeof pair>, t: Api) => Output): Call<never> => [
  `nn.ModuleDict/${id}`,
  `${pairPython} ${python}`,
  (t) => use(pair(t), t),
];

const containers: readonly Row[] = rowsOnNothing([
  onList("text", "str(m)", String),
  onList("state", "[list(m.state_dict()), len(m), [n for n, _ in m.named_modules()]]", (m) => [
    [...m.stateDict().keys()],
    m.length,
    m.namedModules().map(([name]) => name),
  ]),
  onList("insert", "m.insert(1, nn.Flatten()); str(m)", (m, t) => {
    m.insert(1, new t.nn.Flatten());
    return String(m);
  }),
  onList("append", "m.append(nn.Flatten()); m.extend([nn.ReLU()]); str(m)", (m, t) =>
    String(m.append(new t.nn.Flatten()).extend([new t.nn.ReLU()])),
  ),
  onList("access", "[str(m[-2]), [str(c) for c in m], str(m[1:])]", (m) => [
    String(m.at(-2)),
    [...m].map(String),
    String(m.slice(1)),
  ]),
  onList("set", "m[1] = nn.Flatten(); str(m)", (m, t) => {
    m.registerModule("1", new t.nn.Flatten());
    return String(m);
  }),
  ["nn.ModuleList/refuses a place", `${threePython} m[3]`, (t) => void three(t).at(3), { error: true }],
  ["nn.ModuleList/refuses a call", `${threePython} m(1)`, (t) => three(t).forward(), { error: true }],
  [
    "nn.ModuleList/refuses a number",
    "nn.ModuleList([3])",
    (t) => void new t.nn.ModuleList([3 as never]),
    { error: "is not a Module subclass" },
  ],
  onDict("text", "str(m)", String),
  onDict("state", "[list(m.state_dict()), len(m), list(m.keys()), [str(v) for v in m.values()]]", (m) => [
    [...m.stateDict().keys()],
    m.length,
    m.keys(),
    m.values().map(String),
  ]),
  onDict("update", "m.update(dict(b=nn.Identity(), c=nn.Flatten())); m['d'] = nn.ReLU(); str(m)", (m, t) => {
    m.update({ b: new t.nn.Identity(), c: new t.nn.Flatten() });
    m.registerModule("d", new t.nn.ReLU());
    return String(m);
  }),
  onDict("access", "[str(m['b']), 'a' in m, 'c' in m, [n for n, _ in m.items()]]", (m) => [
    String(m.get("b")),
    m.has("a"),
    m.has("c"),
    m.entries().map(([name]) => name),
  ]),
  onDict("pop", "[str(m.pop('a')), str(m), m.clear(), len(m)]", (m) => {
    const popped = [String(m.pop("a")), String(m)];
    m.clear();
    return [...popped, null, m.length];
  }),
  ["nn.ModuleDict/refuses a call", `${pairPython} m(1)`, (t) => pair(t).forward(), { error: true }],
  [
    "nn.ModuleDict/refuses a name",
    "nn.ModuleDict({'a.b': nn.ReLU()})",
    (t) => void new t.nn.ModuleDict({ "a.b": new t.nn.ReLU() }),
    { error: `module name can't contain ".", got: a.b` },
  ],
  [
    "nn.ModuleDict/refuses a missing name",
    `${pairPython} m['c']`,
    (t) => void pair(t).get("c"),
    { error: "must be one of" },
  ],
]);

/** A derivative such as 1 - tanh² is small where two numbers near 1 are subtracted; what is sent back is up to 4. */
const exponentials: Tolerance = { ulps: 2, absolute: 2 ** -20, why: "exponentials of another library" };

const signs = data([2, 4, 3]);

const activations: readonly Row[] = [
  ...layerRows(signs, "nn.Sigmoid()", (t) => new t.nn.Sigmoid(), exponentials),
  ...layerRows(signs, "nn.Tanh()", (t) => new t.nn.Tanh(), exponentials),
  ...layerRows(signs, "nn.LogSigmoid()", (t) => new t.nn.LogSigmoid(), exponentials),
  ...layerRows(data([3, 5], { scale: 4 }), "nn.ReLU6()", (t) => new t.nn.ReLU6()),
  ...layerRows(signs, "nn.SiLU()", (t) => new t.nn.SiLU(), exponentials),
  ...layerRows(signs, "nn.Mish()", (t) => new t.nn.Mish(), { ...exponentials, ulps: 4 }),
  ...layerRows(data([3, 5], { fill: "random", scale: 4 }), "nn.Hardswish()", (t) => new t.nn.Hardswish(), {
    ...exponentials,
    why: "a multiply-add rounds once",
  }),
  ...layerRows(signs, "nn.Hardsigmoid()", (t) => new t.nn.Hardsigmoid(), {
    ...exponentials,
    why: "a multiply-add rounds once",
  }),
  ...layerRows(signs, "nn.LeakyReLU()", (t) => new t.nn.LeakyReLU()),
  ...layerRows(signs, "nn.LeakyReLU(0.25)", (t) => new t.nn.LeakyReLU({ negativeSlope: 0.25 })),
  ...layerRows(signs, "nn.ELU()", (t) => new t.nn.ELU(), exponentials),
  ...layerRows(signs, "nn.ELU(0.5)", (t) => new t.nn.ELU({ alpha: 0.5 }), exponentials),
  ...layerRows(signs, "nn.Hardtanh()", (t) => new t.nn.Hardtanh()),
  ...layerRows(signs, "nn.Hardtanh(-0.6, 2.)", (t) => new t.nn.Hardtanh({ minVal: -0.6, maxVal: 2 })),
  ...layerRows(signs, "nn.Softplus()", (t) => new t.nn.Softplus(), exponentials),
  ...layerRows(signs, "nn.Softplus(2, 3)", (t) => new t.nn.Softplus({ beta: 2, threshold: 3 }), exponentials),
  ...layerRows(data([3, 4]), "nn.GLU()", (t) => new t.nn.GLU(), exponentials),
  ...layerRows(data([4, 3]), "nn.GLU(0)", (t) => new t.nn.GLU({ dim: 0 }), exponentials),
  ...layerRows(signs, "nn.GELU()", (t) => new t.nn.GELU(), exponentials),
  ...layerRows(signs, "nn.GELU('tanh')", (t) => new t.nn.GELU({ approximate: "tanh" }), exponentials),
  ...layerRows(signs, "nn.Softmax(dim=1)", (t) => new t.nn.Softmax({ dim: 1 }), exponentials),
  ...layerRows(signs, "nn.Softmax()", (t) => new t.nn.Softmax(), exponentials),
  ...layerRows(data([3, 5]), "nn.LogSoftmax()", (t) => new t.nn.LogSoftmax(), exponentials),
  ...layerRows(signs, "nn.LogSoftmax(dim=-1)", (t) => new t.nn.LogSoftmax({ dim: -1 }), exponentials),
  ...layerRows(signs, "nn.PReLU()", (t) => new t.nn.PReLU()),
  ...layerRows(signs, "nn.PReLU(4, 0.5)", (t) => new t.nn.PReLU({ numParameters: 4, init: 0.5 })),
  ...rowsOnNothing([
    [
      "nn.PReLU/state",
      "m = nn.PReLU(3); [m.weight.detach(), list(m.state_dict()), m.num_parameters]",
      (t) => {
        const m = new t.nn.PReLU({ numParameters: 3 });
        return [m.weight.detach(), [...m.stateDict().keys()], m.numParameters];
      },
    ],
    [
      "nn.LeakyReLU/inplace",
      "m = nn.LeakyReLU(0.5, inplace=True); x = torch.arange(-2., 2., requires_grad=True); y = x * 2; z = m(y); z.sum().backward(); [str(m), y.detach(), x.grad]",
      (t) => {
        const m = new t.nn.LeakyReLU({ negativeSlope: 0.5, inplace: true });
        const x = t.arange(-2, 2, { dtype: "float32" }).requiresGrad_();
        const y = x.mul(2);
        m.forward(y).sum().backward();
        return [String(m), y.detach(), x.grad!];
      },
    ],
    ["nn.SiLU/inplace", "str(nn.SiLU(inplace=True))", (t) => String(new t.nn.SiLU({ inplace: true }))],
    ["nn.ELU/inplace", "str(nn.ELU(inplace=True))", (t) => String(new t.nn.ELU({ inplace: true }))],
  ]),
];

export const layerRowsOfAll: readonly Row[] = [...linear, ...padded, ...rearranged, ...containers, ...activations];
