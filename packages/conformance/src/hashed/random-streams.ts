// Streams of random numbers: one seed, then calls of many kinds, so that what each leaves to the next is checked too.
import type { DType, Tensor } from "@toeplitz/tensor";
import { type Dice, dice } from "../drawn/dice.ts";
import { drawn } from "../rows/random.ts";
import { type Api, type Output, type Row, row } from "../rows/row.ts";

/** What the calls of a stream share. */
interface Stream {
  readonly outputs: Output[];
  readonly generator: InstanceType<Api["Generator"]>;
  state: Uint8Array;
}

/** A statement of Python and what it is here. */
type Step = readonly [python: string, run: (t: Api, stream: Stream) => void];

/** A step that draws something and shows it. Long float64 normals are shown as float32: their last bits are the C library's. */
const shows = (python: string, run: (t: Api, stream: Stream) => Output): Step => [
  `o.append(${python})`,
  (t, stream) => void stream.outputs.push(run(t, stream)),
];

const lengths = [0, 1, 2, 3, 5, 8, 14, 15, 16, 17, 18, 24, 31, 32, 33, 48, 50, 100, 624, 700];

const shapeOf = (d: Dice): number[] => {
  if (d.chance(0.5)) return [d.pick(lengths)];
  return Array.from({ length: d.whole(1, 4) }, () => d.whole(1, 6));
};

const floating = (d: Dice): "float32" | "float64" => d.pick(["float32", "float32", "float64"]);

/** Zeros in a shape, in order or not, in both languages. */
function target(d: Dice, dtype: DType): readonly [python: string, make: (t: Api) => Tensor] {
  const type = `dtype=torch.${dtype}`;
  const options = { dtype };
  const [a, b, c] = [d.whole(1, 6), d.whole(1, 7), d.whole(1, 5)];
  return d.pick<readonly [string, (t: Api) => Tensor]>([
    [`torch.zeros(${a}, ${b}, ${c}, ${type})`, (t) => t.zeros([a, b, c], options)],
    [`torch.zeros(${a}, ${b}, ${type}).t()`, (t) => t.zeros([a, b], options).t()],
    [`torch.zeros(${a}, ${b}, ${c}, ${type}).permute(1, 2, 0)`, (t) => t.zeros([a, b, c], options).permute([1, 2, 0])],
    [`torch.zeros(${a}, ${b}, ${c}, ${type}).permute(0, 2, 1)`, (t) => t.zeros([a, b, c], options).permute([0, 2, 1])],
    [`torch.zeros(${a}, ${2 * b}, ${type})[:, ::2]`, (t) => t.zeros([a, 2 * b], options).index(":", "::2")],
    [
      `torch.zeros(${2 * a}, ${b}, ${type})[1::2].t()`,
      (t) =>
        t
          .zeros([2 * a, b], options)
          .index("1::2")
          .t(),
    ],
    [`torch.zeros(${3 * b}, ${type})[1:]`, (t) => t.zeros([3 * b], options).index("1:")],
    [`torch.zeros(${c}, ${b}, ${type})[:, 0]`, (t) => t.zeros([c, b], options).index(":", 0)],
  ]);
}

const pythonShape = (shape: readonly number[]) => `(${shape.map((size) => `${size},`).join(" ")})`;

const creating = (d: Dice): Step => {
  const shape = shapeOf(d);
  const size = pythonShape(shape);
  const dtype = floating(d);
  const own = d.chance(0.25);
  const python = `dtype=torch.${dtype}${own ? ", generator=g" : ""}`;
  const options = ({ generator }: Stream) => ({ dtype, ...(own ? { generator } : {}) });
  return d.pick<Step>([
    shows(`torch.rand(${size}, ${python})`, (t, s) => t.rand(shape, options(s))),
    shows(`torch.randn(${size}, ${python}).float()`, (t, s) => t.randn(shape, options(s)).to("float32")),
    shows(`torch.normal(-1.5, 0.3, ${size}, ${python}).float()`, (t, s) =>
      t.normal(-1.5, 0.3, shape, options(s)).to("float32"),
    ),
    shows(`torch.normal(torch.full(${size}, 3.), torch.full(${size}, .7))`, (t) =>
      t.normal(t.full(shape, 3), t.full(shape, 0.7)),
    ),
    shows(`torch.bernoulli(torch.full(${size}, .3, dtype=torch.${dtype}))`, (t) =>
      t.bernoulli(t.full(shape, 0.3, { dtype })),
    ),
  ]);
};

const integers = (d: Dice): Step => {
  const shape = shapeOf(d);
  const dtype = d.pick<DType>(["int64", "int64", "int32", "float32", "float64", "uint8"]);
  const low = dtype === "uint8" ? d.whole(0, 9) : d.whole(-9, 9);
  const range = dtype === "uint8" ? d.whole(1, 200) : d.pick([1, 2, 10, 1000, 2 ** 20, 2 ** 28, 2 ** 30]);
  const high = dtype === "int64" && d.chance(0.3) ? low + 2 ** 40 : low + range;
  const n = d.pick(lengths);
  return d.pick<Step>([
    shows(`torch.randint(${low}, ${high}, ${pythonShape(shape)}, dtype=torch.${dtype})`, (t) =>
      t.randint(low, high, shape, { dtype }),
    ),
    shows(`torch.randperm(${n})`, (t) => t.randperm(n)),
    shows(`torch.randperm(${n}, dtype=torch.float64)`, (t) => t.randperm(n, { dtype: "float64" })),
  ]);
};

const filling = (d: Dice): Step => {
  const dtype = floating(d);
  const [line, make] = target(d, dtype);
  const [first, second] = d.pick([
    [0, 1],
    [-1, 1],
    [-0.3, 0.77],
    [2, 2.5],
  ]);
  const p = d.pick([0, 0.1, 0.5, 0.75, 1]);
  const [wholeLine, makeWhole] = target(d, d.pick<DType>(["int64", "int32", "uint8", "bool", "float32"]));
  const high = d.pick([1, 2]);
  return d.pick<Step>([
    shows(`${line}.uniform_(${first}, ${second})`, (t) => make(t).uniform_(first, second)),
    shows(`${line}.normal_(${first}, ${Math.abs(second!)}).float()`, (t) =>
      make(t).normal_(first, Math.abs(second!)).to("float32"),
    ),
    shows(`${line}.bernoulli_(${p})`, (t) => make(t).bernoulli_(p)),
    shows(`${wholeLine}.bernoulli_(torch.full((), ${p}, dtype=torch.float32))`, (t) =>
      makeWhole(t).bernoulli_(t.full([], p)),
    ),
    shows(`${wholeLine}.bernoulli_(${p})`, (t) => makeWhole(t).bernoulli_(p)),
    shows(`${wholeLine}.random_(${high})`, (t) => makeWhole(t).random_(high)),
    shows(`${wholeLine}.random_()`, (t) => makeWhole(t).random_()),
  ]);
};

const alike = (d: Dice): Step => {
  const [line, make] = target(d, floating(d));
  const p = d.pick([0.1, 0.5, 0.8]);
  return d.pick<Step>([
    shows(`torch.rand_like(${line})`, (t) => t.randLike(make(t))),
    shows(`torch.randn_like(${line}).float()`, (t) => t.randnLike(make(t)).to("float32")),
    shows(`torch.randint_like(${line}, -3, 8)`, (t) => t.randintLike(make(t), -3, 8)),
    shows(`torch.bernoulli(${line}.fill_(${p}))`, (t) => t.bernoulli(make(t).fill_(p))),
    shows(`F.dropout(${line}.fill_(1), ${p})`, (t) => t.dropout(make(t).fill_(1), { p })),
  ]);
};

const channels = (d: Dice): Step => {
  const shape = [d.whole(1, 3), d.whole(1, 9), d.whole(1, 3), d.whole(1, 3)];
  const p = d.pick([0.1, 0.5, 0.8]);
  const ones = (axes: number) => `torch.ones${pythonShape(shape.slice(0, axes))}`;
  return d.pick<Step>([
    shows(`F.dropout1d(${ones(3)}, ${p})`, (t) => t.dropout1d(t.ones(shape.slice(0, 3)), { p })),
    shows(`F.dropout1d(${ones(2)}, ${p})`, (t) => t.dropout1d(t.ones(shape.slice(0, 2)), { p })),
    shows(`F.dropout2d(${ones(4)}, ${p})`, (t) => t.dropout2d(t.ones(shape), { p })),
    shows(`F.dropout3d(${ones(4)}, ${p})`, (t) => t.dropout3d(t.ones(shape), { p })),
  ]);
};

/** A convolution's weight and bias, in the order in which they are drawn. */
const layer = (d: Dice): Step => {
  const rank = d.whole(1, 3);
  const kind = `Conv${d.chance(0.4) ? "Transpose" : ""}${rank}d` as "Conv2d";
  const groups = d.pick([1, 1, 2]);
  const [inChannels, outChannels] = [groups * d.whole(1, 4), groups * d.whole(1, 4)];
  const kernel = Array.from({ length: rank }, () => d.whole(1, 4));
  const bias = d.chance(0.7);
  const dtype = floating(d);
  const python = `nn.${kind}(${inChannels}, ${outChannels}, ${pythonShape(kernel)}, groups=${groups}, bias=${bias ? "True" : "False"}, dtype=torch.${dtype})`;
  return shows(`[v for v in ${python}.state_dict().values()]`, (t) => {
    const module = new t.nn[kind](inChannels, outChannels, kernel, { groups, bias, dtype });
    return [...module.stateDict().values()];
  });
};

const fillers = [
  ["kaiming_uniform_(x)", (t, x) => t.nn.init.kaimingUniform_(x)],
  ["kaiming_uniform_(x, a=5 ** 0.5)", (t, x) => t.nn.init.kaimingUniform_(x, { a: Math.sqrt(5) })],
  ["kaiming_normal_(x, mode='fan_out', nonlinearity='relu')", (t, x) =>
    t.nn.init.kaimingNormal_(x, { mode: "fan_out", nonlinearity: "relu" })],
  ["xavier_uniform_(x, gain=5/3)", (t, x) => t.nn.init.xavierUniform_(x, { gain: 5 / 3 })],
  ["xavier_normal_(x)", (t, x) => t.nn.init.xavierNormal_(x)],
  ["uniform_(x, -.1, .1)", (t, x) => t.nn.init.uniform_(x, -0.1, 0.1)],
  ["normal_(x, 0., .02)", (t, x) => t.nn.init.normal_(x, 0, 0.02)],
] as const satisfies readonly (readonly [string, (t: Api, x: Tensor) => Tensor])[]; // biome-ignore format: a table

const firstValues = (d: Dice): Step => {
  const shape = Array.from({ length: d.whole(2, 5) }, () => d.whole(1, 5));
  const [python, fill] = d.pick<(typeof fillers)[number]>(fillers);
  return shows(`nn.init.${python.replace("(x", `(torch.zeros${pythonShape(shape)}`)}`, (t) => fill(t, t.zeros(shape)));
};

const states = (d: Dice): Step =>
  d.pick<Step>([
    ["s = torch.get_rng_state()", (t, stream) => void (stream.state = t.getRngState())],
    ["torch.set_rng_state(s)", (t, stream) => t.setRngState(stream.state)],
    ["g.set_state(torch.get_rng_state())", (t, { generator }) => void generator.setState(t.getRngState())],
    ["torch.set_rng_state(g.get_state())", (t, { generator }) => t.setRngState(generator.getState())],
    shows("torch.initial_seed()", (t) => Number(t.initialSeed())),
    shows("g.initial_seed()", (_, { generator }) => Number(generator.initialSeed())),
    ["torch.manual_seed(77)", (t) => void t.manualSeed(77)],
    ["g.manual_seed(-3)", (_, { generator }) => void generator.manualSeed(-3)],
  ]);

/** Bytes of a state before the waiting normal, whose last bit is the C library's. */
const words = 5016;

const seeds = [0, 1, 42, 123, 2147483647, 4294967296, 2 ** 40 + 5, -1, -12345];

function stream(index: number): Row {
  const d = dice(0x73747265, index);
  const seed = d.pick(seeds);
  const kinds = [creating, creating, creating, integers, filling, filling, alike, channels, layer, firstValues, states];
  const steps = Array.from({ length: 12 }, () => d.pick(kinds)(d));
  const start = `torch.manual_seed(${seed}); g = torch.Generator().manual_seed(9); s = torch.get_rng_state(); o = []`;
  return row({
    id: `${index} seed ${seed}`,
    torch: [start, ...steps.map(([python]) => python), `o.append(torch.get_rng_state()[:${words}])`, "o"].join("\n"),
    run: (t) =>
      drawn(t, seed, () => {
        const world: Stream = { outputs: [], generator: new t.Generator().manualSeed(9), state: t.getRngState() };
        for (const [, run] of steps) run(t, world);
        return [...world.outputs, t.tensor(t.getRngState().subarray(0, words))];
      }),
    line: steps.map(([python]) => python).join("; "),
    grad: false,
  });
}

export const randomStreamRows: readonly Row[] = Array.from({ length: 400 }, (_, index) => stream(index));
