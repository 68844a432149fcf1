// Rows that make tensors: from data, filled, in steps, like others; and what copies and conversions give.
import { data, values } from "./recipe.ts";
import { type Row, row, rowsOn, rowsOnNothing } from "./row.ts";

const fromData: readonly Row[] = rowsOnNothing([
  [
    "tensor/numbers",
    "torch.tensor([[1., 2.5], [-3., 0.]])",
    (t) =>
      t.tensor([
        [1, 2.5],
        [-3, 0],
      ]),
  ],
  ["tensor/number", "torch.tensor(2.5)", (t) => t.tensor(2.5)],
  ["tensor/rounds", "torch.tensor([0.1, 1e-46, 1e39, 16777217.])", (t) => t.tensor([0.1, 1e-46, 1e39, 16777217])],
  ["tensor/booleans", "torch.tensor([True, False])", (t) => t.tensor([true, false])],
  ["tensor/bigints", "torch.tensor([1, -2, 9007199254740993])", (t) => t.tensor([1n, -2n, 9007199254740993n])],
  ["tensor/empty", "torch.tensor([])", (t) => t.tensor([])],
  ["tensor/empty-rows", "torch.tensor([[], []])", (t) => t.tensor([[], []])],
  [
    "tensor/float64",
    "torch.tensor([0.1, 0.2], dtype=torch.float64)",
    (t) => t.tensor([0.1, 0.2], { dtype: "float64" }),
  ],
  ["tensor/int64", "torch.tensor([1, 2, 3], dtype=torch.int64)", (t) => t.tensor([1, 2, 3], { dtype: "int64" })],
  ["tensor/int32", "torch.tensor([1, -2], dtype=torch.int32)", (t) => t.tensor([1, -2], { dtype: "int32" })],
  ["tensor/uint8", "torch.tensor([1, 255], dtype=torch.uint8)", (t) => t.tensor([1, 255], { dtype: "uint8" })],
  ["tensor/bool", "torch.tensor([0, 2, -1], dtype=torch.bool)", (t) => t.tensor([0, 2, -1], { dtype: "bool" })],
  ["tensor/Float32Array", "torch.tensor([1.5, 2])", (t) => t.tensor(new Float32Array([1.5, 2]))],
  ["tensor/Float64Array", "torch.tensor([0.1, 2], dtype=torch.float64)", (t) => t.tensor(new Float64Array([0.1, 2]))],
  ["tensor/Int32Array", "torch.tensor([1, -2], dtype=torch.int32)", (t) => t.tensor(new Int32Array([1, -2]))],
  ["tensor/Uint8Array", "torch.tensor([1, 200], dtype=torch.uint8)", (t) => t.tensor(new Uint8Array([1, 200]))],
  ["tensor/BigInt64Array", "torch.tensor([1, -2])", (t) => t.tensor(new BigInt64Array([1n, -2n]))],
  [
    "tensor/shape",
    "torch.arange(6.).reshape(2, 3)",
    (t) => t.tensor(new Float32Array([0, 1, 2, 3, 4, 5]), { shape: [2, 3] }),
  ],
  ["tensor/refuses ragged lists", "torch.tensor([[1., 2.], [3.]])", (t) => t.tensor([[1, 2], [3]]), { error: true }],
]);

const filled: readonly Row[] = rowsOnNothing([
  ["zeros/shape", "torch.zeros(2, 3)", (t) => t.zeros([2, 3])],
  ["zeros/no-axes", "torch.zeros([])", (t) => t.zeros([])],
  ["zeros/empty", "torch.zeros(0, 3)", (t) => t.zeros([0, 3])],
  ["zeros/int64", "torch.zeros(2, dtype=torch.int64)", (t) => t.zeros([2], { dtype: "int64" })],
  [
    "zeros/requires-grad",
    "torch.zeros(2, requires_grad=True).requires_grad",
    (t) => t.zeros([2], { requiresGrad: true }).requiresGrad,
  ],
  ["ones/shape", "torch.ones(2, 3)", (t) => t.ones([2, 3])],
  ["ones/bool", "torch.ones(2, dtype=torch.bool)", (t) => t.ones([2], { dtype: "bool" })],
  ["full/float", "torch.full((2, 2), 0.1)", (t) => t.full([2, 2], 0.1)],
  ["full/whole", "torch.full((2,), 3.)", (t) => t.full([2], 3)],
  ["full/boolean", "torch.full((2,), True)", (t) => t.full([2], true)],
  ["full/bigint", "torch.full((2,), 7)", (t) => t.full([2], 7n)],
  ["full/int32", "torch.full((2,), -7, dtype=torch.int32)", (t) => t.full([2], -7, { dtype: "int32" })],
  ["full/nan", "torch.full((2,), nan, dtype=torch.float64)", (t) => t.full([2], Number.NaN, { dtype: "float64" })],
  ["empty/shape", "list(torch.empty(2, 0, 3).shape)", (t) => t.empty([2, 0, 3]).shape],
  ["eye/square", "torch.eye(3)", (t) => t.eye(3)],
  ["eye/wide", "torch.eye(2, 4)", (t) => t.eye(2, 4)],
  ["eye/int64", "torch.eye(3, 2, dtype=torch.int64)", (t) => t.eye(3, 2, { dtype: "int64" })],
  ["eye/empty", "torch.eye(0)", (t) => t.eye(0)],
  ["zeros/refuses a negative size", "torch.zeros(2, -1)", (t) => t.zeros([2, -1]), { error: true }],
]);

const steps: readonly Row[] = rowsOnNothing([
  ["arange/end", "torch.arange(5)", (t) => t.arange(5)],
  ["arange/start-end", "torch.arange(2, 7)", (t) => t.arange(2, 7)],
  ["arange/step", "torch.arange(1, 10, 3)", (t) => t.arange(1, 10, 3)],
  ["arange/down", "torch.arange(5, 0, -2)", (t) => t.arange(5, 0, -2)],
  ["arange/fraction", "torch.arange(0, 1, 0.25)", (t) => t.arange(0, 1, 0.25)],
  ["arange/tenths", "torch.arange(0, 1, 0.1)", (t) => t.arange(0, 1, 0.1)],
  ["arange/long", "torch.arange(0, 3, 0.1)", (t) => t.arange(0, 3, 0.1)],
  ["arange/fraction-end", "torch.arange(2.5)", (t) => t.arange(2.5)],
  ["arange/float32", "torch.arange(4, dtype=torch.float32)", (t) => t.arange(4, { dtype: "float32" })],
  ["arange/float64", "torch.arange(0, 1, 0.1, dtype=torch.float64)", (t) => t.arange(0, 1, 0.1, { dtype: "float64" })],
  ["arange/int32", "torch.arange(3, 6, dtype=torch.int32)", (t) => t.arange(3, 6, { dtype: "int32" })],
  ["arange/empty", "torch.arange(0)", (t) => t.arange(0)],
  ["arange/same", "torch.arange(3, 3)", (t) => t.arange(3, 3)],
  ["arange/refuses the wrong way", "torch.arange(0, 5, -1)", (t) => t.arange(0, 5, -1), { error: true }],
  ["arange/refuses step 0", "torch.arange(0, 5, 0)", (t) => t.arange(0, 5, 0), { error: true }],
  [
    "arange/last bits",
    "[torch.arange(a, b, c, dtype=d) for d in (torch.float32, torch.float64) for a, b, c in ((-1.37, 2.11, 0.1), (4.9, -0.3, -0.017), (0., 1.6, 0.1), (0., 3.1, 0.3))]",
    (t) =>
      (["float32", "float64"] as const).flatMap((dtype) =>
        [
          [-1.37, 2.11, 0.1],
          [4.9, -0.3, -0.017],
          [0, 1.6, 0.1],
          [0, 3.1, 0.3],
        ].map(([a, b, c]) => t.arange(a!, b!, c!, { dtype })),
      ),
  ],
  [
    "arange/huge",
    "[torch.arange(0., 5e307, 1e307, dtype=torch.float64), torch.linspace(-1e300, 1e300, 9, dtype=torch.float64)]",
    (t) => [t.arange(0, 5e307, 1e307, { dtype: "float64" }), t.linspace(-1e300, 1e300, 9, { dtype: "float64" })],
  ],
  ["linspace/five", "torch.linspace(0, 1, 5)", (t) => t.linspace(0, 1, 5)],
  ["linspace/seven", "torch.linspace(-1, 1, 7)", (t) => t.linspace(-1, 1, 7)],
  ["linspace/down", "torch.linspace(3, 1, 4)", (t) => t.linspace(3, 1, 4)],
  ["linspace/one", "torch.linspace(2, 5, 1)", (t) => t.linspace(2, 5, 1)],
  ["linspace/none", "torch.linspace(2, 5, 0)", (t) => t.linspace(2, 5, 0)],
  ["linspace/many", "torch.linspace(-3, 10, 30)", (t) => t.linspace(-3, 10, 30)],
  [
    "linspace/float64",
    "torch.linspace(0, 1, 11, dtype=torch.float64)",
    (t) => t.linspace(0, 1, 11, { dtype: "float64" }),
  ],
  [
    "linspace/last bits",
    "[torch.linspace(a, b, n, dtype=d) for d in (torch.float32, torch.float64) for a, b in ((-1.37, 2.11), (4.9, -0.3)) for n in (2, 9, 16, 31, 100)]",
    (t) =>
      (["float32", "float64"] as const).flatMap((dtype) =>
        [
          [-1.37, 2.11],
          [4.9, -0.3],
        ].flatMap(([a, b]) => [2, 9, 16, 31, 100].map((n) => t.linspace(a!, b!, n, { dtype }))),
      ),
  ],
  ["linspace/refuses negative steps", "torch.linspace(0, 1, -1)", (t) => t.linspace(0, 1, -1), { error: true }],
]);

const like: readonly Row[] = rowsOn({ a: data([2, 3], { dtype: "int32" }) }, [
  ["zerosLike/plain", "torch.zeros_like(a)", (t, { a }) => t.zerosLike(a)],
  ["onesLike/plain", "torch.ones_like(a)", (t, { a }) => t.onesLike(a)],
  ["fullLike/plain", "torch.full_like(a, 7)", (t, { a }) => t.fullLike(a, 7)],
  ["emptyLike/plain", "list(torch.empty_like(a).shape)", (t, { a }) => t.emptyLike(a).shape],
  [
    "zerosLike/order in memory",
    "b = torch.zeros(2, 3, 4); l = [torch.zeros_like(b.permute(2, 0, 1)), torch.ones_like(b[..., ::2]), torch.full_like(b.transpose(0, 1), 2), torch.empty_like(b[:1].expand(2, 3, 4)), torch.zeros_like(b[..., :1].expand(2, 3, 4).permute(2, 1, 0))]; [list(v.stride()) for v in l]",
    (t) => {
      const b = t.zeros([2, 3, 4]);
      const like = [
        t.zerosLike(b.permute([2, 0, 1])),
        t.onesLike(b.index("...", "::2")),
        t.fullLike(b.transpose(0, 1), 2),
        t.emptyLike(b.index(":1").expand([2, 3, 4])),
        t.zerosLike(b.index("...", ":1").expand([2, 3, 4]).permute([2, 1, 0])),
      ];
      return like.map((x) => x.stride());
    },
  ],
  ["zerosLike/dtype", "torch.zeros_like(a, dtype=torch.float64)", (t, { a }) => t.zerosLike(a, { dtype: "float64" })],
  ["onesLike/dtype", "torch.ones_like(a, dtype=torch.bool)", (t, { a }) => t.onesLike(a, { dtype: "bool" })],
  [
    "fullLike/dtype",
    "torch.full_like(a, 0.5, dtype=torch.float32)",
    (t, { a }) => t.fullLike(a, 0.5, { dtype: "float32" }),
  ],
]);

const copies: readonly Row[] = (["contiguous", "transposed", "sliced", "expanded"] as const).flatMap((layout) =>
  rowsOn({ a: data([3, 4], { layout }) }, [
    [`clone/${layout}`, "a.clone()", (t, { a }) => t.clone(a)],
    [
      `contiguous/${layout}`,
      "[a.contiguous(), list(a.contiguous().stride())]",
      (t, { a }) => [t.contiguous(a), t.contiguous(a).stride()],
    ],
    [`detach/${layout}`, "[a.detach(), list(a.detach().stride())]", (_, { a }) => [a.detach(), a.detach().stride()]],
    [`isContiguous/${layout}`, "a.is_contiguous()", (_, { a }) => a.isContiguous()],
    [`to/${layout}`, "a.to(torch.float64)", (t, { a }) => t.to(a, "float64")],
    [`toArray/${layout}`, "a.tolist()", (t, { a }) => t.toArray(a), { grad: false }],
    [
      `toTypedArray/${layout}`,
      "a.flatten().tolist()",
      (t, { a }) => Array.from(t.toTypedArray(a), Number),
      { grad: false },
    ],
  ]),
);

const dtypes = ["bool", "uint8", "int32", "int64", "float32", "float64"] as const;
const castable = values([0, 1, 2.5, -1.75, 200, 0.5, -0.5]);
const conversions: readonly Row[] = dtypes.flatMap((from) =>
  dtypes.map((to) =>
    row({
      id: `to/${from}-${to}`,
      inputs: {
        a: from === "float32" || from === "float64" ? { ...castable, dtype: from } : data([5], { dtype: from }),
      },
      // Negative floats have no agreed value as unsigned ones.
      torch:
        to === "uint8" ? `a.abs().to(torch.${to})`.replace(from === "bool" ? ".abs()" : "~", "") : `a.to(torch.${to})`,
      run: (t, { a }) => t.to(to === "uint8" && from !== "bool" ? t.abs(a) : a, to),
    }),
  ),
);

const plain: readonly Row[] = [
  ...rowsOn({ a: data([2, 3]) }, [
    ["isFloating/float32", "a.is_floating_point()", (t, { a }) => t.isFloating(a.dtype), { grad: false }],
    [
      "isFloating/int64",
      "a.argmax().is_floating_point()",
      (t, { a }) => t.isFloating(t.argmax(a).dtype),
      { grad: false },
    ],
    ["size/all", "list(a.size())", (_, { a }) => a.size(), { grad: false }],
    ["size/dim", "a.size(-1)", (_, { a }) => a.size(-1), { grad: false }],
    ["stride/all", "list(a.t().stride())", (_, { a }) => a.t().stride(), { grad: false }],
    ["stride/dim", "a.stride(0)", (_, { a }) => a.stride(0), { grad: false }],
    ["numel/all", "a.numel()", (_, { a }) => a.numel(), { grad: false }],
    ["dim/two", "[a.dim(), a.ndim]", (_, { a }) => [a.dim(), a.ndim], { grad: false }],
    ["item/one", "a[1, 2].item()", (t, { a }) => t.item(a.index(1, 2)), { grad: false }],
    ["size/refuses an axis", "a.size(2)", (_, { a }) => a.size(2), { error: true }],
    [
      "item/refuses many",
      "a.item()",
      (t, { a }) => t.item(a),
      { error: "a Tensor with 6 elements cannot be converted to Scalar" },
    ],
  ]),
  ...rowsOn({ a: data([1, 1], { dtype: "int64" }), b: data([], { dtype: "bool" }) }, [
    ["item/integer", "a.item()", (t, { a }) => t.item(a)],
    ["item/boolean", "int(b.item())", (t, { b }) => Number(t.item(b))],
    ["toArray/no-axes", "int(b.tolist())", (t, { b }) => Number(t.toArray(b))],
  ]),
  ...rowsOn({ a: values(["nan", "inf", "-0", 1]) }, [
    ["toArray/corners", "a.tolist()", (t, { a }) => t.toArray(a), { grad: false }],
  ]),
  ...rowsOn({ a: data([2, 0, 3]) }, [["toArray/empty", "a.tolist()", (t, { a }) => t.toArray(a), { grad: false }]]),
];

/** What is stored must be in the type's range; negative uint8 wrap. */
const ranges: readonly Row[] = [
  ...rowsOnNothing([
    [
      "full/wraps below zero",
      "torch.full((2,), -255, dtype=torch.uint8)",
      (t) => t.full([2], -255, { dtype: "uint8" }),
    ],
    [
      "full/largest",
      "torch.full((2,), 2**31 - 1, dtype=torch.int32)",
      (t) => t.full([2], 2 ** 31 - 1, { dtype: "int32" }),
    ],
    [
      "full/refuses uint8",
      "torch.full((2,), 300, dtype=torch.uint8)",
      (t) => t.full([2], 300, { dtype: "uint8" }),
      { error: true },
    ],
    [
      "full/refuses int32",
      "torch.full((2,), 2**31, dtype=torch.int32)",
      (t) => t.full([2], 2 ** 31, { dtype: "int32" }),
      { error: true },
    ],
    [
      "full/refuses infinity",
      "torch.full((2,), inf, dtype=torch.int32)",
      (t) => t.full([2], Number.POSITIVE_INFINITY, { dtype: "int32" }),
      { error: true },
    ],
    [
      "full/refuses nan",
      "torch.full((2,), nan, dtype=torch.int64)",
      (t) => t.full([2], Number.NaN, { dtype: "int64" }),
      { error: true },
    ],
    ["full/refuses float32", "torch.full((2,), 1e40)", (t) => t.full([2], 1e40), { error: true }],
    ["tensor/infinite", "torch.tensor([1e40])", (t) => t.tensor([1e40])],
    [
      "tensor/refuses uint8",
      "torch.tensor([256], dtype=torch.uint8)",
      (t) => t.tensor([256], { dtype: "uint8" }),
      { error: true },
    ],
    [
      "tensor/refuses nan",
      "torch.tensor([nan], dtype=torch.int32)",
      (t) => t.tensor([Number.NaN], { dtype: "int32" }),
      { error: true },
    ],
  ]),
  ...rowsOn({ a: data([2], { dtype: "uint8" }) }, [
    ["add/wraps", "a + 300", (t, { a }) => t.add(a, 300)],
    ["fill_/refuses uint8", "a.fill_(300)", (t, { a }) => t.fill_(a, 300), { error: true }],
    [
      "maskedFill/refuses uint8",
      "a.masked_fill(a > 3, 300)",
      (t, { a }) => t.maskedFill(a, t.gt(a, 3), 300),
      { error: true },
    ],
    ["clamp/refuses uint8", "torch.clamp(a, max=300)", (t, { a }) => t.clamp(a, { max: 300 }), { error: true }],
    [
      "add/refuses long integers",
      "a.to(torch.int64) + 2**63",
      (t, { a }) => t.add(a.to("int64"), 2n ** 63n),
      { error: true },
    ],
  ]),
  ...rowsOn({ a: data([3], { dtype: "bool" }) }, [["square/booleans", "torch.square(a)", (t, { a }) => t.square(a)]]),
];

export const creationRows: readonly Row[] = [
  ...fromData,
  ...filled,
  ...steps,
  ...like,
  ...copies,
  ...conversions,
  ...plain,
  ...ranges,
];
