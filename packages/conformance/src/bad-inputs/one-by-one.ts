// Bad inputs that are no single wrong argument: buffers that change, views that overlap, history, states, data that is not finite.
import type { Tensor } from "@toeplitz/tensor";
import type { Api } from "../rows/index.ts";
import { type BadInput, defined, refused } from "./bad-input.ts";

// biome-ignore lint/suspicious/noExplicitAny: what is called here must not type-check.
type Untyped = any;
const wrong = (subject: unknown): Untyped => subject;

const detached = () => {
  const array = new Float32Array(4);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
};

/** A typed array whose buffer has shrunk under it. */
const shrunk = () => {
  const buffer: Untyped = new (ArrayBuffer as Untyped)(16, { maxByteLength: 16 });
  const array = new Float32Array(buffer, 4, 2);
  buffer.resize(4);
  return array;
};

const nested = (depth: number) => {
  let list: unknown = 1;
  for (let i = 0; i < depth; i++) list = [list];
  return list;
};
const cyclic = () => {
  const list: unknown[] = [];
  list.push(list);
  return list;
};

/** A list whose sizes are other ones each time that they are read. */
const shifty = (first: number) => {
  let reads = 0;
  return new Proxy([2, 2], {
    get: (list, key) => (key === "0" ? (reads++ === 0 ? first : -7) : Reflect.get(list, key)),
  });
};

const data: readonly BadInput[] = [
  refused("tensor([[1, 2], [3]])", "expected sequence of length 2 at dim 1 (got 1)", (t) => t.tensor([[1, 2], [3]])),
  refused("tensor([[1, 2], 3])", "expected a list of length 2 at dim 1", (t) => t.tensor([[1, 2], 3])),
  refused('tensor([1, "2"])', 'got "2"', (t) => wrong(t).tensor([1, "2"])),
  refused("tensor([1, null])", "got null", (t) => wrong(t).tensor([1, null])),
  refused("tensor([1, undefined])", "got undefined", (t) => wrong(t).tensor([1, undefined])),
  refused("tensor([1, , 3])", "got undefined", (t) => wrong(t).tensor(Object.assign([1], { 2: 3 }))),
  refused("tensor(list that holds itself)", "nested at most 64 deep", (t) => wrong(t).tensor(cyclic())),
  refused("tensor(list 100,000 deep)", "nested at most 64 deep", (t) => wrong(t).tensor(nested(100_000))),
  refused("tensor({ length: 1e9 })", "numbers", (t) => wrong(t).tensor({ length: 1e9 })),
  refused('tensor("3")', "numbers", (t) => wrong(t).tensor("3")),
  refused("tensor(null)", "numbers", (t) => wrong(t).tensor(null)),
  refused("tensor(undefined)", "numbers", (t) => wrong(t).tensor(undefined)),
  refused("tensor(Symbol())", "numbers", (t) => wrong(t).tensor(Symbol("s"))),
  refused("tensor(new ArrayBuffer(8))", "numbers", (t) => wrong(t).tensor(new ArrayBuffer(8))),
  refused("tensor(new DataView(buffer))", "Float32Array", (t) => wrong(t).tensor(new DataView(new ArrayBuffer(8)))),
  refused("tensor(new Uint16Array(2))", "Float32Array", (t) => wrong(t).tensor(new Uint16Array(2))),
  refused("tensor(new Int8Array(2))", "Float32Array", (t) => wrong(t).tensor(new Int8Array(2))),
  refused("tensor(new Uint8ClampedArray(2))", "Float32Array", (t) => wrong(t).tensor(new Uint8ClampedArray(2))),
  refused("tensor(new BigUint64Array(2))", "Float32Array", (t) => wrong(t).tensor(new BigUint64Array(2))),
  refused("tensor(array whose buffer was transferred)", "detached", (t) => t.tensor(detached())),
  refused("tensor(array whose buffer has shrunk)", "out of bounds", (t) => t.tensor(shrunk())),
  refused("tensor(new Float32Array(6), { shape: [2, 2] })", "as many elements as the data (6)", (t) =>
    t.tensor(new Float32Array(6), { shape: [2, 2] }),
  ),
  refused('tensor([300], { dtype: "uint8" })', "without overflow", (t) => t.tensor([300], { dtype: "uint8" })),
  refused('tensor([NaN], { dtype: "int64" })', "without overflow", (t) => t.tensor([Number.NaN], { dtype: "int64" })),
  refused('tensor([2n ** 64n], { dtype: "int64" })', "without overflow", (t) => t.tensor([2n ** 64n])),
  refused('ones([2], { dtype: "int64", requiresGrad: true })', "can require gradients", (t) =>
    t.ones([2], { dtype: "int64", requiresGrad: true }),
  ),
  refused("full([2], 1e39)", "without overflow", (t) => t.full([2], 1e39)),
  refused("zeros([2], null)", "object of named options", (t) => wrong(t).zeros([2], null)),
  refused("zeros([2], [])", "object of named options", (t) => wrong(t).zeros([2], [])),
  refused('zeros([2], "float32")', "object of named options", (t) => wrong(t).zeros([2], "float32")),
  refused('zeros([2], { dtpye: "float32" })', "did you mean 'dtype'?", (t) =>
    wrong(t).zeros([2], { dtpye: "float32" }),
  ),
  refused('zeros([2], { ["__proto__"]: 1 })', "unexpected option '__proto__'", (t) =>
    wrong(t).zeros([2], JSON.parse('{ "__proto__": 1 }')),
  ),
  refused("arange(0, 10, 0)", "step must be nonzero", (t) => t.arange(0, 10, 0)),
  refused("arange(0, 10, -1)", "inconsistent with step sign", (t) => t.arange(0, 10, -1)),
  refused("arange(0, NaN)", "unsupported range", (t) => t.arange(0, Number.NaN)),
  refused("arange(0, 10, NaN)", "step must be nonzero", (t) => t.arange(0, 10, Number.NaN)),
  refused("arange(0, 1e18)", "at most 4294967296 elements", (t) => t.arange(0, 1e18)),
  refused("manualSeed(NaN)", "manual_seed expected a long", (t) => t.manualSeed(Number.NaN)),
  refused("manualSeed(2n ** 64n)", "Overflow when unpacking long", (t) => t.manualSeed(2n ** 64n)),
  refused('manualSeed("1")', "manual_seed expected a long", (t) => wrong(t).manualSeed("1")),
  refused("setRngState(new Uint8Array(3))", "found the input RNG state size to be 3", (t) =>
    t.setRngState(new Uint8Array(3)),
  ),
  refused("setRngState(null)", "be a Uint8Array", (t) => wrong(t).setRngState(null)),
  defined("zeros([-0])", [], (t) => t.zeros([-0])),
  defined(
    "zeros(list that changes while it is read)",
    [
      [0, 0],
      [0, 0],
    ],
    (t) => t.zeros(shifty(2)),
  ),
  defined("tensor(array of 300,000)", 300_000, (t) => t.tensor(Array(300_000).fill(1)).numel()),
  defined("tensor(shared memory), then written to", [1, 1], (t) => {
    const shared = new Float32Array(new SharedArrayBuffer(8)).fill(1);
    const x = t.tensor(shared);
    shared.fill(9);
    return x;
  }),
  defined("tensor(array), then written to", [1, 1], (t) => {
    const own = new Float32Array([1, 1]);
    const x = t.tensor(own);
    own.fill(9);
    return x;
  }),
  defined("tensor(subclass of Float32Array)", [1, 2], (t) => {
    class Mine extends Float32Array {}
    return t.tensor(new Mine([1, 2]));
  }),
  defined("toTypedArray(tensor(subclass of Float32Array)).constructor.name", "Float32Array", (t) => {
    class Mine extends Float32Array {}
    return t.tensor(new Mine([1, 2])).toTypedArray().constructor.name;
  }),
  defined("tensor(subclass of Array)", [1, 2], (t) => {
    class Mine extends Array<number> {}
    return t.tensor(Mine.from([1, 2]));
  }),
];

/** A tensor that was disposed of. */
const gone = (t: Api) => {
  const x = t.ones([1, 1, 1]);
  x.dispose();
  return x;
};

const views: readonly BadInput[] = [
  refused("reshape(x, [-2, 3])", "invalid shape dimension -2", (t) => t.ones([6]).reshape([-2, 3])),
  refused("reshape(empty, [-1, 0])", "unspecified dimension size -1 can be any value", (t) =>
    t.zeros([0]).reshape([-1, 0]),
  ),
  refused("x.t().view([6])", "Use .reshape(...) instead", (t) => t.ones([2, 3]).t().view([6])),
  refused("permute(x, [0, 0])", "permute", (t) => t.ones([2, 3]).permute([0, 0])),
  refused("x.index('0:2:0')", "slice step cannot be zero", (t) => t.ones([3]).index("0:2:0")),
  refused("x.index('junk')", "are valid indices (got string)", (t) => wrong(t).ones([3]).index("junk")),
  refused("x.index(1.5)", "are valid indices (got number)", (t) => t.ones([3]).index(1.5)),
  refused("x.expand([3, 2]).add_(1)", "more than one element of the written-to tensor", (t) =>
    t.ones([1, 2]).expand([3, 2]).add_(1),
  ),
  refused("item(two elements)", "a Tensor with 2 elements cannot be converted to Scalar", (t) => t.ones([2]).item()),
  refused("item(no elements)", "a Tensor with 0 elements cannot be converted to Scalar", (t) => t.zeros([0]).item()),
  refused("toTypedArray(x, { into: array of another kind })", "Float32Array of length 2", (t) =>
    t.ones([2]).toTypedArray({ into: new Float64Array(2) }),
  ),
  refused("toTypedArray(x, { into: transferred array })", "Float32Array of length 4", (t) =>
    t.ones([4]).toTypedArray({ into: detached() }),
  ),
  defined("x.index('5:1')", [], (t) => t.ones([3]).index("5:1")),
  ...(["sum", "clone", "toArray", "item", "relu", "neg", "exp", "t", "flatten", "unsqueeze"] as const).map((name) =>
    refused(`${name}(a tensor that was disposed of)`, `${name}: x was disposed of`, (t) =>
      wrong(t)[name](gone(t), ...(name === "unsqueeze" ? [0] : [])),
    ),
  ),
  refused("reshape(a tensor that was disposed of, [1])", "reshape: x was disposed of", (t) => t.reshape(gone(t), [1])),
  ...(["add", "matmul", "equal", "conv1d"] as const).flatMap((name) => [
    refused(`${name}(a tensor that was disposed of, x)`, "was disposed of and has no elements", (t) =>
      t[name](gone(t), t.ones([1, 1, 1])),
    ),
    refused(`${name}(x, a tensor that was disposed of)`, "was disposed of and has no elements", (t) =>
      t[name](t.ones([1, 1, 1]), gone(t)),
    ),
  ]),
  ...(["add_", "sub_", "mul_", "div_", "copy_"] as const).map((name) =>
    refused(
      `ones([1, 2]).${name}(ones([3, 2]))`,
      `${name}: output with shape [1, 2] doesn't match the broadcast shape [3, 2]`,
      (t) => t.ones([1, 2])[name](t.ones([3, 2])),
    ),
  ),
  ...(["add_", "sub_", "mul_", "div_"] as const).map((name) =>
    refused(
      `x.${name}(0.5) of whole numbers`,
      `${name}: result type Float can't be cast to the desired output type Long`,
      (t) => t.ones([2], { dtype: "int64" })[name](0.5),
    ),
  ),
  refused("x.add_(1, { alfa: 2 })", "add_: got an unexpected option 'alfa' (did you mean 'alpha'?)", (t) =>
    wrong(t.ones([2])).add_(1, { alfa: 2 }),
  ),
  refused("x.add_(a tensor that was disposed of)", "other was disposed of", (t) => t.ones([1, 1, 1]).add_(gone(t))),
  defined("dispose(), twice", null, (t) => {
    const x = t.ones([2]);
    x.dispose();
    x.dispose();
    return null;
  }),
];

const history: readonly BadInput[] = [
  refused("backward(), twice", "Specify retain_graph=True", (t) => {
    const y = t.ones([2], { requiresGrad: true }).square().sum();
    y.backward();
    y.backward();
  }),
  refused("backward() of two elements", "grad can be implicitly created only for scalar outputs", (t) =>
    t.ones([2], { requiresGrad: true }).mul(2).backward(),
  ),
  refused("backward() without gradients", "does not require grad", (t) => t.ones([]).backward()),
  refused("backward(gradient of another shape)", "Mismatch in shape", (t) =>
    t
      .ones([2], { requiresGrad: true })
      .mul(2)
      .backward(t.ones([3])),
  ),
  refused("a leaf changed in place", "a leaf Variable that requires grad", (t) =>
    t.ones([2], { requiresGrad: true }).add_(1),
  ),
  refused("a value changed that backward needs", "has been modified by an inplace operation", (t) => {
    const x = t.ones([2], { requiresGrad: true });
    const y = x.exp();
    const z = y.square().sum();
    y.add_(1);
    z.backward();
  }),
  refused("x.grad = a tensor of another shape", "assigned grad has data of a different size", (t) => {
    t.ones([2], { requiresGrad: true }).grad = t.ones([3]);
  }),
  refused("x.grad = a number", "be a tensor or null", (t) => {
    wrong(t).ones([2]).grad = 1;
  }),
  refused('x.requiresGrad = "yes"', "be a boolean", (t) => {
    wrong(t).ones([2]).requiresGrad = "yes";
  }),
  refused("registerHook(null)", "be a function", (t) => wrong(t).ones([2], { requiresGrad: true }).registerHook(null)),
  refused("noGrad(1)", "must be a function, got 1", (t) => wrong(t).noGrad(1)),
];

/** Its parameters are drawn from a generator of its own. */
const conv = (t: Api) => new t.nn.Conv1d(1, 1, 2, { generator: new t.Generator() });
const state = (t: Api, change: (state: Map<string, unknown>) => void) => {
  const module = conv(t);
  const entries = new Map<string, unknown>(module.stateDict());
  change(entries);
  return wrong(module).loadStateDict(entries);
};

const states: readonly BadInput[] = [
  refused("loadStateDict(a key is missing)", 'Missing key(s) in state_dict: "bias"', (t) =>
    state(t, (s) => s.delete("bias")),
  ),
  ...["more", "__proto__", "constructor", "toString", "weight\u00a0", "../weight", "<img src=x onerror=alert(1)>"].map(
    (key) =>
      refused(
        `loadStateDict(with the key ${JSON.stringify(key).replace("\u00a0", "\\u00a0")})`,
        "Unexpected key(s) in state_dict",
        (t) => state(t, (s) => s.set(key, t.ones([1]))),
      ),
  ),
  refused("loadStateDict(another shape)", "size mismatch for bias", (t) => state(t, (s) => s.set("bias", t.ones([7])))),
  ...([null, 1, "x", [1], {}] as const).map((each) =>
    refused(`loadStateDict(bias: ${JSON.stringify(each)})`, "While copying the parameter named", (t) =>
      state(t, (s) => s.set("bias", each)),
    ),
  ),
  ...([null, 1, "x", undefined] as const).map((each) =>
    refused(`loadStateDict(${JSON.stringify(each)})`, "Expected state_dict to be dict-like", (t) =>
      wrong(conv(t)).loadStateDict(each),
    ),
  ),
  refused("loadStateDict(a tensor that was disposed of)", "disposed", (t) =>
    state(t, (s) => {
      const bias = t.ones([1]);
      bias.dispose();
      s.set("bias", bias);
    }),
  ),
  refused("conv.forward()", "be a tensor", (t) => wrong(conv(t)).forward()),
  refused("conv.forward(null)", "be a tensor", (t) => wrong(conv(t)).forward(null)),
  ...([1, null, "x", [[[1]]]] as const).map((each) =>
    refused(`conv.weight = ${JSON.stringify(each)}, and conv.forward(x)`, "weight", (t) => {
      const module = wrong(conv(t));
      module.weight = each;
      module.forward(t.ones([1, 1, 3]));
    }),
  ),
  refused(
    "new nn.Sequential(conv, 'relu')",
    "string is not a Module subclass",
    (t) => new (wrong(t).nn.Sequential)(conv(t), "relu"),
  ),
  refused("new optim.SGD([])", "empty parameter list", (t) => new t.optim.SGD([], { lr: 0.1 })),
  refused(
    "new optim.SGD(parameters, { lr: -1 })",
    "Invalid learning rate: -1",
    (t) => new t.optim.SGD(conv(t).parameters(), { lr: -1 }),
  ),
  refused(
    "new optim.SGD(parameters, { lr: NaN })",
    "Invalid learning rate: NaN",
    (t) => new t.optim.SGD(conv(t).parameters(), { lr: Number.NaN }),
  ),
  refused(
    'new optim.Adam(parameters, { lr: "1" })',
    "lr",
    (t) => new (wrong(t).optim.Adam)(conv(t).parameters(), { lr: "1" }),
  ),
  refused("interpolate(x, { mode: an object without a text })", "for the modes: nearest | linear", (t) =>
    t.interpolate(t.ones([1, 1, 2]), { size: 3, mode: Object.create(null) as never }),
  ),
  refused('interpolate(x, { mode: "toString" })', "for the modes: nearest | linear", (t) =>
    t.interpolate(t.ones([1, 1, 2]), { size: 3, mode: "toString" as never }),
  ),
  refused("createBackend(module without kernels)", "be the kernels.wasm of this version of @toeplitz/wasm", (t) =>
    t.createBackend(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))),
  ),
  refused("createBackend(bytes)", "be a WebAssembly.Module", (t) => wrong(t).createBackend(new Uint8Array(8))),
  refused("createBackend(module, null)", "object of named options", (t) =>
    wrong(t).createBackend(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])), null),
  ),
  refused("createBackend(module, { shared: 1 })", "be a WebAssembly.Module", (t) =>
    wrong(t).createBackend(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])), { shared: 1 }),
  ),
];

/** One value of the data is not finite: what its window covers is not, and nothing else changes. */
const notFinite = (name: "conv2d" | "convTranspose2d" | "maxPool2d" | "matmul", at: number): BadInput =>
  defined(`${name}(x with ${at} in one place)`, true, (t) => {
    const x = t.ones([1, 2, 12, 12]);
    const spoiled = t.tensor(
      Float32Array.from({ length: 288 }, (_, i) => (i === 3 ? at : 1)),
      { shape: [1, 2, 12, 12] },
    );
    const call = (input: Tensor): Tensor => {
      if (name === "matmul") return input.reshape([24, 12]).matmul(t.ones([12, 4]));
      return name === "maxPool2d" ? t.maxPool2d(input, 3) : t[name](input, t.ones([2, 2, 3, 3]));
    };
    const [before, after] = [call(x).toTypedArray(), call(spoiled).toTypedArray()];
    const touched = before.filter((_: unknown, i: number) => !Object.is(before[i], after[i])).length;
    const covered = { conv2d: 6, convTranspose2d: 18, maxPool2d: at === Number.NEGATIVE_INFINITY ? 0 : 1, matmul: 4 }[
      name
    ];
    return touched === covered;
  });

const numbers: readonly BadInput[] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((at) =>
  (["conv2d", "convTranspose2d", "maxPool2d", "matmul"] as const).map((name) => notFinite(name, at)),
);

/** Every row. */
export const oneByOne: readonly BadInput[] = [...data, ...views, ...history, ...states, ...numbers];
