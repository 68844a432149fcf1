// Rows of joining, cutting, turning and padding.
import { data } from "./recipe.ts";
import { type Row, row, rowsOn } from "./row.ts";

const joined: readonly Row[] = [
  ...rowsOn({ a: data([2, 3]), b: data([2, 3]), c: data([1, 3]), e: data([0]) }, [
    ["cat/first", "torch.cat([a, b, c])", (t, { a, b, c }) => t.cat([a, b, c])],
    ["cat/second", "torch.cat([a, b], dim=1)", (t, { a, b }) => t.cat([a, b], { dim: 1 })],
    ["cat/negative", "torch.cat([a, a, b], dim=-1)", (t, { a, b }) => t.cat([a, a, b], { dim: -1 })],
    ["cat/one", "torch.cat([a])", (t, { a }) => t.cat([a])],
    ["cat/empty-vector", "torch.cat([a, e, b])", (t, { a, b, e }) => t.cat([a, e, b])],
    ["cat/empty-rows", "torch.cat([a, a[:0]], dim=0)", (t, { a }) => t.cat([a, a.index(":0")], { dim: 0 })],
    ["cat/transposed", "torch.cat([a.t(), b.t()], dim=1)", (t, { a, b }) => t.cat([a.t(), b.t()], { dim: 1 })],
    ["stack/first", "torch.stack([a, b])", (t, { a, b }) => t.stack([a, b])],
    ["stack/middle", "torch.stack([a, b], dim=1)", (t, { a, b }) => t.stack([a, b], { dim: 1 })],
    ["stack/last", "torch.stack([a, b, a], dim=-1)", (t, { a, b }) => t.stack([a, b, a], { dim: -1 })],
    ["cat/refuses nothing", "torch.cat([])", (t) => t.cat([]), { error: true }],
    ["cat/refuses sizes", "torch.cat([a, c], dim=1)", (t, { a, c }) => t.cat([a, c], { dim: 1 }), { error: true }],
    ["cat/refuses ranks", "torch.cat([a, b[0]])", (t, { a, b }) => t.cat([a, b.index(0)]), { error: true }],
    ["cat/refuses an axis", "torch.cat([a, b], dim=2)", (t, { a, b }) => t.cat([a, b], { dim: 2 }), { error: true }],
    ["stack/refuses sizes", "torch.stack([a, c])", (t, { a, c }) => t.stack([a, c]), { error: true }],
    ["stack/refuses nothing", "torch.stack([])", (t) => t.stack([]), { error: true }],
  ]),
  ...rowsOn({ a: data([2], { dtype: "int32" }), b: data([2], { dtype: "float64" }), c: data([2], { dtype: "bool" }) }, [
    ["cat/types", "torch.cat([a, b, c])", (t, { a, b, c }) => t.cat([a, b, c])],
    ["cat/integer-types", "torch.cat([a, c])", (t, { a, c }) => t.cat([a, c])],
  ]),
];

const cut: readonly Row[] = rowsOn({ a: data([5, 4]) }, [
  ["split/even", "torch.split(a, 2)", (t, { a }) => t.split(a, 2)],
  ["split/dim", "torch.split(a, 2, dim=1)", (t, { a }) => t.split(a, 2, { dim: 1 })],
  ["split/list", "torch.split(a, [1, 0, 3], dim=-1)", (t, { a }) => t.split(a, [1, 0, 3], { dim: -1 })],
  ["split/large", "torch.split(a, 9)", (t, { a }) => t.split(a, 9)],
  ["chunk/three", "torch.chunk(a, 3)", (t, { a }) => t.chunk(a, 3)],
  ["chunk/fewer", "torch.chunk(a, 4)", (t, { a }) => t.chunk(a, 4)],
  ["chunk/dim", "torch.chunk(a, 2, dim=1)", (t, { a }) => t.chunk(a, 2, { dim: 1 })],
  ["unbind/first", "torch.unbind(a)", (t, { a }) => t.unbind(a)],
  ["unbind/last", "torch.unbind(a, dim=-1)", (t, { a }) => t.unbind(a, { dim: -1 })],
  ["flip/first", "torch.flip(a, [0])", (t, { a }) => t.flip(a, [0])],
  ["flip/both", "torch.flip(a, [0, -1])", (t, { a }) => t.flip(a, [0, -1])],
  ["flip/transposed", "torch.flip(a.t(), [1])", (t, { a }) => t.flip(a.t(), [1])],
  ["flip/empty", "torch.flip(a[:0], [0])", (t, { a }) => t.flip(a.index(":0"), [0])],
  ["unbind/refuses a number", "torch.unbind(a[0, 0])", (t, { a }) => t.unbind(a.index(0, 0)), { error: true }],
  [
    "unflatten/refuses a number",
    "a[0, 0].unflatten(0, [1, -1])",
    (_, { a }) => a.index(0, 0).unflatten(0, [1, -1]),
    { error: true },
  ],
  ["split/refuses a sum", "torch.split(a, [1, 2])", (t, { a }) => t.split(a, [1, 2]), { error: true }],
  ["split/refuses zero", "torch.split(a, 0)", (t, { a }) => t.split(a, 0), { error: true }],
  ["split/refuses a negative size", "torch.split(a, -1)", (t, { a }) => t.split(a, -1), { error: true }],
  ["chunk/refuses zero", "torch.chunk(a, 0)", (t, { a }) => t.chunk(a, 0), { error: true }],
  ["flip/refuses a twin", "torch.flip(a, [0, -2])", (t, { a }) => t.flip(a, [0, -2]), { error: true }],
  ["flip/refuses an axis", "torch.flip(a, [2])", (t, { a }) => t.flip(a, [2]), { error: true }],
]);

const padded: readonly Row[] = [
  ...rowsOn({ a: data([3, 4]) }, [
    ["pad/last", "F.pad(a, [1, 2])", (t, { a }) => t.pad(a, [1, 2])],
    ["pad/both", "F.pad(a, [1, 1, 2, 0])", (t, { a }) => t.pad(a, [1, 1, 2, 0])],
    ["pad/value", "F.pad(a, [1, 0, 0, 1], value=-1.5)", (t, { a }) => t.pad(a, [1, 0, 0, 1], { value: -1.5 })],
    ["pad/crop", "F.pad(a, [-1, -1])", (t, { a }) => t.pad(a, [-1, -1])],
    ["pad/crop-and-grow", "F.pad(a, [-1, 2, 1, -2], value=9.)", (t, { a }) => t.pad(a, [-1, 2, 1, -2], { value: 9 })],
    ["pad/crop-all", "F.pad(a, [-2, -2])", (t, { a }) => t.pad(a, [-2, -2])],
    ["pad/nothing", "F.pad(a, [0, 0, 0, 0])", (t, { a }) => t.pad(a, [0, 0, 0, 0])],
    [
      "pad/infinity",
      "F.pad(a, [0, 1], value=-inf)",
      (t, { a }) => t.pad(a, [0, 1], { value: Number.NEGATIVE_INFINITY }),
    ],
    ["pad/transposed", "F.pad(a.t(), [1, 1, 0, 1])", (t, { a }) => t.pad(a.t(), [1, 1, 0, 1])],
    ["pad/refuses an odd list", "F.pad(a, [1, 1, 1])", (t, { a }) => t.pad(a, [1, 1, 1]), { error: true }],
    [
      "pad/refuses too many",
      "F.pad(a, [1, 1, 1, 1, 1, 1])",
      (t, { a }) => t.pad(a, [1, 1, 1, 1, 1, 1]),
      { error: true },
    ],
    ["pad/refuses to crop more", "F.pad(a, [-3, -2])", (t, { a }) => t.pad(a, [-3, -2]), { error: true }],
    [
      "pad/refuses a mode",
      "F.pad(a, [1, 1], mode='mirror')",
      (t, { a }) => t.pad(a, [1, 1], { mode: "mirror" as never }),
      { error: true },
    ],
    [
      "pad/refuses a value with reflect",
      "F.pad(a, [1, 1], mode='reflect', value=2.)",
      (t, { a }) => t.pad(a, [1, 1], { mode: "reflect", value: 2 }),
      { error: true },
    ],
    [
      "pad/refuses reflecting a matrix's rows",
      "F.pad(a, [1, 1, 1, 1], mode='reflect')",
      (t, { a }) => t.pad(a, [1, 1, 1, 1], { mode: "reflect" }),
      { error: true },
    ],
    [
      "pad/refuses a far reflection",
      "F.pad(a, [4, 0], mode='reflect')",
      (t, { a }) => t.pad(a, [4, 0], { mode: "reflect" }),
      {
        error:
          "Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (4, 0) at dimension 1 of input ",
      },
    ],
  ]),
  ...rowsOn({ a: data([1, 2, 5]) }, [
    [
      "pad/refuses to wrap twice",
      "F.pad(a, [6, 0], mode='circular')",
      (t, { a }) => t.pad(a, [6, 0], { mode: "circular" }),
      { error: true },
    ],
    [
      "pad/wraps once around",
      "F.pad(a, [5, 5], mode='circular')",
      (t, { a }) => t.pad(a, [5, 5], { mode: "circular" }),
    ],
    ["pad/reflects fully", "F.pad(a, [4, 4], mode='reflect')", (t, { a }) => t.pad(a, [4, 4], { mode: "reflect" })],
    [
      "pad/circular-cuts-to-nothing",
      "F.pad(a, [-3, -2], mode='circular')",
      (t, { a }) => t.pad(a, [-3, -2], { mode: "circular" }),
    ],
    [
      "pad/reflects-and-cuts-all",
      "F.pad(a, [-6, 3], mode='reflect')",
      (t, { a }) => t.pad(a, [-6, 3], { mode: "reflect" }),
    ],
    [
      "pad/replicates-and-cuts-all",
      "F.pad(a, [4, -7], mode='replicate')",
      (t, { a }) => t.pad(a, [4, -7], { mode: "replicate" }),
    ],
    [
      "pad/replicates-rows-to-nothing",
      "F.pad(a[None], [0, 0, -1, -1], mode='replicate')",
      (t, { a }) => t.pad(a.unsqueeze(0), [0, 0, -1, -1], { mode: "replicate" }),
    ],
    [
      "pad/circular-cuts-first",
      "F.pad(a, [3, -2], mode='circular')",
      (t, { a }) => t.pad(a, [3, -2], { mode: "circular" }),
    ],
    [
      "pad/circular-cuts",
      "F.pad(a, [-1, -2], mode='circular')",
      (t, { a }) => t.pad(a, [-1, -2], { mode: "circular" }),
    ],
    ["pad/replicates far", "F.pad(a, [7, 6], mode='replicate')", (t, { a }) => t.pad(a, [7, 6], { mode: "replicate" })],
  ]),
  ...(["reflect", "replicate", "circular"] as const).flatMap((mode) =>
    [
      { name: "1d", a: data([2, 2, 5]), amounts: [2, 1] },
      { name: "2d", a: data([1, 2, 4, 5]), amounts: [2, 1, 0, 3] },
      { name: "3d", a: data([1, 1, 3, 4, 3]), amounts: [1, 2, 3, 0, 2, 1] },
      { name: "sliced", a: data([2, 1, 4, 4], { layout: "sliced" }), amounts: [1, 1, 1, 1] },
    ].map(({ name, a, amounts }) =>
      row({
        id: `pad/${mode}-${name}`,
        inputs: { a },
        torch: `F.pad(a, [${amounts.join(", ")}], mode='${mode}')`,
        run: (t, { a }) => t.pad(a, amounts, { mode }),
        line: `pad(a, [${amounts.join(", ")}], { mode: "${mode}" })`,
      }),
    ),
  ),
  ...rowsOn({ a: data([2, 3], { dtype: "int64" }), b: data([2, 3], { dtype: "bool" }) }, [
    ["pad/integers", "F.pad(a, [1, 1], value=7)", (t, { a }) => t.pad(a, [1, 1], { value: 7 })],
    [
      "pad/refuses what does not fit",
      "F.pad(a.to(torch.uint8), [1, 1], value=300)",
      (t, { a }) => t.pad(a.to("uint8"), [1, 1], { value: 300 }),
      { error: true },
    ],
    ["pad/booleans", "F.pad(b, [1, 1, 1, 0], value=True)", (t, { b }) => t.pad(b, [1, 1, 1, 0], { value: 1 })],
  ]),
];

export const joiningRows: readonly Row[] = [...joined, ...cut, ...padded];
