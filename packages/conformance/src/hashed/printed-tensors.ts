// Tensors to print: every kind of element in every kind of shape, every setting, every way onto the tape.
import type { DType, PrintOptions, Tensor } from "@toeplitz/tensor";
import { type Dice, dice } from "../drawn/dice.ts";
import { data, type Fill, type Layout, type Recipe } from "../rows/recipe.ts";
import { type Api, type Row, row } from "../rows/row.ts";

type Settings = Partial<Omit<PrintOptions, "sciMode">> & {
  readonly sciMode?: boolean | null;
  readonly profile?: "default" | "short" | "full";
};

/** What is printed, in both languages, given the tensor `x`. */
type Printed = readonly [python: string, print: (x: Tensor, t: Api) => Tensor];

const itself: Printed = ["x", (x) => x];

const python = (settings: Settings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name === "sciMode" ? "sci_mode" : name}=${pythonValue(value)}`)
    .join(", ");

function pythonValue(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return value === Infinity ? "inf" : JSON.stringify(value);
}

function printed(about: string, x: Recipe, settings: Settings = {}, [line, print]: Printed = itself): Row {
  const set = python(settings);
  const { shape, dtype, fill, layout, scale } = x;
  const id = [about, dtype, `[${shape}]`, fill, layout, scale, set, line].join(" ");
  const text = `str(${line})`;
  return row({
    id,
    inputs: { x },
    torch:
      set === "" ? text : `torch.set_printoptions(${set}); s = ${text}; torch.set_printoptions(profile='default'); s`,
    run: (t, { x }) => {
      const before = t.getPrintOptions();
      t.setPrintOptions(settings);
      try {
        return String(print(x, t));
      } finally {
        t.setPrintOptions(before);
      }
    },
    grad: false,
  });
}

const integers: readonly DType[] = ["int32", "int64", "uint8"];
const floats: readonly DType[] = ["float32", "float64"];

const shapes: readonly (readonly number[])[] = [
  [], [1], [4], [11], [40], [2, 3], [1, 1], [5, 1], [1, 7], [3, 17], [2, 2, 3], [1, 4, 2], [3, 1, 12], [2, 1, 3, 2], [1, 2, 2, 12],
  [1001], [60, 30], [4, 9, 40], [2, 3, 7, 40], [2, 1, 600, 1], [0], [0, 3], [3, 0], [2, 0, 1], [0, 0, 2, 2],
]; // biome-ignore format: a table

const floatingFills: readonly (readonly [Fill, scale: number])[] = [
  ["quarters", 1],
  ["integers", 1],
  ["integers", 2 ** 20],
  ["integers", 2 ** 27],
  ["random", 1],
  ["random", 2 ** -16],
  ["random", 2 ** 12],
  ["magnitudes", 1],
  ["decimals", 1],
  ["decimals", 2 ** 10],
  ["specials", 1],
  ["positive", 2 ** -12],
];

const wholeFills: readonly (readonly [Fill, scale: number])[] = [
  ["integers", 1],
  ["wide", 1],
  ["booleans", 1],
];

/** Every kind of element in every kind of shape. */
const contents: readonly Row[] = [
  ...floats.flatMap((dtype) =>
    shapes.flatMap((shape) =>
      floatingFills.map(([fill, scale]) => printed("contents", data(shape, { dtype, fill, scale }))),
    ),
  ),
  ...integers.flatMap((dtype) =>
    shapes.flatMap((shape) =>
      wholeFills.map(([fill, scale]) => printed("contents", data(shape, { dtype, fill, scale }))),
    ),
  ),
  ...shapes.map((shape) => printed("contents", data(shape, { dtype: "bool" }))),
  ...shapes.map((shape) => printed("contents", data(shape, { dtype: "int64", fill: "wide", scale: 2 ** 31 }))),
];

const settings: readonly Settings[] = [
  ...[0, 1, 2, 3, 5, 6, 8, 12, 20].map((precision) => ({ precision })),
  ...[0, 5, 30, 2000, Infinity].map((threshold) => ({ threshold })),
  ...[1, 2, 4, 7].map((edgeitems) => ({ edgeitems, threshold: 12 })),
  ...[1, 12, 33, 60, 79, 81, 120, 250].map((linewidth) => ({ linewidth })),
  ...[true, false, null].map((sciMode) => ({ sciMode })),
  ...(["default", "short", "full"] as const).map((profile) => ({ profile })),
  { profile: "short", precision: 6 },
  { profile: "full", sciMode: true, linewidth: 50 },
];

/** Every setting over shapes that it bears on. */
const set: readonly Row[] = settings.flatMap((options) => [
  ...(["random", "magnitudes", "integers", "specials"] as const).flatMap((fill) =>
    [[], [3, 17], [2, 2, 13]].map((shape) => printed("settings", data(shape, { fill }), options)),
  ),
  printed("settings", data([40, 40], { fill: "decimals", dtype: "float64" }), options),
  printed("settings", data([29], { fill: "wide", dtype: "int64" }), options),
  printed("settings", data([7, 5], { dtype: "bool" }), options),
  printed("settings", data([0, 4]), options),
]);

/** Functions that keep a shape. Where PyTorch and JavaScript may round differently, the argument is one that settles the text. */
const elementwise: readonly string[] = [
  "neg", "abs", "sign", "sqrt", "square", "relu", "floor", "ceil", "round", "trunc", "exp", "expm1", "log", "log1p", "log2", "log10",
  "rsqrt", "reciprocal", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sigmoid", "erf", "clone",
]; // biome-ignore format: a table

const one = (name: string): Printed => [
  `torch.${name}(x * 0 + 1)`,
  (x, t) => (t[name as "neg"] as (x: Tensor) => Tensor)(x.mul(0).add(1)),
];

/** Every op on a tensor of three or four axes. (Where x is contiguous, `reshape` is recorded as `view`: PyTorch 2, not 1.13.) */
const recorded: readonly Printed[] = [
  itself,
  ["nn.Parameter(x.detach())", (x, t) => new t.nn.Parameter(x.detach())],
  ["nn.Parameter(x.detach(), requires_grad=False)", (x, t) => new t.nn.Parameter(x.detach(), { requiresGrad: false })],
  ["x.detach()", (x) => x.detach()],
  ...elementwise.map(one),
  ["F.gelu(x * 0 + 1)", (x, t) => t.gelu(x.mul(0).add(1))],
  ["F.silu(x * 0)", (x, t) => t.silu(x.mul(0))],
  ["x + 1", (x) => x.add(1)],
  ["x + x", (x) => x.add(x)],
  ["x - 1", (x) => x.sub(1)],
  ["1 - x", (x, t) => t.rsub(x, 1)],
  ["x * x", (x) => x.mul(x)],
  ["x * 2", (x) => x.mul(2)],
  ["x / 2", (x) => x.div(2)],
  ["x / (x * 0 + 2)", (x) => x.div(x.mul(0).add(2))],
  ["x ** 2", (x) => x.pow(2)],
  ["x.pow(x * 0 + 2)", (x) => x.pow(x.mul(0).add(2))],
  ["torch.pow(2, x)", (x, t) => t.pow(2, x)],
  ["torch.rsub(x, x)", (x, t) => t.rsub(x, x)],
  ["x.fmod(x * 0 + 3)", (x) => x.fmod(x.mul(0).add(3))],
  ["x.remainder(x * 0 + 3)", (x) => x.remainder(x.mul(0).add(3))],
  ["x.fmod(3)", (x) => x.fmod(3)],
  ["x.remainder(3)", (x) => x.remainder(3)],
  ["x.maximum(-x)", (x) => x.maximum(x.neg())],
  ["x.minimum(-x)", (x) => x.minimum(x.neg())],
  ["x.clamp(-1, 1)", (x) => x.clamp({ min: -1, max: 1 })],
  ["x.masked_fill(x > 0, 5.)", (x) => x.maskedFill(x.gt(0), 5)],
  ["torch.where(x > 0, x, -x)", (x, t) => t.where(x.gt(0), x, x.neg())],
  ["x.double()", (x) => x.to("float64")],
  ["x.float()", (x) => x.to("float32")],
  ["x.contiguous()", (x) => x.contiguous()],
  ["x.transpose(0, 1).contiguous()", (x) => x.transpose(0, 1).contiguous()],
  ["x.sum()", (x) => x.sum()],
  ["x.sum(1)", (x) => x.sum({ dim: 1 })],
  ["x.mean()", (x) => x.mean()],
  ["x.mean(0)", (x) => x.mean({ dim: 0 })],
  ["x.max()", (x) => x.max()],
  ["x.min()", (x) => x.min()],
  ["x.var()", (x) => x.var()],
  ["x.std()", (x) => x.std()],
  ["x[..., ::2].flatten(0, 1)", (x) => x.index("...", "::2").flatten(0, 1)],
  ["x.view(-1)", (x) => x.view([-1])],
  ["x.transpose(0, 1)", (x) => x.transpose(0, 1)],
  ["x[0].t() if x.dim() == 3 else x[0, 0].t()", (x) => (x.ndim === 3 ? x.index(0) : x.index(0, 0)).t()],
  ["x.movedim(0, 1)", (x) => x.movedim(0, 1)],
  ["x.unsqueeze(1)", (x) => x.unsqueeze(1)],
  ["x.unsqueeze(0).squeeze(0)", (x) => x.unsqueeze(0).squeeze(0)],
  ["x.unsqueeze(0).squeeze()", (x) => x.unsqueeze(0).squeeze()],
  ["x.unflatten(1, (1, -1))", (x) => x.unflatten(1, [1, -1])],
  ["x[1]", (x) => x.index(1)],
  ["x[:, 1:]", (x) => x.index(":", "1:")],
  ["x[..., ::2]", (x) => x.index("...", "::2")],
  ["x[None]", (x) => x.index(null)],
  ["x[[1, 0]]", (x) => x.index([1, 0])],
  ["x.narrow(0, 0, 1)", (x) => x.narrow(0, 0, 1)],
  ["x.select(1, 0)", (x) => x.select(1, 0)],
  ["x.expand(2, *x.shape)", (x) => x.expand([2, ...x.shape])],
  ["x.flip(0)", (x, t) => t.flip(x, [0])],
  ["torch.cat([x, x])", (x, t) => t.cat([x, x])],
  ["torch.stack([x, x])", (x, t) => t.stack([x, x])],
  ["x.split(1)[1]", (x) => x.split(1)[1]!],
  ["x.chunk(2)[0]", (x) => x.chunk(2)[0]!],
  ["x.unbind()[1]", (x) => x.unbind()[1]!],
  ["F.pad(x, (1, 1))", (x, t) => t.pad(x, [1, 1])],
  ["F.pad(x, (1, 1, 0, 0), mode='reflect')", (x, t) => t.pad(x, [1, 1, 0, 0], { mode: "reflect" })],
  ["x @ x.transpose(-1, -2)", (x, t) => t.matmul(x, x.transpose(-1, -2))],
  ["x.reshape(x.shape[0], -1).mm(x.reshape(x.shape[0], -1).t())", (x) => {
    const m = x.reshape([x.shape[0]!, -1]);
    return m.mm(m.t());
  }],
  ["(x + 0).relu_()", (x) => x.add(0).relu_()],
  ["(x + 0).add_(1)", (x) => x.add(0).add_(1)],
  ["(x + 0).mul_(2)", (x) => x.add(0).mul_(2)],
  ["(x + 0).zero_()", (x) => x.add(0).zero_()],
  ["(x + 0).fill_(0)", (x) => x.add(0).fill_(0)],
  ["(x + 0).fill_(3)", (x) => x.add(0).fill_(3)],
  ["(x + 0).copy_(x)", (x) => x.add(0).copy_(x)],
  ["torch.manual_seed(0) and (x + 0).uniform_(2, 2)", (x) => x.add(0).uniform_(2, 2)],
  ["(x + 0).normal_(2, 0)", (x) => x.add(0).normal_(2, 0)],
  ["(x + 0).bernoulli_(1)", (x) => x.add(0).bernoulli_(1)],
  ["(x + 0).bernoulli_(x * 0)", (x) => x.add(0).bernoulli_(x.detach().mul(0))],
  ["(x + 0).random_(1)", (x) => x.add(0).random_(1)],
  ["(x + 0).random_(2, 3)", (x) => x.add(0).random_(2, 3)],
  ["F.dropout(x, 1.)", (x, t) => t.dropout(x, { p: 1 })],
  ["F.dropout(x, 0.)", (x, t) => t.dropout(x, { p: 0 })],
]; // biome-ignore format: a table

/** Convolutions and pooling, on a tensor of three axes and of four. */
const sliding: readonly (readonly [axes: number, printed: Printed])[] = [
  [3, ["F.conv1d(x, x[:1])", (x, t) => t.conv1d(x, x.index(":1"))]],
  [4, ["F.conv2d(x, x[:1, :, :1, :1])", (x, t) => t.conv2d(x, x.index(":1", ":", ":1", ":1"))]],
  [3, ["F.conv_transpose1d(x, x[:, :1].transpose(0, 1)[:, :1].expand(x.shape[1], 1, -1))",
    (x, t) => t.convTranspose1d(x, x.index(":", ":1").transpose(0, 1).index(":", ":1").expand([x.shape[1]!, 1, -1]))]],
  [3, ["F.conv1d(x[0], x[:1])", (x, t) => t.conv1d(x.index(0), x.index(":1"))]],
  [3, ["F.max_pool1d(x, 2)", (x, t) => t.maxPool1d(x, 2)]],
  [4, ["F.max_pool2d(x, (1, 2))", (x, t) => t.maxPool2d(x, [1, 2])]],
  [3, ["F.avg_pool1d(x, 2)", (x, t) => t.avgPool1d(x, 2)]],
  [4, ["F.avg_pool2d(x, (1, 2))", (x, t) => t.avgPool2d(x, [1, 2])]],
  [3, ["F.adaptive_avg_pool1d(x, 2)", (x, t) => t.adaptiveAvgPool1d(x, 2)]],
  [4, ["F.adaptive_avg_pool2d(x, 2)", (x, t) => t.adaptiveAvgPool2d(x, 2)]],
  [4, ["F.adaptive_avg_pool2d(x, 1)", (x, t) => t.adaptiveAvgPool2d(x, 1)]],
  [3, ["F.adaptive_max_pool1d(x, 2)", (x, t) => t.adaptiveMaxPool1d(x, 2)]],
  [4, ["F.adaptive_max_pool2d(x, 2)", (x, t) => t.adaptiveMaxPool2d(x, 2)]],
  [4, ["F.unfold(x, (1, 2))", (x, t) => t.unfold(x, [1, 2])]],
  [3, ["F.dropout1d(x[0], 1.)", (x, t) => t.dropout1d(x.index(0), { p: 1 })]],
]; // biome-ignore format: a table

const onTape: readonly Row[] = floats.flatMap((dtype) =>
  [
    [2, 3, 5],
    [2, 2, 2, 14],
  ].flatMap((shape) =>
    [...recorded, ...sliding.filter(([axes]) => axes === shape.length).map(([, each]) => each)].map(([line, print]) =>
      printed("on the tape", data(shape, { dtype }), {}, [
        `(x.requires_grad_(), ${line})[1]`,
        (x, t) => print(x.requiresGrad_(), t),
      ]),
    ),
  ),
);

const drawnLayouts: readonly Layout[] = ["contiguous", "contiguous", "transposed", "sliced"];

/** Everything at once, drawn. */
function drawnRow(index: number): Row {
  const d = dice(0x7072696e, index);
  const dtype = d.pick<DType>([
    "float32",
    "float32",
    "float32",
    "float64",
    "float64",
    "int64",
    "int32",
    "uint8",
    "bool",
  ]);
  const floating = dtype.startsWith("float");
  const [fill, scale] =
    dtype === "bool"
      ? (["booleans", 1] as const)
      : d.pick<readonly [Fill, number]>(floating ? floatingFills : wholeFills);
  const rank = d.whole(0, 4);
  const shape = Array.from({ length: rank }, () =>
    d.chance(0.04) ? 0 : d.chance(0.1) ? d.whole(9, 40) : d.whole(1, 9),
  );
  const layout = rank === 0 ? "contiguous" : d.pick(drawnLayouts);
  const options: Settings = {
    ...(d.chance(0.1) ? { profile: d.pick(["default", "short", "full"] as const) } : {}),
    ...(d.chance(0.4) ? { precision: d.whole(0, 9) } : {}),
    ...(d.chance(0.4) ? { threshold: d.pick([0, 3, 20, 100, 500, 1000, Infinity]) } : {}),
    ...(d.chance(0.4) ? { edgeitems: d.whole(1, 5) } : {}),
    ...(d.chance(0.4) ? { linewidth: d.whole(1, 160) } : {}),
    ...(d.chance(0.3) ? { sciMode: d.pick([true, false, null]) } : {}),
  };
  const what = floating && d.chance(0.4) ? drawnHistory(d) : itself;
  return printed(`drawn ${index}`, data(shape, { dtype, fill, scale, layout, seed: d.seed }), options, what);
}

const drawnHistory = (d: Dice): Printed =>
  d.pick<Printed>([
    ["x.requires_grad_()", (x) => x.requiresGrad_()],
    ["x.requires_grad_() * 1", (x) => x.requiresGrad_().mul(1)],
    ["x.requires_grad_().unsqueeze(0)", (x) => x.requiresGrad_().unsqueeze(0)],
    ["nn.Parameter(x)", (x, t) => new t.nn.Parameter(x)],
  ]);

export const printedTensorRows: readonly Row[] = [
  ...contents,
  ...set,
  ...onTape,
  ...Array.from({ length: 1000 }, (_, index) => drawnRow(index)),
];
