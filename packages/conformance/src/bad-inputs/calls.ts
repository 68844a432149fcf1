// Right calls of every kind, and what must not stand in the place of their arguments.
import { type BadCall, type BadValue, value, values } from "./bad-input.ts";

const nothing = values(["null", null]);
const texts = values(['"2"', "2"], ['""', ""]);
const objects = values(
  ["{}", {}],
  ["new Date(0)", new Date(0)],
  ["() => 1", () => 1],
  ['Symbol("s")', Symbol("s")],
  ["{ length: 1e9 }", { length: 1e9 }],
);
const fractions = values(["NaN", Number.NaN], ["1.5", 1.5], ["Infinity", Number.POSITIVE_INFINITY]);
const odd = values(["true", true], ["2n", 2n]);

/** In the place of a whole number. */
const notWhole = [...fractions, ...texts, ...odd, ...nothing, ...objects];
/** In the place of a whole number that is not negative. */
const notCount = [...notWhole, ...values(["-1", -1])];
/** In the place of a number per axis. */
const notPerAxis = [
  ...fractions,
  ...values(
    ['"2"', "2"],
    ["true", true],
    ["2n", 2n],
    ["null", null],
    ["{}", {}],
    ["[1, 1.5]", [1, 1.5]],
    ["[1, NaN]", [1, Number.NaN]],
    ["[, 1]", Object.assign([], { 1: 1 })],
    ['["1", 1]', ["1", 1]],
    ["[1n, 1n]", [1n, 1n]],
    ["[1, 1, 1, 1]", [1, 1, 1, 1]],
    ["-1", -1],
    ["-(2 ** 31)", -(2 ** 31)],
    ['Symbol("s")', Symbol("s")],
    ["new Float32Array(2)", new Float32Array(2)],
  ),
];
const positivePerAxis = [...notPerAxis, ...values(["0", 0], ["[1, 0]", [1, 0]], ["[]", []])];
/** What PyTorch's modules refuse already when they are made; that a number is negative, they find at the first call. */
const unread = notPerAxis.filter(({ text }) => !text.startsWith("-"));
const tooLarge = values(["2 ** 62", 2 ** 62], ["1e300", 1e300]);

/** In the place of a list of sizes. */
const notShape = values(
  ["undefined", undefined],
  ["null", null],
  ["3", 3],
  ['"3"', "3"],
  ["{}", {}],
  ["{ length: 1e9 }", { length: 1e9 }],
  ["new Float32Array([2, 3])", new Float32Array([2, 3])],
  ["[2, -1]", [2, -1]],
  ["[2, 1.5]", [2, 1.5]],
  ["[NaN]", [Number.NaN]],
  ["[Infinity]", [Number.POSITIVE_INFINITY]],
  ['["3"]', ["3"]],
  ["[true]", [true]],
  ["[null]", [null]],
  ["[3n]", [3n]],
  ["[2, , 3]", Object.assign([2], { 2: 3 })],
  ["[2 ** 31, 2 ** 31]", [2 ** 31, 2 ** 31]],
  ["[0, 2 ** 53, 2 ** 53]", [0, 2 ** 53, 2 ** 53]],
  ["[2 ** 62]", [2 ** 62]],
  ["[[2], 3]", [[2], 3]],
  ['[Symbol("s")]', [Symbol("s")]],
);
/** In its place where one size may be left open. */
const notNewShape = notShape.filter(({ text }) => text !== "[2, -1]");

const notDtype = values(
  ["null", null],
  ['"float16"', "float16"],
  ['"Float32"', "Float32"],
  ['"__proto__"', "__proto__"],
  ['"toString"', "toString"],
  ["32", 32],
  ["Float32Array", Float32Array],
);
const notSwitch = values(["null", null], ["1", 1], ['"false"', "false"]);

const disposed = value("disposed", (t) => {
  const x = t.ones([1, 2, 5, 5]);
  x.dispose();
  return x;
});

/** In the place of a tensor. */
const notTensor = [
  ...values(
    ["undefined", undefined],
    ["null", null],
    ["1", 1],
    ['"x"', "x"],
    ["[[1]]", [[1]]],
    ["new Float32Array(4)", new Float32Array(4)],
    ["{ shape: [2] }", { shape: [2] }],
    ["{ shape: [1, 2, 5, 5], dtype: 'float32' }", { shape: [1, 2, 5, 5], dtype: "float32" }],
    ["() => 1", () => 1],
    ["new ArrayBuffer(8)", new ArrayBuffer(8)],
  ),
];
const tensor = (text: string): BadValue => {
  const [, shape, dtype] = /^ones\((\[.*\])(?:, \{ dtype: "(\w+)" \})?\)$/.exec(text) as unknown as [
    string,
    string,
    "float64" | undefined,
  ];
  return value(text, (t) => t.ones(JSON.parse(shape), dtype === undefined ? {} : { dtype }));
};
const tensors = (...shown: readonly string[]) => shown.map(tensor);
const shapeOf = (text: string) => values([text, JSON.parse(text)])[0]!;

const creation: readonly BadCall[] = [
  ...["zeros", "ones", "empty", "rand", "randn"].map((name) => ({
    name,
    given: [["shape", shapeOf("[2]")]] as const,
    bad: { shape: notShape, dtype: notDtype, requiresGrad: notSwitch },
  })),
  {
    name: "randint",
    given: [
      ["low", values(["0", 0])[0]!],
      ["high", values(["3", 3])[0]!],
      ["shape", shapeOf("[2]")],
    ],
    bad: {
      low: [...texts, ...nothing, ...objects],
      high: [...texts, ...nothing, ...objects],
      shape: notShape,
      dtype: notDtype,
    },
  },
  {
    name: "full",
    given: [
      ["shape", shapeOf("[2]")],
      ["value", values(["1", 1])[0]!],
    ],
    bad: { shape: notShape, value: [...texts, ...nothing, ...objects], dtype: notDtype },
  },
  { name: "eye", given: [["n", values(["2", 2])[0]!]], bad: { n: notCount } },
  { name: "randperm", given: [["n", values(["2", 2])[0]!]], bad: { n: [...notCount, ...tooLarge] } },
  { name: "arange", given: [["end", values(["2", 2])[0]!]], bad: { end: [...texts, ...odd, ...nothing] } },
  {
    name: "linspace",
    given: [
      ["start", values(["0", 0])[0]!],
      ["end", values(["1", 1])[0]!],
      ["steps", values(["3", 3])[0]!],
    ],
    bad: {
      start: [...texts, ...odd, ...nothing],
      end: [...texts, ...odd, ...nothing],
      steps: [...notCount, ...tooLarge],
    },
  },
];

const views: readonly BadCall[] = [
  {
    name: "reshape",
    given: [
      ["x", tensor("ones([2, 3])")],
      ["shape", shapeOf("[6]")],
    ],
    bad: { x: notTensor, shape: notNewShape },
  },
  {
    name: "view",
    given: [
      ["x", tensor("ones([2, 3])")],
      ["shape", shapeOf("[6]")],
    ],
    bad: { x: notTensor, shape: notNewShape },
  },
  {
    name: "transpose",
    given: [
      ["x", tensor("ones([2, 3])")],
      ["dim0", values(["0", 0])[0]!],
      ["dim1", values(["1", 1])[0]!],
    ],
    bad: { x: notTensor, dim0: [...notWhole, ...values(["9", 9])], dim1: notWhole },
  },
  {
    name: "select",
    given: [
      ["x", tensor("ones([2, 3])")],
      ["dim", values(["0", 0])[0]!],
      ["index", values(["1", 1])[0]!],
    ],
    bad: { x: notTensor, dim: [...notWhole, ...values(["2", 2])], index: [...notWhole, ...values(["7", 7])] },
  },
  {
    name: "cat",
    given: [["tensors", value("[x]", (t) => [t.ones([2])])]],
    bad: { tensors: [...notTensor, ...values(["[]", []], ["[null]", [null]])], dim: notWhole },
  },
  {
    name: "sum",
    given: [["x", tensor("ones([2, 3])")]],
    bad: { x: notTensor, dim: [...notWhole, ...values(["9", 9])], keepdim: notSwitch },
  },
];

const image = tensor("ones([1, 2, 5, 5])");
const convolutions: readonly BadCall[] = [
  {
    name: "conv2d",
    given: [
      ["input", image],
      ["weight", tensor("ones([2, 2, 3, 3])")],
    ],
    bad: {
      input: [
        ...notTensor,
        ...tensors("ones([1, 1, 2, 5, 5])", "ones([1, 3, 5, 5])", 'ones([1, 2, 5, 5], { dtype: "float64" })'),
        disposed,
      ],
      weight: [...notTensor, ...tensors("ones([3, 3])", "ones([2, 2, 0, 3])", "ones([2, 2, 9, 9])")],
      bias: [...notTensor.slice(2), ...tensors("ones([3])", "ones([2, 1])")],
      stride: positivePerAxis,
      padding: [...notPerAxis, ...tooLarge, ...values(["[]", []], ['"foo"', "foo"])],
      dilation: [...positivePerAxis, ...tooLarge],
      groups: [...notCount, ...values(["0", 0], ["3", 3], ["2 ** 32", 2 ** 32])],
      striide: values(["1", 1]),
    },
  },
  {
    name: "convTranspose2d",
    given: [
      ["input", image],
      ["weight", tensor("ones([2, 1, 3, 3])")],
    ],
    bad: {
      input: [...notTensor, ...tensors("ones([1, 3, 5, 5])"), disposed],
      stride: positivePerAxis,
      padding: [...notPerAxis, ...values(['"same"', "same"], ["9", 9])],
      outputPadding: [...notPerAxis, ...values(["4", 4])],
      groups: notCount,
    },
  },
  {
    name: "unfold",
    given: [
      ["input", image],
      ["kernelSize", values(["3", 3])[0]!],
    ],
    bad: {
      input: [...notTensor, disposed],
      kernelSize: positivePerAxis,
      dilation: positivePerAxis,
      padding: notPerAxis,
      stride: positivePerAxis,
    },
  },
  {
    name: "maxPool2d",
    given: [
      ["input", image],
      ["kernelSize", values(["3", 3])[0]!],
    ],
    bad: { input: [...notTensor, disposed], kernelSize: positivePerAxis, padding: notPerAxis, ceilMode: notSwitch },
  },
  {
    name: "kernelMatrix",
    given: [
      ["weight", tensor("ones([2, 1, 3, 3])")],
      ["inputShape", shapeOf("[5, 5]")],
    ],
    bad: { weight: notTensor, inputShape: notShape, stride: positivePerAxis },
  },
];

const modules: readonly BadCall[] = [
  {
    name: "nn.Conv2d",
    given: [
      ["inChannels", values(["2", 2])[0]!],
      ["outChannels", values(["4", 4])[0]!],
      ["kernelSize", values(["3", 3])[0]!],
    ],
    bad: {
      inChannels: notCount,
      outChannels: notCount,
      kernelSize: notPerAxis,
      stride: unread,
      padding: [...unread, ...values(['"foo"', "foo"])],
      groups: [...notCount, ...values(["0", 0], ["3", 3])],
      bias: notSwitch,
      paddingMode: values(['"mirror"', "mirror"], ["null", null], ["1", 1], ['"__proto__"', "__proto__"]),
    },
  },
  {
    name: "nn.Linear",
    given: [
      ["inFeatures", values(["2", 2])[0]!],
      ["outFeatures", values(["3", 3])[0]!],
    ],
    bad: { inFeatures: notCount, outFeatures: notCount, bias: notSwitch },
  },
  {
    name: "nn.Sequential",
    given: [["first", value("conv", (t) => new t.nn.Conv2d(1, 1, 1))]],
    bad: { first: notTensor.slice(1) },
  },
  {
    name: "wasm",
    given: [],
    bad: {
      level: [...nothing, ...texts, ...values(["fast", "fast"], ["2", 2])],
      memory: [...notCount, ...values(["0", 0], ["2 ** 33", 2 ** 33])],
      revectorize: notSwitch,
    },
  },
  {
    name: "setBackend",
    given: [["backend", values(["null", null])[0]!]],
    bad: {
      backend: values(
        ["undefined", undefined],
        ["{}", {}],
        ['"wasm"', "wasm"],
        ["1", 1],
        ["() => 1", () => 1],
        ["{ overrides: [null] }", { overrides: [null] }],
        ["{ name: 'x', overrides: [{}] }", { name: "x", overrides: [{}] }],
      ),
    },
  },
];

/** Every call. */
export const badCalls: readonly BadCall[] = [...creation, ...views, ...convolutions, ...modules];
