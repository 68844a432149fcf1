// The catalogue's rows of tensors and their views, by id: sections A and B.
import type { BadInput } from "../bad-input.ts";
import { catalogued, defined, refused, untyped as wrong } from "../bad-input.ts";

const creation: readonly BadInput[] = [
  ...catalogued(
    "A1",
    refused("zeros([2, -1])", "Trying to create tensor with negative dimension -1: [2, -1]", (t) => t.zeros([2, -1])),
  ),
  ...catalogued(
    "A2",
    refused("zeros([2, 1.5])", "shape[1] must be a whole number, got 1.5", (t) => t.zeros([2, 1.5])),
  ),
  ...catalogued(
    "A3",
    refused("zeros([NaN])", "shape[0] must be a whole number, got NaN", (t) => t.zeros([Number.NaN])),
    refused("zeros([Infinity])", "shape[0] must be a whole number, got Infinity", (t) =>
      t.zeros([Number.POSITIVE_INFINITY]),
    ),
  ),
  ...catalogued(
    "A4",
    refused('zeros(["3"])', 'shape[0] must be a whole number, got "3"', (t) => wrong(t).zeros(["3"])),
    refused("zeros([true])", "shape[0] must be a whole number, got true", (t) => wrong(t).zeros([true])),
    refused("zeros([null])", "shape[0] must be a whole number, got null", (t) => wrong(t).zeros([null])),
  ),
  ...catalogued(
    "A5",
    refused("zeros([3n])", "shape[0] must be a whole number, got 3n", (t) => wrong(t).zeros([3n])),
  ),
  ...catalogued(
    "A6",
    refused("zeros([2 ** 31, 2 ** 31])", "shape must have at most 4294967296 elements", (t) =>
      t.zeros([2 ** 31, 2 ** 31]),
    ),
  ),
  ...catalogued(
    "A7",
    refused("zeros([0, 2 ** 53, 2 ** 53])", "shape must have at most 4294967296 elements", (t) =>
      t.zeros([0, 2 ** 53, 2 ** 53]),
    ),
  ),
  ...catalogued(
    "A8",
    refused("zeros([1e10])", "shape must have at most 4294967296 elements", (t) => t.zeros([1e10])),
    refused("eye(2 ** 17)", "shape must have at most 4294967296 elements", (t) => t.eye(2 ** 17)),
    refused("linspace(0, 1, 1e10)", "steps must be at most 4294967296, got 10000000000", (t) => t.linspace(0, 1, 1e10)),
    refused("x.repeat([2 ** 40])", "at most 4294967296 elements", (t) => t.ones([2]).repeat([2 ** 40])),
    refused("oneHot(x, { numClasses: 2 ** 33 })", "at most 4294967296 elements", (t) =>
      t.oneHot(t.zeros([2], { dtype: "int64" }), { numClasses: 2 ** 33 }),
    ),
    refused("pad(x, [0, 2 ** 40])", "amounts must leave at most 4294967296 elements, got [0, 1099511627776]", (t) =>
      t.pad(t.ones([2]), [0, 2 ** 40]),
    ),
    refused("interpolate(x, { size: 2 ** 40 })", "at most 4294967296 elements", (t) =>
      t.interpolate(t.ones([1, 1, 2]), { size: 2 ** 40 }),
    ),
  ),
  ...catalogued(
    "A10",
    // Many of PyTorch's operators take no more, and lists in lists in lists end a program where its stack does.
    defined(
      "zeros(64 axes).add(1).sum({ dim: 0 }).ndim",
      63,
      (t) => t.zeros(Array(64).fill(1)).add(1).sum({ dim: 0 }).ndim,
    ),
    refused("zeros(65 axes)", "shape must have at most 64 dimensions, got 65", (t) => t.zeros(Array(65).fill(1))),
    refused("zeros(20,000 axes)", "shape must have at most 64 dimensions, got 20000", (t) =>
      t.zeros(Array(20_000).fill(1)),
    ),
    refused("zeros(64 axes).unsqueeze(0)", "shape must have at most 64 dimensions, got 65", (t) =>
      t.zeros(Array(64).fill(1)).unsqueeze(0),
    ),
  ),
  ...catalogued(
    "A11",
    refused("zeros([2, , 3])", "shape[1] must be a whole number, got undefined", (t) =>
      t.zeros(Object.assign([2], { 2: 3 })),
    ),
  ),
  ...catalogued(
    "A14",
    refused("tensor([1, [2]])", "expected a number at dim 1, got a list", (t) => wrong(t).tensor([1, [2]])),
  ),
  ...catalogued(
    "A17",
    refused('tensor([1n, "2"])', 'must hold numbers, bigints or booleans, got "2"', (t) => wrong(t).tensor([1n, "2"])),
    defined("tensor([1n]).dtype", "int64", (t) => t.tensor([1n]).dtype),
  ),
  ...catalogued(
    "A18",
    refused('full([2], 300, { dtype: "uint8" })', "value cannot be converted to type uint8_t without overflow", (t) =>
      t.full([2], 300, { dtype: "uint8" }),
    ),
    defined('full([2], -1, { dtype: "uint8" })', [255, 255], (t) => t.full([2], -1, { dtype: "uint8" })),
  ),
  ...catalogued(
    "A28",
    refused("arange(1e12)", "shape must have at most 4294967296 elements", (t) => t.arange(1e12)),
    refused('arange("2")', 'end must be a number, got "2"', (t) => wrong(t).arange("2")),
    refused("arange(0, null, 2)", "end must be a number, got null", (t) => wrong(t).arange(0, null, 2)),
  ),
  ...catalogued(
    "A29",
    refused("manualSeed({})", "manual_seed expected a long", (t) => wrong(t).manualSeed({})),
    refused("rand([2], { generator: 1 })", "generator must be a Generator, got 1", (t) =>
      wrong(t).rand([2], { generator: 1 }),
    ),
  ),
];

const views: readonly BadInput[] = [
  ...catalogued(
    "B4",
    refused("ones([6]).reshape([-1, 4])", "shape '[-1, 4]' is invalid for input of size 6", (t) =>
      t.ones([6]).reshape([-1, 4]),
    ),
  ),
  ...catalogued(
    "B7",
    refused("ones([2, 3]).permute([0, 0])", "permute(): duplicate dims are not allowed.", (t) =>
      t.ones([2, 3]).permute([0, 0]),
    ),
    refused("ones([2, 3]).permute([0])", "input.dim() = 2 is not equal to len(dims) = 1", (t) =>
      t.ones([2, 3]).permute([0]),
    ),
    refused(
      "ones([2, 3]).permute([0, 2])",
      "Dimension out of range (expected to be in range of [-2, 1], but got 2)",
      (t) => t.ones([2, 3]).permute([0, 2]),
    ),
  ),
  ...catalogued(
    "B8",
    refused(
      "ones([2, 3]).transpose(0, 5)",
      "Dimension out of range (expected to be in range of [-2, 1], but got 5)",
      (t) => t.ones([2, 3]).transpose(0, 5),
    ),
  ),
  ...catalogued(
    "B9",
    refused("x.index('::0')", "slice step cannot be zero", (t) => t.ones([3]).index("::0")),
    refused("x.index('::-1')", "step must be greater than zero", (t) => t.ones([3]).index("::-1")),
  ),
  ...catalogued(
    "B10",
    refused("narrow(x, 0, NaN, 1)", "start must be a whole number, got NaN", (t) =>
      t.ones([3]).narrow(0, Number.NaN, 1),
    ),
    refused("narrow(x, 0, 0, 1.5)", "length must be a whole number, got 1.5", (t) => t.ones([3]).narrow(0, 0, 1.5)),
    refused('narrow(x, 0, "1", 1)', 'start must be a whole number, got "1"', (t) =>
      wrong(t.ones([3])).narrow(0, "1", 1),
    ),
    refused("narrow(x, 0, 0, Symbol())", "length must be a whole number, got Symbol()", (t) =>
      wrong(t.ones([3])).narrow(0, 0, Symbol("")),
    ),
  ),
  ...catalogued(
    "B11",
    defined("x.index('2:1')", [], (t) => t.ones([3]).index("2:1")),
    defined("x.index('1:99')", [1, 1], (t) => t.ones([3]).index("1:99")),
  ),
  ...catalogued(
    "B12",
    refused("select(x, 0, 3)", "out of range", (t) => t.ones([3]).select(0, 3)),
    refused("x.index(7)", "index 7 is out of bounds for dimension 0 with size 3", (t) => t.ones([3]).index(7)),
  ),
  ...catalogued(
    "B14",
    refused("narrow(x, 0, 2, 5)", "start (2) + length (5) exceeds dimension size (3).", (t) =>
      t.ones([3]).narrow(0, 2, 5),
    ),
    refused("narrow(x, 0, 4, 0)", "Dimension out of range (expected to be in range of [-3, 3], but got 4)", (t) =>
      t.ones([3]).narrow(0, 4, 0),
    ),
    refused("narrow(x, 0, 0, -1)", "narrow(): length must be non-negative.", (t) => t.ones([3]).narrow(0, 0, -1)),
    refused("narrow(x, 0, 0, 2 ** 53)", "exceeds dimension size (3)", (t) => t.ones([3]).narrow(0, 0, 2 ** 53)),
    refused("narrow(x without axes, 0, 0, 1)", "narrow() cannot be applied to a 0-dim tensor.", (t) =>
      t.ones([]).narrow(0, 0, 1),
    ),
  ),
  ...catalogued(
    "B15",
    refused("x.squeeze(9)", "Dimension out of range (expected to be in range of [-1, 0], but got 9)", (t) =>
      t.ones([3]).squeeze(9),
    ),
    refused("x.unsqueeze(-9)", "Dimension out of range (expected to be in range of [-2, 1], but got -9)", (t) =>
      t.ones([3]).unsqueeze(-9),
    ),
  ),
  ...catalogued(
    "B16",
    refused("cat([])", "expected a non-empty list of Tensors", (t) => t.cat([])),
    refused('cat([x, "b"])', 'tensors[1] must be a tensor, got "b"', (t) => wrong(t).cat([t.ones([2]), "b"])),
    refused(
      "cat([ones([1, 2]), ones([1, 3])])",
      "Sizes of tensors must match except in dimension 0. Expected size 2 but got size 3 for tensor number 1 in the list.",
      (t) => t.cat([t.ones([1, 2]), t.ones([1, 3])]),
    ),
    defined("cat of int64 and float32, its dtype", "float32", (t) => t.cat([t.tensor([1n]), t.ones([1])]).dtype),
  ),
  ...catalogued(
    "B17",
    refused(
      "ones([2, 2]).expand([2, 3])",
      "The expanded size of the tensor (3) must match the existing size (2) at non-singleton dimension 1",
      (t) => t.ones([2, 2]).expand([2, 3]),
    ),
    refused(
      "ones([2, 1]).expand([-2, 2, 1])",
      "The expanded size of the tensor (-2) isn't allowed in a leading, non-existing dimension 0",
      (t) => t.ones([2, 1]).expand([-2, 2, 1]),
    ),
  ),
  ...catalogued(
    "B19",
    refused("zeros([2 ** 32, 0]).toArray()", "x must have at most 67108864 entries in all of its lists", (t) =>
      t.zeros([2 ** 32, 0]).toArray(),
    ),
    refused("ones([1]).expand([2 ** 27]).toArray()", "x must have at most 67108864 entries in all of its lists", (t) =>
      t
        .ones([1])
        .expand([2 ** 27])
        .toArray(),
    ),
    refused("ones([1]).expand([2 ** 62])", "shape must have at most 4294967296 elements", (t) =>
      t.ones([1]).expand([2 ** 62]),
    ),
    refused("zeros([0]).reshape([3, 0, 2 ** 62])", "shape must have at most 4294967296 elements", (t) =>
      t.zeros([0]).reshape([3, 0, 2 ** 62]),
    ),
    refused('zeros([-1, Symbol("s")])', "shape[1] must be a whole number, got Symbol(s)", (t) =>
      wrong(t).zeros([-1, Symbol("s")]),
    ),
    refused("unbind(zeros([2 ** 30, 0]))", "x must leave at most 1048576 tensors", (t) =>
      t.unbind(t.zeros([2 ** 30, 0])),
    ),
    refused("split(zeros([2 ** 30, 0]), 1)", "size must leave at most 1048576 tensors, got 1", (t) =>
      t.split(t.zeros([2 ** 30, 0]), 1),
    ),
    refused("chunk(zeros([0]), 2 ** 31)", "chunks must leave at most 1048576 tensors, got 2147483648", (t) =>
      t.chunk(t.zeros([0]), 2 ** 31),
    ),
    refused("view(ones([2, 3]), [-2, 3])", "invalid shape dimension -2", (t) => t.ones([2, 3]).view([-2, 3])),
    refused("view(ones([2, 3]), [-1, -1])", "only one dimension can be inferred", (t) => t.ones([2, 3]).view([-1, -1])),
    refused("view(zeros([0]), [-1, 0])", "unspecified dimension size -1 can be any value", (t) =>
      t.zeros([0]).view([-1, 0]),
    ),
    refused("stack([])", "stack expects a non-empty", (t) => t.stack([])),
    refused("stack([ones([2]), ones([3])])", "stack expects each tensor to be equal size", (t) =>
      t.stack([t.ones([2]), t.ones([3])]),
    ),
    refused("stack([ones([2])], { dim: 2 })", "Dimension out of range", (t) => t.stack([t.ones([2])], { dim: 2 })),
    refused("stack(null)", "tensors must be a list of tensors, got null", (t) => wrong(t).stack(null)),
    refused('stack([ones([2]), "x"])', 'tensors[1] must be a tensor, got "x"', (t) =>
      wrong(t).stack([t.ones([2]), "x"]),
    ),
    refused("cat([ones([2]), a tensor that was disposed of])", "tensors[1] was disposed of", (t) => {
      const x = t.ones([2]);
      x.dispose();
      return t.cat([t.ones([2]), x]);
    }),
    refused("cat([ones([2]), ones([1, 2])])", "Tensors must have same number of dimensions", (t) =>
      t.cat([t.ones([2]), t.ones([1, 2])]),
    ),
    refused("cat([ones([2])], { dim: 1 })", "Dimension out of range", (t) => t.cat([t.ones([2])], { dim: 1 })),
    refused("cat([expanded to 2 ** 31, the same])", "at most 4294967296 elements", (t) => {
      const x = t.ones([1]).expand([2 ** 31 + 1]);
      return t.cat([x, x]);
    }),
    defined(
      "matmul(zeros([2 ** 31, 0]), zeros([0, 0])).shape",
      [2 ** 31, 0],
      (t) => t.matmul(t.zeros([2 ** 31, 0]), t.zeros([0, 0])).shape,
    ),
    refused("view(x, [2 ** 53])", "shape '[9007199254740992]' is invalid for input of size 2", (t) =>
      t.ones([2]).view([2 ** 53]),
    ),
    refused("x.unfold(0, 9, 1)", "maximum size for tensor at dimension 0 is 3 but size is 9", (t) =>
      wrong(t.ones([3])).unfold(0, 9, 1),
    ),
    refused("x.unfold(0, 2, 0)", "step is 0 but must be > 0", (t) => wrong(t.ones([3])).unfold(0, 2, 0)),
    refused("diagonal(x, { dim1: 5 })", "Dimension out of range", (t) => t.diagonal(t.ones([3, 3]), { dim1: 5 })),
  ),
];

/** Every row. */
export const tensorsById: readonly BadInput[] = [...creation, ...views];
