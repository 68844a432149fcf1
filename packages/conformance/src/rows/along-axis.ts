// Rows of what goes along axes: softmax, products, norms, running sums, order, and reading and writing at positions.
import { data, values } from "./recipe.ts";
import { type Call, type Row, rowsOn, type Tolerance } from "./row.ts";

const libraries: Tolerance = { ulps: 8, absolute: 2 ** -20, why: "exponentials and logarithms of libraries differ" };
const powers: Tolerance = {
  ulps: 8,
  absolute: 2 ** -21,
  why: "PyTorch adds in another order and rounds powers otherwise",
};
const cube = { a: data([2, 3, 4]) };
const strange = { a: values(["nan", 1, 2, "-inf", "-inf", "-inf", "inf", 0, 1, "-inf", 0, 100], { shape: [4, 3] }) };
const others = {
  whole: data([2, 3], { dtype: "int64" }),
  flags: data([2, 3], { dtype: "bool" }),
  none: data([2, 0]),
  one: data([]),
};

const softmaxes: readonly Row[] = [
  ...rowsOn(
    cube,
    [
      ["softmax/last", "torch.softmax(a, -1)", (t, { a }) => t.softmax(a, -1)],
      ["softmax/inner", "F.softmax(a, 1)", (t, { a }) => t.softmax(a, 1)],
      ["logSoftmax/last", "torch.log_softmax(a, 2)", (t, { a }) => t.logSoftmax(a, 2)],
      ["logSoftmax/first", "F.log_softmax(a, 0)", (t, { a }) => t.logSoftmax(a, 0)],
      [
        "softmax/as-float64",
        "torch.softmax(a, 1, dtype=torch.float64)",
        (t, { a }) => t.softmax(a, 1, { dtype: "float64" }),
      ],
      ["logsumexp/dim", "torch.logsumexp(a, 1)", (t, { a }) => t.logsumexp(a, 1)],
      [
        "logsumexp/dims-keepdim",
        "torch.logsumexp(a, (0, -1), keepdim=True)",
        (t, { a }) => t.logsumexp(a, [0, -1], { keepdim: true }),
      ],
    ],
    { tolerance: libraries },
  ),
  ...rowsOn(
    strange,
    [
      ["softmax/corners", "torch.softmax(a, 1)", (t, { a }) => t.softmax(a, 1)],
      ["logSoftmax/corners", "torch.log_softmax(a, 1)", (t, { a }) => t.logSoftmax(a, 1)],
      ["logsumexp/corners", "torch.logsumexp(a, 1)", (t, { a }) => t.logsumexp(a, 1)],
    ],
    { tolerance: libraries, grad: false },
  ),
  ...rowsOn({ a: data([3, 4], { layout: "transposed", fill: "random", scale: 4, dtype: "float64" }) }, [
    ["softmax/transposed", "torch.softmax(a, 0)", (t, { a }) => t.softmax(a, 0), { tolerance: libraries }],
    ["logsumexp/transposed", "torch.logsumexp(a, 0)", (t, { a }) => t.logsumexp(a, 0), { tolerance: libraries }],
  ]),
  ...rowsOn(others, [
    ["softmax/empty", "[torch.softmax(none, 1), one]", (t, { none, one }) => [t.softmax(none, 1), one]],
    ["softmax/beside-empty-axis", "torch.softmax(none, 0)", (t, { none }) => t.softmax(none, 0)],
    ["softmax/no-axes", "torch.softmax(one, 0)", (t, { one }) => t.softmax(one, 0)],
    ["logsumexp/empty-axis", "torch.logsumexp(none, 1)", (t, { none }) => t.logsumexp(none, 1)],
    ["logsumexp/int64", "torch.logsumexp(whole, 0)", (t, { whole }) => t.logsumexp(whole, 0), { tolerance: libraries }],
    ["softmax/refuses integers", "torch.softmax(whole, 0)", (t, { whole }) => t.softmax(whole, 0), { error: true }],
    [
      "logSoftmax/refuses booleans",
      "torch.log_softmax(flags, 1)",
      (t, { flags }) => t.logSoftmax(flags, 1),
      { error: true },
    ],
    ["softmax/refuses an axis", "torch.softmax(none, 2)", (t, { none }) => t.softmax(none, 2), { error: true }],
    [
      "logsumexp/refuses an axis twice",
      "torch.logsumexp(none, (0, 0))",
      (t, { none }) => t.logsumexp(none, [0, 0]),
      { error: true },
    ],
  ]),
];

const products: readonly Row[] = [
  ...rowsOn({ a: data([2, 3], { fill: "nonzero" }), zeros: values([2, 0, 3, 0.5, 0, 0, 4, 1], { shape: [2, 4] }) }, [
    ["prod/all", "torch.prod(a)", (t, { a }) => t.prod(a)],
    ["prod/dim", "torch.prod(a, 1)", (t, { a }) => t.prod(a, { dim: 1 })],
    ["prod/keepdim", "torch.prod(a, -2, keepdim=True)", (t, { a }) => t.prod(a, { dim: -2, keepdim: true })],
    ["prod/zeros", "torch.prod(zeros, 1)", (t, { zeros }) => t.prod(zeros, { dim: 1 })],
    ["prod/zeros-all", "torch.prod(zeros)", (t, { zeros }) => t.prod(zeros)],
    ["prod/as-float64", "torch.prod(a, dtype=torch.float64)", (t, { a }) => t.prod(a, { dtype: "float64" })],
    ["prod/refuses an axis", "torch.prod(a, 2)", (t, { a }) => t.prod(a, { dim: 2 }), { error: true }],
  ]),
  ...rowsOn(others, [
    [
      "prod/empty",
      "[torch.prod(none), torch.prod(none, 1)]",
      (t, { none }) => [t.prod(none), t.prod(none, { dim: 1 })],
    ],
    ["prod/no-axes", "[torch.prod(one), torch.prod(one, 0)]", (t, { one }) => [t.prod(one), t.prod(one, { dim: 0 })]],
    [
      "prod/int64",
      "[torch.prod(whole, 0), torch.prod(flags)]",
      (t, { whole, flags }) => [t.prod(whole, { dim: 0 }), t.prod(flags)],
    ],
    [
      "cumsum/int64",
      "[torch.cumsum(whole, 1), torch.cumsum(flags, 0)]",
      (t, { whole, flags }) => [t.cumsum(whole, 1), t.cumsum(flags, 0)],
    ],
    [
      "cumsum/empty",
      "[torch.cumsum(none, 0), torch.cumsum(one, 0)]",
      (t, { none, one }) => [t.cumsum(none, 0), t.cumsum(one, 0)],
    ],
    [
      "cumsum/as-float64",
      "torch.cumsum(whole, 0, dtype=torch.float64)",
      (t, { whole }) => t.cumsum(whole, 0, { dtype: "float64" }),
    ],
    [
      "cumsum/refuses booleans",
      "torch.cumsum(whole, 1, dtype=torch.bool)",
      (t, { whole }) => t.cumsum(whole, 1, { dtype: "bool" }),
      { error: true },
    ],
    [
      "cumsum/nothing to add up as booleans",
      "[torch.cumsum(none, 1, dtype=torch.bool), torch.cumsum(one, 0, dtype=torch.bool)]",
      (t, { none, one }) => [t.cumsum(none, 1, { dtype: "bool" }), t.cumsum(one, 0, { dtype: "bool" })],
      { grad: false },
    ],
    ["cumsum/refuses an axis", "torch.cumsum(none, -3)", (t, { none }) => t.cumsum(none, -3), { error: true }],
  ]),
  ...rowsOn(cube, [
    ["cumsum/inner", "torch.cumsum(a, 1)", (t, { a }) => t.cumsum(a, 1)],
    ["cumsum/last", "torch.cumsum(a, -1)", (t, { a }) => t.cumsum(a, -1)],
    ["cumsum/transposed", "torch.cumsum(a.transpose(0, 2), 0)", (t, { a }) => t.cumsum(a.transpose(0, 2), 0)],
  ]),
];

const norms: readonly Row[] = [
  ...rowsOn(
    { a: data([2, 3], { fill: "random", scale: 4 }), zero: values([0, 3, 0, 0, 4, 0], { shape: [3, 2] }) },
    [
      ["norm/all", "torch.norm(a)", (t, { a }) => t.norm(a)],
      ["norm/fro", "torch.norm(a, 'fro', dim=1)", (t, { a }) => t.norm(a, { p: "fro", dim: 1 })],
      ["norm/1", "torch.norm(a, 1, dim=0)", (t, { a }) => t.norm(a, { p: 1, dim: 0 })],
      [
        "norm/3",
        "torch.norm(a, 3, dim=(0, 1), keepdim=True)",
        (t, { a }) => t.norm(a, { p: 3, dim: [0, 1], keepdim: true }),
      ],
      ["norm/1.5", "torch.norm(a, 1.5, dim=-1)", (t, { a }) => t.norm(a, { p: 1.5, dim: -1 })],
      ["norm/0.5", "torch.norm(a, 0.5, dim=-1)", (t, { a }) => t.norm(a, { p: 0.5, dim: -1 })],
      ["norm/0", "torch.norm(zero, 0, dim=0)", (t, { zero }) => t.norm(zero, { p: 0, dim: 0 })],
      ["norm/inf", "torch.norm(a, inf, dim=1)", (t, { a }) => t.norm(a, { p: Infinity, dim: 1 })],
      ["norm/-inf", "torch.norm(a, -inf, dim=1)", (t, { a }) => t.norm(a, { p: -Infinity, dim: 1 })],
      ["norm/ties", "torch.norm(zero, inf, dim=1)", (t, { zero }) => t.norm(zero, { p: Infinity, dim: 1 })],
      ["norm/-2", "torch.norm(a, -2, dim=1)", (t, { a }) => t.norm(a, { p: -2, dim: 1 })],
      ["norm/as-float64", "torch.norm(a, 1, dtype=torch.float64)", (t, { a }) => t.norm(a, { p: 1, dtype: "float64" })],
    ],
    { tolerance: powers },
  ),
  // Where the norm is 0, it has no slope.
  ...rowsOn({ a: values([0, 0, 3, 4], { shape: [2, 2] }) }, [
    ["norm/zero", "torch.norm(a, dim=1)", (t, { a }) => t.norm(a, { dim: 1 })],
    ["norm/zero-3", "torch.norm(a, 3, dim=1)", (t, { a }) => t.norm(a, { p: 3, dim: 1 }), { tolerance: powers }],
  ]),
  ...rowsOn(others, [
    [
      "norm/empty",
      "[torch.norm(none), torch.norm(none, 1, dim=1)]",
      (t, { none }) => [t.norm(none), t.norm(none, { p: 1, dim: 1 })],
    ],
    [
      "norm/empty-axis",
      "[torch.norm(none, inf, dim=1), torch.norm(none, -inf, dim=1), torch.norm(none, -1, dim=1)]",
      (t, { none }) => [Infinity, -Infinity, -1].map((p) => t.norm(none, { p, dim: 1 })),
      { grad: false },
    ],
    ["norm/no-axes", "torch.norm(one)", (t, { one }) => t.norm(one)],
    ["norm/refuses integers", "torch.norm(whole)", (t, { whole }) => t.norm(whole), { error: true }],
    [
      "norm/refuses an axis twice",
      "torch.norm(none, 2, dim=(1, -1))",
      (t, { none }) => t.norm(none, { dim: [1, -1] }),
      { error: true },
    ],
  ]),
];

const order: readonly Row[] = [
  ...rowsOn({ a: data([2, 3, 4], { fill: "distinct" }) }, [
    ["sort/last", "torch.sort(a)", (t, { a }) => t.sort(a)],
    ["sort/descending", "torch.sort(a, dim=1, descending=True)", (t, { a }) => t.sort(a, { dim: 1, descending: true })],
    ["argsort/first", "torch.argsort(a, dim=0)", (t, { a }) => t.argsort(a, { dim: 0 })],
    ["topk/largest", "torch.topk(a, 2)", (t, { a }) => t.topk(a, 2)],
    ["topk/smallest", "torch.topk(a, 2, dim=1, largest=False)", (t, { a }) => t.topk(a, 2, { dim: 1, largest: false })],
    ["topk/none", "torch.topk(a, 0)", (t, { a }) => t.topk(a, 0)],
    ["sort/refuses an axis", "torch.sort(a, dim=3)", (t, { a }) => t.sort(a, { dim: 3 }), { error: true }],
    ["topk/refuses too many", "torch.topk(a, 5)", (t, { a }) => t.topk(a, 5), { error: true }],
  ]),
  ...rowsOn({ a: values([1, "nan", 0, 1, "inf", 1, "-0", "nan"]), ...others }, [
    ["sort/ties", "torch.sort(a, stable=True)", (t, { a }) => t.sort(a, { stable: true }), { grad: false }],
    [
      "sort/ties-descending",
      "torch.sort(a, stable=True, descending=True)",
      (t, { a }) => t.sort(a, { stable: true, descending: true }),
      { grad: false },
    ],
    ["sort/int64", "torch.sort(whole, dim=0, stable=True)", (t, { whole }) => t.sort(whole, { dim: 0 })],
    ["argsort/bool", "torch.sort(flags, stable=True)[1]", (t, { flags }) => t.argsort(flags)],
    [
      "sort/empty",
      "[torch.sort(none)[0], torch.sort(one)[1]]",
      (t, { none, one }) => [t.sort(none).values, t.sort(one).indices],
    ],
    ["topk/no-axes", "torch.topk(one, 1)", (t, { one }) => t.topk(one, 1)],
    ["topk/refuses booleans", "torch.topk(flags, 1)", (t, { flags }) => t.topk(flags, 1), { error: true }],
  ]),
];

const index = (list: readonly number[], shape: readonly number[]) => values(list, { dtype: "int64", shape });

const positions: readonly Row[] = [
  ...rowsOn(
    {
      a: data([3, 4]),
      b: data([2, 3]),
      large: data([3, 4]),
      i: index([0, 2, 1, 0, 2, 2], [2, 3]),
      u: index([2, 0, 1, 1, 0, 2], [2, 3]),
      list: index([2, 0, 2], [3]),
      far: index([0, 4], [2, 1]),
      tall: index([0, 0, 0, 0], [4, 1]),
      short: values([1, 0], { dtype: "int32" }),
    },
    [
      ["gather/last", "torch.gather(a, 1, i)", (t, { a, i }) => t.gather(a, 1, i)],
      ["gather/first", "torch.gather(a, 0, i)", (t, { a, i }) => t.gather(a, 0, i)],
      ["gather/transposed", "torch.gather(a.T, -1, i.T)", (t, { a, i }) => t.gather(a.T, -1, i.T)],
      ["scatter/tensor", "torch.scatter(a, 1, u, b)", (t, { a, u, b }) => t.scatter(a, 1, u, b)],
      [
        "scatter/larger source",
        "torch.scatter(a, 1, u, large)",
        (t, { a, u, large }) => t.scatter(a, 1, u, large),
        { grad: false },
      ],
      ["scatter/number", "torch.scatter(a, 0, u, 1.5)", (t, { a, u }) => t.scatter(a, 0, u, 1.5)],
      ["scatterAdd/last", "torch.scatter_add(a, 1, i, b)", (t, { a, i, b }) => t.scatterAdd(a, 1, i, b)],
      ["scatterAdd/first", "torch.scatter_add(a, 0, i, b)", (t, { a, i, b }) => t.scatterAdd(a, 0, i, b)],
      ["scatter_/tensor", "c = a * 2; c.scatter_(1, u, b); c", (t, { a, u, b }) => t.scatter_(t.mul(a, 2), 1, u, b)],
      [
        "scatterAdd_/last",
        "c = a * 2; c.scatter_add_(1, i, b); c",
        (t, { a, i, b }) => t.scatterAdd_(t.mul(a, 2), 1, i, b),
      ],
      ["indexSelect/first", "torch.index_select(a, 0, list)", (t, { a, list }) => t.indexSelect(a, 0, list)],
      ["indexSelect/last", "torch.index_select(a, -1, list)", (t, { a, list }) => t.indexSelect(a, -1, list)],
      ["indexSelect/int32", "torch.index_select(a, 1, short)", (t, { a, short }) => t.indexSelect(a, 1, short)],
      ["gather/refuses a position", "torch.gather(a, 1, far)", (t, { a, far }) => t.gather(a, 1, far), { error: true }],
      ["gather/refuses a size", "torch.gather(a, 1, tall)", (t, { a, tall }) => t.gather(a, 1, tall), { error: true }],
      ["gather/refuses a rank", "torch.gather(a, 1, list)", (t, { a, list }) => t.gather(a, 1, list), { error: true }],
      [
        "gather/refuses a type",
        "torch.gather(a, 1, i.int())",
        (t, { a, i }) => t.gather(a, 1, i.to("int32")),
        { error: true },
      ],
      ["gather/refuses an axis", "torch.gather(a, 2, i)", (t, { a, i }) => t.gather(a, 2, i), { error: true }],
      [
        "scatter/refuses a position",
        "torch.scatter(a, 1, far, 1)",
        (t, { a, far }) => t.scatter(a, 1, far, 1),
        { error: true },
      ],
      [
        "scatter/refuses a size",
        "torch.scatter(a, 1, tall, 1)",
        (t, { a, tall }) => t.scatter(a, 1, tall, 1),
        { error: true },
      ],
      [
        "scatter/refuses a source's size",
        "torch.scatter(a, 1, i, b[:1])",
        (t, { a, i, b }) => t.scatter(a, 1, i, b.index(":1")),
        { error: true },
      ],
      [
        "scatter/refuses a rank",
        "torch.scatter(a, 1, list, 1)",
        (t, { a, list }) => t.scatter(a, 1, list, 1),
        { error: true },
      ],
      [
        "scatter/refuses a source's type",
        "torch.scatter(a, 1, i, i)",
        (t, { a, i }) => t.scatter(a, 1, i, i),
        { error: true },
      ],
      [
        "scatterAdd/refuses a type",
        "torch.scatter_add(a, 1, i.int(), b)",
        (t, { a, i, b }) => t.scatterAdd(a, 1, i.to("int32"), b),
        { error: true },
      ],
      [
        "indexSelect/refuses a position",
        "torch.index_select(a, 0, list + 1)",
        (t, { a, list }) => t.indexSelect(a, 0, t.add(list, 1)),
        { error: true },
      ],
      [
        "indexSelect/refuses a negative position",
        "torch.index_select(a, 0, list - 1)",
        (t, { a, list }) => t.indexSelect(a, 0, t.sub(list, 1)),
        { error: true },
      ],
      [
        "indexSelect/refuses a matrix",
        "torch.index_select(a, 0, i)",
        (t, { a, i }) => t.indexSelect(a, 0, i),
        { error: true },
      ],
      [
        "indexSelect/refuses floats",
        "torch.index_select(a, 0, b[0])",
        (t, { a, b }) => t.indexSelect(a, 0, b.index(0)),
        { error: true },
      ],
    ],
  ),
  ...rowsOn({ ...others, zero: index([0], []), nothing: index([], [0]) }, [
    [
      "gather/empty index of another rank",
      "torch.gather(whole, 1, nothing)",
      (t, { whole, nothing }) => t.gather(whole, 1, nothing),
    ],
    [
      "scatterAdd/bool",
      "torch.scatter_add(flags, 0, torch.zeros(2, 3).long(), flags)",
      (t, { flags }) => t.scatterAdd(flags, 0, t.zeros([2, 3], { dtype: "int64" }), flags),
    ],
    [
      "scatterAdd/int64",
      "torch.scatter_add(whole, 0, torch.zeros(1, 2).long(), whole[1:, :2])",
      (t, { whole }) => t.scatterAdd(whole, 0, t.zeros([1, 2], { dtype: "int64" }), whole.index("1:", ":2")),
    ],
    [
      "maskedFill/int64 by a float",
      "whole.masked_fill(flags, torch.tensor(1.5))",
      (t, { whole, flags }) => t.maskedFill(whole, flags, t.tensor(1.5)),
    ],
    ["gather/no-axes", "torch.gather(one, 0, zero)", (t, { one, zero }) => t.gather(one, 0, zero)],
    [
      "gather/empty",
      "[torch.gather(one.reshape(1), 0, nothing), one]",
      (t, { one, nothing }) => [t.gather(one.reshape([1]), 0, nothing), one],
    ],
    ["indexSelect/no-axes", "torch.index_select(one, 0, zero)", (t, { one, zero }) => t.indexSelect(one, 0, zero)],
    [
      "indexSelect/empty",
      "torch.index_select(whole, 1, nothing)",
      (t, { whole, nothing }) => t.indexSelect(whole, 1, nothing),
    ],
    ["scatter/empty", "torch.scatter(one, 0, nothing, 2)", (t, { one, nothing }) => t.scatter(one, 0, nothing, 2)],
    [
      "scatter/int64",
      "torch.scatter(whole, 1, torch.ones(2, 1).long(), 2.5)",
      (t, { whole }) => t.scatter(whole, 1, t.ones([2, 1], { dtype: "int64" }), 2.5),
    ],
  ]),
];

const found: readonly Row[] = [
  ...rowsOn(
    { a: values([0, 1, "nan", "-0", 0, 2], { shape: [2, 3] }), v: data([], { fill: "nonzero" }), ...others },
    [
      ["nonzero/matrix", "torch.nonzero(a)", (t, { a }) => t.nonzero(a)],
      ["nonzero/tuple", "torch.nonzero(a, as_tuple=True)", (t, { a }) => t.nonzero(a, { asTuple: true })],
      [
        "nonzero/no-axes",
        "[torch.nonzero(v), torch.nonzero(v, as_tuple=True)[0]]",
        (t, { v }) => [t.nonzero(v), t.nonzero(v, { asTuple: true })[0]!],
      ],
      ["nonzero/int64", "torch.nonzero(whole)", (t, { whole }) => t.nonzero(whole)],
      [
        "nonzero/empty",
        "[torch.nonzero(none), torch.nonzero(flags)]",
        (t, { none, flags }) => [t.nonzero(none), t.nonzero(flags)],
      ],
      ["where/positions", "torch.where(flags)", (t, { flags }) => t.where(flags)],
    ],
    { grad: false },
  ),
  ...rowsOn({ a: data([2, 3]), m: data([2, 3], { dtype: "bool" }), v: data([]), w: data([1]) }, [
    ["maskedSelect/mask", "torch.masked_select(a, m)", (t, { a, m }) => t.maskedSelect(a, m)],
    ["maskedSelect/broadcast", "torch.masked_select(w, m)", (t, { w, m }) => t.maskedSelect(w, m)],
    [
      "maskedSelect/refuses floats",
      "torch.masked_select(a, w)",
      (t, { a, w }) => t.maskedSelect(a, w),
      { error: true },
    ],
    [
      "maskedSelect/refuses shapes",
      "torch.masked_select(a, m[:, :2])",
      (t, { a, m }) => t.maskedSelect(a, m.index(":", ":2")),
      { error: true },
    ],
    ["maskedFill/tensor", "a.masked_fill(m, v)", (t, { a, m, v }) => t.maskedFill(a, m, v)],
    ["maskedFill_/tensor", "c = a * 1; c.masked_fill_(m, v); c", (t, { a, m, v }) => t.maskedFill_(t.mul(a, 1), m, v)],
    ["maskedFill/refuses a vector", "a.masked_fill(m, w)", (t, { a, m, w }) => t.maskedFill(a, m, w), { error: true }],
    ["clampMin/number", "torch.clamp_min(a, 0.5)", (t, { a }) => t.clampMin(a, 0.5)],
    ["clampMin/tensor", "torch.clamp_min(a, v)", (t, { a, v }) => t.clampMin(a, v)],
    ["clampMax/number", "torch.clamp_max(a, 0.5)", (t, { a }) => t.clampMax(a, 0.5)],
    ["clampMax/tensor", "torch.clamp_max(a, v)", (t, { a, v }) => t.clampMax(a, v)],
  ]),
  ...rowsOn({ c: index([2, 0, 1, 2], [2, 2]), none: index([], [0]), f: data([2]) }, [
    ["oneHot/inferred", "F.one_hot(c)", (t, { c }) => t.oneHot(c)],
    ["oneHot/classes", "F.one_hot(c, 5)", (t, { c }) => t.oneHot(c, { numClasses: 5 })],
    ["oneHot/no-axes", "F.one_hot(c[0, 0])", (t, { c }) => t.oneHot(c.index(0, 0))],
    ["oneHot/empty", "F.one_hot(none, 3)", (t, { none }) => t.oneHot(none, { numClasses: 3 })],
    ["oneHot/refuses empty", "F.one_hot(none)", (t, { none }) => t.oneHot(none), { error: true }],
    ["oneHot/refuses floats", "F.one_hot(f)", (t, { f }) => t.oneHot(f), { error: true }],
    ["oneHot/refuses a class", "F.one_hot(c, 2)", (t, { c }) => t.oneHot(c, { numClasses: 2 }), { error: true }],
    ["oneHot/refuses no classes", "F.one_hot(c, 0)", (t, { c }) => t.oneHot(c, { numClasses: 0 }), { error: true }],
    ["oneHot/refuses a negative class", "F.one_hot(c - 1)", (t, { c }) => t.oneHot(t.sub(c, 1)), { error: true }],
  ]),
];

const triangles = (["tril", "triu"] as const).flatMap((name): readonly Call<"a" | "m" | "line">[] => [
  [`${name}/matrices`, `torch.${name}(a)`, (t, { a }) => t[name](a)],
  [`${name}/above`, `torch.${name}(a, diagonal=1)`, (t, { a }) => t[name](a, { diagonal: 1 })],
  [`${name}/below`, `torch.${name}(a, -1)`, (t, { a }) => t[name](a, { diagonal: -1 })],
  [`${name}/uint8`, `torch.${name}(m)`, (t, { m }) => t[name](m)],
  [`${name}/refuses a vector`, `torch.${name}(line)`, (t, { line }) => t[name](line), { error: true }],
]);

const moved: readonly Row[] = [
  ...rowsOn({ a: data([2, 3, 4]), m: data([3, 3], { dtype: "uint8" }), line: values([1, "nan", 3]) }, triangles),
  ...rowsOn({ a: data([2, 3]), line: data([4]), one: data([]), c: data([2, 3, 3]) }, [
    ["repeat/axes", "a.repeat(2, 3)", (t, { a }) => t.repeat(a, [2, 3])],
    ["repeat/new-axes", "line.repeat(2, 1, 2)", (t, { line }) => t.repeat(line, [2, 1, 2])],
    ["repeat/none", "[a.repeat(0, 2), one.repeat(3)]", (t, { a, one }) => [t.repeat(a, [0, 2]), t.repeat(one, [3])]],
    ["repeat/no counts", "one.repeat(())", (t, { one }) => t.repeat(one, [])],
    ["repeat/refuses few", "a.repeat(2)", (t, { a }) => t.repeat(a, [2]), { error: true }],
    ["repeat/refuses a negative count", "a.repeat(2, -1)", (t, { a }) => t.repeat(a, [2, -1]), { error: true }],
    ["roll/axis", "torch.roll(a, 1, 1)", (t, { a }) => t.roll(a, 1, { dims: 1 })],
    ["roll/axes", "torch.roll(c, (-4, 2), (1, -1))", (t, { c }) => t.roll(c, [-4, 2], { dims: [1, -1] })],
    ["roll/flat", "torch.roll(a, 2)", (t, { a }) => t.roll(a, 2)],
    ["roll/no-axes", "torch.roll(one, 3)", (t, { one }) => t.roll(one, 3)],
    [
      "roll/refuses lists that do not align",
      "torch.roll(a, (1, 2), 0)",
      (t, { a }) => t.roll(a, [1, 2], { dims: 0 }),
      { error: true },
    ],
    ["roll/refuses several without axes", "torch.roll(a, (1, 2))", (t, { a }) => t.roll(a, [1, 2]), { error: true }],
    ["roll/refuses nothing", "torch.roll(a, ())", (t, { a }) => t.roll(a, []), { error: true }],
    ["roll/refuses an axis", "torch.roll(a, 1, 2)", (t, { a }) => t.roll(a, 1, { dims: 2 }), { error: true }],
    [
      "diagonal/main",
      "[torch.diagonal(a), list(torch.diagonal(a).stride())]",
      (t, { a }) => [t.diagonal(a), t.diagonal(a).stride()],
    ],
    ["diagonal/below", "torch.diagonal(c, -1, 2, 1)", (t, { c }) => t.diagonal(c, { offset: -1, dim1: 2, dim2: 1 })],
    ["diagonal/above", "torch.diagonal(c, 1, 1, 2)", (t, { c }) => t.diagonal(c, { offset: 1, dim1: 1, dim2: 2 })],
    ["diagonal/beyond", "torch.diagonal(a, 5)", (t, { a }) => t.diagonal(a, { offset: 5 })],
    [
      "diagonal/refuses one axis",
      "torch.diagonal(a, 0, 1, -1)",
      (t, { a }) => t.diagonal(a, { dim1: 1, dim2: -1 }),
      { error: true },
    ],
    [
      "diagonal/refuses an axis",
      "torch.diagonal(a, 0, 0, 2)",
      (t, { a }) => t.diagonal(a, { dim2: 2 }),
      { error: true },
    ],
  ]),
];

export const alongAxisRows: readonly Row[] = [
  ...softmaxes,
  ...products,
  ...norms,
  ...order,
  ...positions,
  ...found,
  ...moved,
];
