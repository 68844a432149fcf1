// Views, element for element: where each comes from, where its gradient goes, what the node is called, and what is refused.
import { describe, expect, test } from "vitest";
import {
  arange,
  broadcastTo,
  diagonal,
  expand,
  flatten,
  movedim,
  narrow,
  ones,
  pad,
  permute,
  reshape,
  reshapeAs,
  select,
  squeeze,
  sum,
  type Tensor,
  ToeplitzError,
  t,
  transpose,
  unflatten,
  unsqueeze,
  view,
  viewAs,
  zeros,
} from "../src/index.ts";

const numbered = (...shape: number[]) =>
  arange(shape.reduce((n, size) => n * size, 1))
    .to("float32")
    .reshape(shape);

/**
 * Of a tensor whose elements are their own positions: the view's elements say where they come from, and a weighted sum's gradient
 * must bring each weight back there.
 */
function checkView(
  x: Tensor,
  op: (x: Tensor) => Tensor,
  shape: readonly number[],
  from: readonly number[],
  name: string,
) {
  for (const dtype of ["float32", "float64"] as const) {
    const leaf = x.to(dtype).clone().requiresGrad_();
    const y = op(leaf);
    expect(y.shape).toEqual(shape);
    expect([...y.toTypedArray()]).toEqual(from);
    expect(y.gradFn?.name).toBe(name);
    const weights = numbered(...shape)
      .add(1)
      .to(dtype);
    y.mul(weights).sum().backward();
    const expected = new Array<number>(x.numel()).fill(0);
    from.forEach((at, i) => {
      expected[at] = expected[at]! + i + 1;
    });
    expect([...leaf.grad!.toTypedArray()]).toEqual(expected);
    expect([leaf.grad!.shape, leaf.grad!.dtype]).toEqual([x.shape, dtype]);
    // The gradient of the gradient: a view is linear, so it is the view of what came back.
    const again = x.to(dtype).clone().requiresGrad_();
    const z = op(again.mul(again));
    z.mul(z).sum().backward(null, { createGraph: true });
    const counts = expected.map((_, i) => from.filter((at) => at === i).length);
    expect([...again.grad!.toTypedArray()]).toEqual(counts.map((count, i) => 4 * i ** 3 * count));
    const first = again.grad!;
    again.grad = null;
    first.sum().backward();
    expect([...again.grad!.toTypedArray()]).toEqual(counts.map((count, i) => 12 * i ** 2 * count));
  }
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
const x = numbered(2, 3, 4);
const turned = [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23];

test.each<[string, Tensor, (x: Tensor) => Tensor, number[], number[], string]>([
  ["view", x, (x) => view(x, [4, 6]), [4, 6], range(24), "ViewBackward0"],
  ["view, one size inferred", x, (x) => view(x, [2, -1]), [2, 12], range(24), "ViewBackward0"],
  ["view as", x, (x) => viewAs(x, zeros([24])), [24], range(24), "ViewBackward0"],
  ["reshape", x, (x) => reshape(x, [3, -1, 2]), [3, 4, 2], range(24), "ViewBackward0"],
  ["reshape as", x, (x) => reshapeAs(x, zeros([6, 4])), [6, 4], range(24), "ViewBackward0"],
  [
    "reshape of a turned view copies",
    x,
    (x) => reshape(permute(x, [2, 1, 0]), [24]),
    [24],
    turned,
    "UnsafeViewBackward0",
  ],
  [
    "reshape of a part in place",
    x,
    (x) => reshape(narrow(x, 2, 0, 2), [6, 2]),
    [6, 2],
    [0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21],
    "ReshapeAliasBackward0",
  ],
  ["flatten", x, (x) => flatten(x, 1), [2, 12], range(24), "ViewBackward0"],
  ["flatten, the first axes", x, (x) => flatten(x, 0, 1), [6, 4], range(24), "ViewBackward0"],
  ["flatten, all", x, (x) => flatten(x), [24], range(24), "ViewBackward0"],
  ["unflatten", x, (x) => unflatten(x, -1, [2, -1]), [2, 3, 2, 2], range(24), "ViewBackward0"],
  ["unflatten, the first axis", numbered(4, 3), (x) => unflatten(x, 0, [2, 2]), [2, 2, 3], range(12), "ViewBackward0"],
  ["squeeze", numbered(1, 2, 1, 3), (x) => squeeze(x), [2, 3], range(6), "SqueezeBackward0"],
  ["squeeze one", numbered(1, 2, 1, 3), (x) => squeeze(x, 2), [1, 2, 3], range(6), "SqueezeBackward1"],
  ["squeeze none", numbered(1, 2, 1, 3), (x) => squeeze(x, 1), [1, 2, 1, 3], range(6), "SqueezeBackward1"],
  ["unsqueeze", numbered(2, 3), (x) => unsqueeze(x, 1), [2, 1, 3], range(6), "UnsqueezeBackward0"],
  ["unsqueeze behind", numbered(2, 3), (x) => unsqueeze(x, -1), [2, 3, 1], range(6), "UnsqueezeBackward0"],
  ["permute", x, (x) => permute(x, [2, 1, 0]), [4, 3, 2], turned, "PermuteBackward0"],
  ["permute from behind", x, (x) => permute(x, [-1, -2, -3]), [4, 3, 2], turned, "PermuteBackward0"],
  ["permute in a circle", numbered(1, 2, 3), (x) => permute(x, [1, 2, 0]), [2, 3, 1], range(6), "PermuteBackward0"],
  ["transpose", numbered(2, 3), (x) => transpose(x, 0, -1), [3, 2], [0, 3, 1, 4, 2, 5], "TransposeBackward0"],
  ["transpose outer", x, (x) => transpose(x, 0, 2), [4, 3, 2], turned, "TransposeBackward0"],
  ["t", numbered(2, 3), (x) => t(x), [3, 2], [0, 3, 1, 4, 2, 5], "TBackward0"],
  ["t of a list", numbered(3), (x) => t(x), [3], range(3), "TBackward0"],
  [
    "movedim",
    numbered(2, 3, 2),
    (x) => movedim(x, 0, 2),
    [3, 2, 2],
    [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11],
    "PermuteBackward0",
  ],
  [
    "movedim to the front",
    numbered(2, 3, 2),
    (x) => movedim(x, -1, 0),
    [2, 2, 3],
    [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11],
    "PermuteBackward0",
  ],
  ["narrow", numbered(3, 4), (x) => narrow(x, 1, 1, 2), [3, 2], [1, 2, 5, 6, 9, 10], "SliceBackward0"],
  [
    "narrow from behind",
    numbered(3, 4),
    (x) => narrow(x, 0, -2, 2),
    [2, 4],
    range(8).map((i) => i + 4),
    "SliceBackward0",
  ],
  ["narrow to nothing", numbered(3, 4), (x) => narrow(x, 0, 3, 0), [0, 4], [], "SliceBackward0"],
  ["select", numbered(3, 4), (x) => select(x, 1, 2), [3], [2, 6, 10], "SelectBackward0"],
  ["select from behind", numbered(3, 4), (x) => select(x, 0, -1), [4], [8, 9, 10, 11], "SelectBackward0"],
  ["every second", numbered(3, 5), (x) => x.index(":", "1::2"), [3, 2], [1, 3, 6, 8, 11, 13], "SliceBackward0"],
  ["diagonal", numbered(3, 4), (x) => diagonal(x), [3], [0, 5, 10], "DiagonalBackward0"],
  ["diagonal above", numbered(3, 4), (x) => diagonal(x, { offset: 2 }), [2], [2, 7], "DiagonalBackward0"],
  ["diagonal below", numbered(3, 4), (x) => diagonal(x, { offset: -1 }), [2], [4, 9], "DiagonalBackward0"],
  ["diagonal far off", numbered(3, 4), (x) => diagonal(x, { offset: 4 }), [0], [], "DiagonalBackward0"],
  ["diagonal far below", numbered(3, 4), (x) => diagonal(x, { offset: -3 }), [0], [], "DiagonalBackward0"],
  [
    "diagonal of other axes",
    numbered(2, 2, 3),
    (x) => diagonal(x, { dim1: 2, dim2: 0, offset: 0 }),
    [2, 2],
    [0, 7, 3, 10],
    "DiagonalBackward0",
  ],
  [
    "windows",
    numbered(2, 5),
    (x) => x.unfold(1, 3, 2),
    [2, 2, 3],
    [0, 1, 2, 2, 3, 4, 5, 6, 7, 7, 8, 9],
    "UnfoldBackward0",
  ],
  [
    "windows of the first axis",
    numbered(3, 2),
    (x) => x.unfold(0, 2, 1),
    [2, 2, 2],
    [0, 2, 1, 3, 2, 4, 3, 5],
    "UnfoldBackward0",
  ],
  ["windows of everything", numbered(3), (x) => x.unfold(-1, 3, 5), [1, 3], range(3), "UnfoldBackward0"],
  ["windows of nothing", numbered(3), (x) => x.unfold(0, 0, 2), [2, 0], [], "UnfoldBackward0"],
  [
    "expand",
    numbered(2, 1),
    (x) => expand(x, [3, -1, 2]),
    [3, 2, 2],
    [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1],
    "ExpandBackward0",
  ],
  ["expand the first", numbered(1, 3), (x) => expand(x, [2, 3]), [2, 3], [0, 1, 2, 0, 1, 2], "ExpandBackward0"],
  ["expand to nothing", numbered(1, 2), (x) => expand(x, [0, 2]), [0, 2], [], "ExpandBackward0"],
  ["expand as", numbered(2), (x) => x.expandAs(zeros([2, 2])), [2, 2], [0, 1, 0, 1], "ExpandBackward0"],
  ["broadcast", numbered(2), (x) => broadcastTo(x, [2, 2]), [2, 2], [0, 1, 0, 1], "ExpandBackward0"],
])("%s", (_, x, op, shape, from, name) => checkView(x, op, shape, from, name));

test("a tensor without axes goes along", () => {
  const one = ones([]).requiresGrad_();
  expect(
    [reshape(one, [1, 1]), flatten(one), squeeze(one), squeeze(one, -1), unsqueeze(one, 0)].map((y) => y.shape),
  ).toEqual([[1, 1], [1], [], [], [1]]);
  expect([permute(one, []), transpose(one, 0, -1), t(one), movedim(one, 0, 0)].map((y) => y.shape)).toEqual([
    [],
    [],
    [],
    [],
  ]);
  expect(one.unfold(0, 1, 1).shape).toEqual([1]);
  expect(one.unfold(0, 0, 1).shape).toEqual([0]);
  const windows = one.unfold(0, 1, 3);
  windows.sum().backward();
  expect(one.grad!.toArray()).toBe(1);
  const flat = numbered(2);
  expect(flatten(flat)).toBe(flat);
  expect(flatten(x, 1, 1)).toBe(x);
});

test("strides of views", () => {
  expect(unsqueeze(numbered(2, 3), 0).strides).toEqual([6, 3, 1]);
  expect(unsqueeze(numbered(2, 3), 2).strides).toEqual([3, 1, 1]);
  expect(squeeze(numbered(2, 1, 3), 1).strides).toEqual([3, 1]);
  expect(expand(numbered(1, 3), [2, 2, 3]).strides).toEqual([0, 0, 1]);
  expect(x.unfold(1, 2, 1).strides).toEqual([12, 4, 1, 4]);
  expect(diagonal(numbered(3, 4)).strides).toEqual([5]);
  expect(narrow(numbered(3, 4), 0, 3, 0).offset).toBe(0);
  expect(diagonal(numbered(3, 4), { offset: 4 }).offset).toBe(0);
});

test("padding is cutting the other way round", () => {
  expect(pad(numbered(2, 2).add(1), [1, 0, 0, 1], { value: 9 }).toArray()).toEqual([
    [9, 1, 2],
    [9, 3, 4],
    [9, 9, 9],
  ]);
  expect(pad(numbered(2, 3), [-1, 1], { value: -0 }).toTypedArray()).toEqual(Float32Array.of(1, 2, -0, 4, 5, -0));
  expect(pad(numbered(0), [1, 1], { value: 2 }).toArray()).toEqual([2, 2]);
  const leaf = numbered(2, 3).requiresGrad_();
  const y = pad(leaf, [-1, 1, 1, 0]);
  y.mul(numbered(3, 3)).sum().backward();
  expect(leaf.grad!.toArray()).toEqual([
    [0, 3, 4],
    [0, 6, 7],
  ]);
  expect(y.gradFn?.name).toBe("ConstantPadNdBackward0");
});

test("sums say over which axes they went", () => {
  const leaf = numbered(2, 3).requiresGrad_();
  expect([sum(leaf).gradFn?.name, sum(leaf, { dim: 0 }).gradFn?.name]).toEqual(["SumBackward0", "SumBackward1"]);
  expect(sum(leaf, { dim: 1 }).toArray()).toEqual([3, 12]);
  expect(sum(leaf, { dim: [0], keepdim: true }).toArray()).toEqual([[3, 5, 7]]);
  expect(sum(leaf, { dim: [0, 1] }).toArray()).toBe(15);
  expect(sum(leaf, { dtype: "float64" }).dtype).toBe("float64");
  expect(sum(ones([3], { dtype: "uint8" })).dtype).toBe("int64");
  sum(leaf, { dim: 0 }).mul(numbered(3)).sum().backward();
  expect(leaf.grad!.toArray()).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

describe("refused", () => {
  const z = (...shape: number[]) => zeros(shape);
  test.each<[() => unknown, object, string]>([
    [
      () => view(z(2, 3), [4]),
      { api: "view", code: "shape", argument: "shape", value: [4], legal: [[6]] },
      "shape '[4]' is invalid for input of size 6",
    ],
    [() => view(z(2, 3), [4, -1]), { api: "view", legal: [[6]] }, "shape '[4, -1]' is invalid for input of size 6"],
    [
      () => reshape(z(2, 3), [0, -1]),
      { api: "reshape", legal: [[6]] },
      "shape '[0, -1]' is invalid for input of size 6",
    ],
    [() => view(z(2, 3), [-1, -1]), { code: "shape", value: [-1, -1] }, "only one dimension can be inferred"],
    [() => view(z(2, 3), [-2, 3]), { code: "shape", argument: "shape" }, "invalid shape dimension -2"],
    [
      () => view(z(0), [0, -1]),
      { code: "shape" },
      "cannot reshape tensor of 0 elements into shape [0, -1] because the",
    ],
    [() => view(z(2, 3), [6.5]), { code: "shape", rule: "be a list of whole numbers" }, "shape must be a list"],
    [
      () => view(z(2, 3), 6 as never),
      { code: "shape", rule: "be a list of whole numbers", value: 6 },
      "shape must be a list",
    ],
    [
      () => view(z(2, 3).t(), [6]),
      { code: "shape", value: [6] },
      "view size is not compatible with input tensor's size",
    ],
    [() => reshape(3 as never, [1]), { api: "reshape", argument: "x" }, "x must be a tensor"],
    [() => reshapeAs(z(1), 3 as never), { api: "reshapeAs", argument: "other" }, "other must be a tensor"],
    [() => viewAs(z(1), 3 as never), { api: "viewAs", argument: "other" }, "other must be a tensor"],
    [
      () => flatten(z(2, 3), 1, 0),
      { code: "axis", argument: "startDim", value: 1 },
      "flatten() has invalid args: start_dim cannot come",
    ],
    [() => flatten(z(2, 3), 2), { code: "axis", argument: "startDim", value: 2 }, "Dimension out of range"],
    [() => flatten(z(2, 3), 0, 2), { code: "axis", argument: "endDim", value: 2 }, "Dimension out of range"],
    [
      () => unflatten(z(2, 6), 1, [4, 2]),
      { api: "unflatten", code: "shape", legal: [[6]] },
      "unflatten: Provided sizes [4, 2] don't multiply up to the size of dim 1 (6) in the input tensor",
    ],
    [
      () => unflatten(z(), 0, [1]),
      { code: "axis", argument: "dim" },
      "Dimension specified as 0 but tensor has no dimensions",
    ],
    [() => squeeze(z(2), 1), { api: "squeeze", code: "axis" }, "Dimension out of range"],
    [() => unsqueeze(z(2), 2), { api: "unsqueeze", code: "axis", legal: [1] }, "expected to be in range of [-2, 1]"],
    [
      () => permute(z(2, 3), [0]),
      { code: "axis", argument: "dims", value: [0] },
      "input.dim() = 2 is not equal to len(dims) = 1",
    ],
    [() => permute(z(2, 3), 1 as never), { code: "axis", argument: "dims", value: 1 }, "is not equal to len(dims) = 0"],
    [
      () => permute(z(2, 3), [1, -1]),
      { code: "axis", argument: "dims", value: [1, -1] },
      "permute(): duplicate dims are not allowed.",
    ],
    [() => transpose(z(2, 3), 2, 0), { code: "axis", argument: "dim0" }, "Dimension out of range"],
    [() => transpose(z(2, 3), 0, 2), { code: "axis", argument: "dim1" }, "Dimension out of range"],
    [
      () => t(z(2, 3, 4)),
      { code: "shape", argument: "x", value: [2, 3, 4] },
      "t() expects a tensor with <= 2 dimensions, but self is 3D",
    ],
    [() => movedim(z(2), 1, 0), { code: "axis", argument: "source" }, "Dimension out of range"],
    [() => movedim(z(2), 0, 1), { code: "axis", argument: "destination" }, "Dimension out of range"],
    [() => narrow(z(), 0, 0, 1), { code: "shape", argument: "x" }, "narrow() cannot be applied to a 0-dim tensor."],
    [
      () => narrow(z(3), 0, 0, -1),
      { code: "value", argument: "length", value: -1 },
      "narrow(): length must be non-negative.",
    ],
    [
      () => narrow(z(3), 0, 0, 0.5),
      { code: "argument", argument: "length", value: 0.5 },
      "narrow: length must be a whole number",
    ],
    [() => narrow(z(3), 0, 4, 0), { code: "value", argument: "start", value: 4 }, "in range of [-3, 3], but got 4)"],
    [() => narrow(z(3), 0, -4, 0), { code: "value", argument: "start", value: -4 }, "in range of [-3, 3], but got -4)"],
    [
      () => narrow(z(3), 0, 0.5, 1),
      { code: "argument", argument: "start", value: 0.5 },
      "narrow: start must be a whole number",
    ],
    [
      () => narrow(z(3), 0, -1, 2),
      { code: "value", argument: "length", value: 2 },
      "start (2) + length (2) exceeds dimension size (3).",
    ],
    [() => select(z(), 0, 0), { code: "shape", argument: "x" }, "select() cannot be applied to a 0-dim tensor."],
    [() => select(z(3), 0, 0.5), { argument: "index", value: 0.5 }, "index must be a whole number, got 0.5"],
    [
      () => select(z(2, 3), 1, 3),
      { code: "index", argument: "index", value: 3, rule: "be in [-3, 2]", legal: [2] },
      "select(): index 3 out of range for tensor of size [2, 3] at dimension 1",
    ],
    [() => select(z(2, 3), 1, -4), { code: "index", legal: [-3] }, "select(): index -4 out of range"],
    [() => select(z(0), 0, 0), { code: "index", legal: undefined }, "select(): index 0 out of range"],
    [
      () => diagonal(z(2, 3), { dim1: 1 }),
      { code: "axis", argument: "dim2", value: 1 },
      "diagonal dimensions cannot be identical 1, 1",
    ],
    [() => diagonal(z(2, 3), { dim1: 2 }), { code: "axis", argument: "dim1" }, "Dimension out of range"],
    [() => diagonal(z(2, 3), { dim2: 2 }), { code: "axis", argument: "dim2" }, "Dimension out of range"],
    [() => diagonal(z(2, 3), { offset: 0.5 }), { argument: "offset", value: 0.5 }, "offset must be a whole number"],
    [
      () => diagonal(z(2, 3), { off: 1 } as never),
      { api: "diagonal", code: "option" },
      "got an unexpected option 'off'",
    ],
    [() => z(3).unfold(0, -1, 1), { code: "value", argument: "size", value: -1 }, "size is -1 but must be >= 0"],
    [() => z(3).unfold(0, 1.5, 1), { code: "value", argument: "size", value: 1.5 }, "size is 1.5 but must be >= 0"],
    [
      () => z(3).unfold(0, 4, 1),
      { code: "value", argument: "size", value: 4 },
      "maximum size for tensor at dimension 0 is 3 but size is 4",
    ],
    [
      () => z().unfold(0, 2, 1),
      { code: "value", argument: "size" },
      "maximum size for tensor at dimension 0 is 1 but size is 2",
    ],
    [() => z(3).unfold(0, 2, 0), { code: "value", argument: "step", value: 0 }, "step is 0 but must be > 0"],
    [() => z(3).unfold(0, 2, 1.5), { code: "value", argument: "step", value: 1.5 }, "step is 1.5 but must be > 0"],
    [
      () => expand(z(2, 3), [3]),
      { code: "shape", argument: "shape", value: [3] },
      "the number of sizes provided (1) must be greater",
    ],
    [
      () => expand(z(2, 3), [-1, 2, 3]),
      { code: "shape", argument: "shape" },
      "The expanded size of the tensor (-1) isn't allowed in a leading",
    ],
    [
      () => expand(z(2, 3), [-2, 3]),
      { code: "shape", argument: "shape" },
      "The expanded size of the tensor (-2) must match the existing size (2) at non-singleton dimension 0",
    ],
    [
      () => expand(z(2, 3), [3, 3]),
      { code: "shape", argument: "shape", value: [3, 3] },
      "The expanded size of the tensor (3) must match the existing size (2) at non-singleton dimension 0",
    ],
    [
      () => expand(z(2, 3), "2" as never),
      { code: "shape", rule: "be a list of whole numbers" },
      "shape must be a list",
    ],
    [() => z(2).expandAs(3 as never), { api: "expandAs", argument: "other" }, "other must be a tensor"],
    [() => sum(z(2), { dims: 0 } as never), { api: "sum", code: "option" }, "got an unexpected option 'dims'"],
  ])("%#", (call, fields, message) => {
    let error: unknown;
    try {
      call();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ToeplitzError);
    expect((error as ToeplitzError).message).toContain(message);
    expect({ ...(error as ToeplitzError) }).toMatchObject(fields);
  });

  test.each<[string, (no: never) => unknown]>([
    ["view", (no) => view(no, [1])],
    ["reshape", (no) => reshape(no, [1])],
    ["flatten", (no) => flatten(no)],
    ["unflatten", (no) => unflatten(no, 0, [1])],
    ["squeeze", (no) => squeeze(no)],
    ["unsqueeze", (no) => unsqueeze(no, 0)],
    ["permute", (no) => permute(no, [0])],
    ["transpose", (no) => transpose(no, 0, 1)],
    ["t", (no) => t(no)],
    ["movedim", (no) => movedim(no, 0, 1)],
    ["narrow", (no) => narrow(no, 0, 0, 1)],
    ["select", (no) => select(no, 0, 0)],
    ["diagonal", (no) => diagonal(no)],
    ["expand", (no) => expand(no, [1])],
    ["sum", (no) => sum(no)],
  ])("%s of no tensor", (api, call) => {
    expect(() => call(3 as never)).toThrow(`${api}: x must be a tensor, got 3`);
  });

  test.each<[string, string, () => unknown]>([
    ["flatten", "startDim", () => flatten(z(2), 0.5)],
    ["flatten", "endDim", () => flatten(z(2), 0, 0.5)],
    ["unflatten", "dim", () => unflatten(z(2), 0.5, [2])],
    ["unflatten", "shape", () => unflatten(z(2), 0, ["2"] as never)],
    ["squeeze", "dim", () => squeeze(z(2), 0.5)],
    ["unsqueeze", "dim", () => unsqueeze(z(2), 0.5)],
    ["permute", "dim", () => permute(z(2), [0.5])],
    ["transpose", "dim0", () => transpose(z(2), 0.5, 0)],
    ["transpose", "dim1", () => transpose(z(2), 0, 0.5)],
    ["movedim", "source", () => movedim(z(2), 0.5, 0)],
    ["movedim", "destination", () => movedim(z(2), 0, 0.5)],
    ["narrow", "dim", () => narrow(z(2), 0.5, 0, 1)],
    ["select", "dim", () => select(z(2), 0.5, 0)],
    ["diagonal", "dim1", () => diagonal(z(2, 2), { dim1: 0.5 })],
    ["diagonal", "dim2", () => diagonal(z(2, 2), { dim2: 0.5 })],
    ["unfold", "dim", () => z(2).unfold(0.5, 1, 1)],
    ["sum", "dim", () => sum(z(2), { dim: 0.5 })],
    ["sum", "dtype", () => sum(z(2), { dtype: "float16" as never })],
  ])("%s: %s is named", (api, argument, call) => {
    expect(call).toThrow(`${api}: ${argument} must be`);
  });
});
