// The samples on which PyTorch tests its own convolutions, paddings, blocks and modules (OpInfo), and the calls that those must refuse.
import type { Tensor } from "@toeplitz/tensor";
import { type ConvCase, convFunctionName, convLine, convTorchLine } from "./conv-case.ts";
import { convSamples } from "./opinfo-samples.ts";
import { data } from "./recipe.ts";
import { type Api, called, type Output, type Row, row, rowsOnNothing } from "./row.ts";

/**
 * What a differentiable call gives: its output's shape, the sum of its output times 1, 2, 3, … 1009, 1, 2, …, and the same sum of each
 * gradient. The numbers are multiples of 1/4, so that all sums are exact: one element that differs shows.
 */
function sums(t: Api, y: Tensor, inputs: readonly Tensor[]): Output {
  const sent = t.sub(t.remainder(t.arange(y.numel()), 7), 3);
  const grads = t.grad([y], [...inputs], { gradOutputs: [t.to(sent, y.dtype).reshape(y.shape)] });
  return [y.shape, weighted(y), ...grads.map((grad) => weighted(grad!))];
}

const weighted = (x: Tensor) =>
  Array.from(x.toTypedArray() as ArrayLike<number | bigint>).reduce<number>(
    (sum, value, i) => sum + Number(value) * ((i % 1009) + 1),
    0,
  );

const leaf = (x: Tensor) => x.detach().requiresGrad_();

function convRow(conv: ConvCase): Row {
  const { input, weight, bias, options } = conv;
  const torch = convTorchLine(conv);
  const names = bias === null ? "x, w" : "x, w, b";
  return row({
    id: conv.id,
    inputs: { x: input, w: weight, ...(bias === null ? {} : { b: bias }) } as Row["inputs"],
    torch: `sums(lambda ${names}: ${torch}, ${names})`,
    line: convLine(conv),
    run: (t, inputs) => {
      const leaves = Object.values(inputs as Record<string, Tensor>).map(leaf);
      const [x, w, b] = leaves;
      const y = called(t, convFunctionName(conv))(x, w, b === undefined ? options : { ...options, bias: b });
      return sums(t, y, leaves);
    },
    grad: false,
  });
}

const convolutions: readonly Row[] = Object.entries(convSamples).flatMap(([name, list]) =>
  list.flatMap(([x, w, b, options = {}], i) => {
    const kind = { rank: (x.length - 2) as ConvCase["rank"], transposed: name.startsWith("convTranspose") };
    const rest = { ...kind, weight: data(w), bias: b === 0 ? null : data([b]), options };
    return [
      convRow({ id: `opinfo ${name}/${i}`, input: data(x), ...rest }),
      convRow({ id: `opinfo ${name}/${i} unbatched`, input: data(x.slice(1)), ...rest }),
    ];
  }),
);

const modules: readonly Row[] = ([1, 2, 3] as const).flatMap((rank) =>
  [false, true].flatMap((transposed) =>
    (transposed ? [{}] : [{}, { padding: "same" as const }]).flatMap((options) =>
      [true, false].map((batched) => {
        const name = `Conv${transposed ? "Transpose" : ""}${rank}d`;
        const python = "padding" in options ? ", padding='same'" : "";
        const shape = [...(batched ? [2] : []), 4, ...[3, 4, 5].slice(0, rank)];
        const kernel = [3, 3, 3].slice(0, rank);
        return row({
          id: `opinfo nn.${name}/${"padding" in options ? "same" : "plain"}${batched ? "" : " unbatched"}`,
          inputs: { x: data(shape), w: data([...(transposed ? [4, 5] : [5, 4]), ...kernel]), b: data([5]) },
          torch:
            `m = nn.${name}(4, 5, 3${python})\n` +
            "call = torch.nn.utils.stateless.functional_call\n" +
            "sums(lambda x, w, b: call(m, {'weight': w, 'bias': b}, x), x, w, b)",
          run: (t, { x, w, b }) => {
            const m = Reflect.construct(called(t.nn as never, name), [4, 5, 3, options]) as InstanceType<
              typeof t.nn.Conv2d
            >;
            m.loadStateDict({ weight: w, bias: b });
            const input = leaf(x);
            return sums(t, m.forward(input), [input, m.weight, m.bias!]);
          },
          grad: false,
        });
      }),
    ),
  ),
);

type PerAxis = number | readonly [number, number];
const python = (value: unknown) => JSON.stringify(value);

const blockSettings: readonly (readonly [readonly number[], PerAxis, PerAxis, PerAxis, PerAxis])[] = [
  ...[
    [0, 1, 5, 5],
    [1, 1, 5, 5],
    [2, 3, 5, 5],
  ].flatMap((shape) =>
    ([2, [2, 2], [3, 3]] as const).flatMap((kernel) =>
      ([1, 2, [1, 2]] as const).flatMap((dilation) =>
        ([0, 1, [1, 1]] as const).flatMap((padding) =>
          ([1, 2, [1, 2]] as const).map((stride) => [shape, kernel, dilation, padding, stride] as const),
        ),
      ),
    ),
  ),
  [[1, 1, 5, 5], [3, 3], 1, 0, 1],
];

const blocks: readonly Row[] = blockSettings.map(([shape, kernel, dilation, padding, stride], i) =>
  row({
    id: `opinfo unfold/${i}`,
    inputs: { x: data(shape) },
    torch: `sums(lambda x: F.unfold(x, ${python(kernel)}, ${python(dilation)}, ${python(padding)}, ${python(stride)}), x)`,
    line: `unfold(x, ${python(kernel)}, ${python({ dilation, padding, stride })})`,
    run: (t, { x }) => {
      const input = leaf(x);
      return sums(t, t.unfold(input, kernel, { dilation, padding, stride }), [input]);
    },
    grad: false,
  }),
);

/** Shapes and amounts of each mode; what is constant comes with the values 1 and 2. */
const copied: readonly (readonly [shape: readonly number[], amounts: readonly number[]])[] = [
  [
    [1, 3],
    [1, 2],
  ],
  [
    [1, 3],
    [0, 1],
  ],
  [
    [0, 3, 3],
    [1, 2],
  ],
  [
    [0, 3, 3],
    [0, 1],
  ],
  [
    [1, 3, 3],
    [1, 2],
  ],
  [
    [1, 3, 3],
    [0, 1],
  ],
  [
    [1, 3, 3],
    [0, 2, 0, 1],
  ],
  [
    [0, 3, 3, 3],
    [0, 2, 0, 1],
  ],
  [
    [3, 3, 5, 5],
    [0, 2, 0, 1],
  ],
  [
    [3, 3, 5, 5],
    [1, 1, 1, 1, 1, 1],
  ],
  [
    [1, 3, 3, 3, 3],
    [1, 1, 1, 1, 1, 1],
  ],
  [
    [1, 3, 4, 4],
    [-1, 1, -2, 1],
  ],
];
const wrapped = [2, 3, 4, 5, 7, 8, 10, 11].map((i) => copied[i]!);
const four = [
  [1, 2],
  [0, 1],
  [0, 2, 0, 1],
  [1, 1, 1, 1, 1, 1],
];
const constant: typeof copied = [
  ...four.slice(0, 3).map((amounts) => [[1, 3], amounts] as const),
  ...[
    [0, 3, 3],
    [1, 3, 3],
    [0, 3, 3, 3],
    [3, 3, 5, 5],
    [1, 3, 3, 3, 3],
  ].flatMap((shape) => four.map((amounts) => [shape, amounts] as const)),
  [
    [1, 3, 4, 4],
    [-1, 1, -2, 1],
  ],
];

function padRow(
  what: string,
  [shape, amounts]: (typeof copied)[number],
  mode: "constant" | "reflect" | "replicate" | "circular",
  value?: number,
): Row {
  return row({
    id: `opinfo pad/${what}`,
    inputs: { x: data(shape) },
    torch: `sums(lambda x: F.pad(x, ${python(amounts)}, "${mode}"${value === undefined ? "" : `, ${value}.`}), x)`,
    line: `pad(x, ${python(amounts)}, ${python({ mode, value })})`,
    run: (t, { x }) => {
      const input = leaf(x);
      return sums(t, t.pad(input, amounts, value === undefined ? { mode } : { mode, value }), [input]);
    },
    grad: false,
  });
}

const paddings: readonly Row[] = [
  padRow(
    "constant",
    [
      [1, 3, 3],
      [2, 2],
    ],
    "constant",
  ),
  ...[1, 2].flatMap((value) =>
    constant.map((sample, i) => padRow(`constant ${value} ${i}`, sample, "constant", value)),
  ),
  ...(["reflect", "replicate"] as const).flatMap((mode) =>
    copied.map((sample, i) => padRow(`${mode} ${i}`, sample, mode)),
  ),
  ...wrapped.map((sample, i) => padRow(`circular ${i}`, sample, "circular")),
];

const f64 = { dtype: "float64" } as const;
const i64 = { dtype: "int64" } as const;

/** All samples of convolutions, modules, blocks and paddings. */
export const opinfoRows: readonly Row[] = [...convolutions, ...modules, ...blocks, ...paddings];

/** The calls that must be refused. One more of conv2d's has a complex bias, a type that this library lacks. */
export const opinfoErrorRows: readonly Row[] = rowsOnNothing([
  [
    "opinfo conv1d/refuses groups 0",
    "F.conv1d(torch.zeros(33, 16, 30).double(), torch.zeros(20, 16, 5).double(), groups=0)",
    (t) => void t.conv1d(t.zeros([33, 16, 30], f64), t.zeros([20, 16, 5], f64), { groups: 0 }),
    { error: true },
  ],
  [
    "opinfo conv2d/refuses groups 0",
    "F.conv2d(torch.zeros(1, 4, 5, 5).double(), torch.zeros(8, 4, 3, 3).double(), groups=0)",
    (t) => void t.conv2d(t.zeros([1, 4, 5, 5], f64), t.zeros([8, 4, 3, 3], f64), { groups: 0 }),
    { error: true },
  ],
  [
    "opinfo conv2d/refuses a bias of another type",
    "F.conv2d(torch.zeros(2, 4, 4).long(), torch.zeros(3, 2, 3, 3).long(), torch.zeros(3))",
    (t) => void t.conv2d(t.zeros([2, 4, 4], i64), t.zeros([3, 2, 3, 3], i64), { bias: t.zeros([3]) }),
    { error: true },
  ],
  [
    "opinfo avgPool1d/refuses negative padding",
    "F.avg_pool1d(torch.zeros(0, 1, 49), 2, 50, -1)",
    (t) => void t.avgPool1d(t.zeros([0, 1, 49]), 2, { stride: 50, padding: -1 }),
    { error: true },
  ],
  [
    "opinfo avgPool1d/refuses much padding",
    "F.avg_pool1d(torch.zeros(0, 1, 49), 2, 50, 4)",
    (t) => void t.avgPool1d(t.zeros([0, 1, 49]), 2, { stride: 50, padding: 4 }),
    { error: true },
  ],
]);
