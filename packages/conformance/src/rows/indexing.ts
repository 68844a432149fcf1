// Rows of indexing: numbers, slices, new axes, positions and masks; reading and writing.
import { data, values } from "./recipe.ts";
import { type Row, rowsOn } from "./row.ts";

const seen = (python: string) => `y = ${python}; [y, list(y.stride()), y.storage_offset()]`;

const notebook: readonly Row[] = rowsOn({ a: data([7, 7], { fill: "ramp" }) }, [
  ["index/window", "a[0:3, 0:3]", (t, { a }) => t.index(a, "0:3", "0:3")],
  ["index/dilated", "a[0:5:2, 0:5:2]", (t, { a }) => t.index(a, "0:5:2", "0:5:2")],
]);

const views: readonly Row[] = rowsOn({ a: data([3, 4, 5]) }, [
  ["index/number", seen("a[1]"), (t, { a }) => spread(t.index(a, 1))],
  ["index/negative", seen("a[-1]"), (t, { a }) => spread(t.index(a, -1))],
  ["index/numbers", seen("a[1, 2]"), (t, { a }) => spread(t.index(a, 1, 2))],
  ["index/element", seen("a[1, 2, -1]"), (t, { a }) => spread(t.index(a, 1, 2, -1))],
  ["index/slice", seen("a[1:]"), (t, { a }) => spread(t.index(a, "1:"))],
  ["index/slice-end", seen("a[:, :-1]"), (t, { a }) => spread(t.index(a, ":", ":-1"))],
  ["index/slice-step", seen("a[:, ::2, 1::3]"), (t, { a }) => spread(t.index(a, ":", "::2", "1::3"))],
  ["index/slice-negative", seen("a[..., -3:-1]"), (t, { a }) => spread(t.index(a, "...", "-3:-1"))],
  ["index/slice-clipped", seen("a[:, 2:100]"), (t, { a }) => spread(t.index(a, ":", "2:100"))],
  ["index/slice-empty", "a[2:1]", (t, { a }) => t.index(a, "2:1")],
  ["index/slice-beyond", "a[5:]", (t, { a }) => t.index(a, "5:")],
  ["index/ellipsis", seen("a[..., 2]"), (t, { a }) => spread(t.index(a, "...", 2))],
  ["index/ellipsis-middle", seen("a[1, ..., 2]"), (t, { a }) => spread(t.index(a, 1, "...", 2))],
  ["index/ellipsis-alone", seen("a[...]"), (t, { a }) => spread(t.index(a, "..."))],
  ["index/new-axis", seen("a[None]"), (t, { a }) => spread(t.index(a, null))],
  ["index/mixed", seen("a[0:3, None, ..., 2]"), (t, { a }) => spread(t.index(a, "0:3", null, "...", 2))],
  ["index/new-axis-end", seen("a[..., None]"), (t, { a }) => spread(t.index(a, "...", null))],
  ["index/refuses a position", "a[3]", (t, { a }) => t.index(a, 3), { error: true }],
  ["index/refuses a negative position", "a[0, -5]", (t, { a }) => t.index(a, 0, -5), { error: true }],
  ["index/refuses too many", "a[0, 0, 0, 0]", (t, { a }) => t.index(a, 0, 0, 0, 0), { error: true }],
  [
    "index/refuses a backward step",
    "a[::-1]",
    (t, { a }) => t.index(a, "::-1"),
    { error: "step must be greater than zero" },
  ],
  ["index/refuses step 0", "a[::0]", (t, { a }) => t.index(a, "::0"), { error: "slice step cannot be zero" }],
]);

function spread(x: { stride(): readonly number[]; offset: number } & object) {
  return [x as never, x.stride(), x.offset];
}

const picked: readonly Row[] = rowsOn(
  {
    a: data([3, 4, 5]),
    i: values([0, 2, -1], { dtype: "int64" }),
    j: values([3, 1, 1], { dtype: "int64" }),
    m: values([1, 0, 1], { dtype: "bool" }),
    grid: values([0, 1, 2, 0], { dtype: "int64", shape: [2, 2] }),
  },
  [
    ["index/positions", "a[i]", (t, { a, i }) => t.index(a, i)],
    ["index/list", "a[[0, 2, 0]]", (t, { a }) => t.index(a, [0, 2, 0])],
    ["index/positions-second", "a[:, i]", (t, { a, i }) => t.index(a, ":", i)],
    ["index/positions-last", "a[..., i]", (t, { a, i }) => t.index(a, "...", i)],
    ["index/positions-both", "a[i, j]", (t, { a, i, j }) => t.index(a, i, j)],
    ["index/positions-apart", "a[i, :, j]", (t, { a, i, j }) => t.index(a, i, ":", j)],
    ["index/positions-grid", "a[grid]", (t, { a, grid }) => t.index(a, grid)],
    ["index/positions-grid-inner", "a[:, grid, 1:3]", (t, { a, grid }) => t.index(a, ":", grid, "1:3")],
    ["index/positions-and-number", "a[1, i]", (t, { a, i }) => t.index(a, 1, i)],
    ["index/positions-and-slice", "a[1:, i]", (t, { a, i }) => t.index(a, "1:", i)],
    ["index/positions-and-new-axis", "a[i, None]", (t, { a, i }) => t.index(a, i, null)],
    ["index/positions-broadcast", "a[i[:, None], j]", (t, { a, i, j }) => t.index(a, i.unsqueeze(1), j)],
    ["index/as-method", "a[1:, 0]", (_, { a }) => a.index("1:", 0)],
    ["index/mask", "a[m]", (t, { a, m }) => t.index(a, m)],
    ["index/mask-all", "a[a > 1]", (t, { a }) => t.index(a, t.gt(a, 1))],
    ["index/mask-none", "a[a > 100]", (t, { a }) => t.index(a, t.gt(a, 100))],
    ["index/mask-and-slice", "a[m, 1:3]", (t, { a, m }) => t.index(a, m, "1:3")],
    ["index/refuses a mask", "a[:, m]", (t, { a, m }) => t.index(a, ":", m), { error: true }],
    ["index/refuses positions", "a[i + 2]", (t, { a, i }) => t.index(a, t.add(i, 2)), { error: true }],
    ["index/refuses later positions", "a[:, i + 3]", (t, { a, i }) => t.index(a, ":", t.add(i, 3)), { error: true }],
    [
      "index/refuses positions apart",
      "a[i, :, j + 3]",
      (t, { a, i, j }) => t.index(a, i, ":", t.add(j, 3)),
      { error: true },
    ],
    [
      "index/refuses the first position of two",
      "a[i + 1, j + 1]",
      (t, { a, i, j }) => t.index(a, t.add(i, 1), t.add(j, 1)),
      { error: true },
    ],
    ["index/refuses floats", "a[a]", (t, { a }) => t.index(a, a), { error: true }],
    ["index/refuses shapes", "a[i, j[:2]]", (t, { a, i, j }) => t.index(a, i, j.index(":2")), { error: true }],
  ],
);

/** Tensors without axes: a number picks and gives a view, a mask keeps everything or nothing along a new axis. */
const axisless: readonly Row[] = [
  ...rowsOn(
    {
      a: data([2, 3, 4]),
      one: values([1], { dtype: "int64", shape: [] }),
      yes: values([1], { dtype: "bool", shape: [] }),
      no: values([0], { dtype: "bool", shape: [] }),
      i: values([0, 1], { dtype: "int64" }),
    },
    [
      ["index/number-tensor", "a[one]", (t, { a, one }) => t.index(a, one)],
      ["index/number-tensor-inner", "a[:, one, 1:]", (t, { a, one }) => t.index(a, ":", one, "1:")],
      ["index/number-tensor-and-positions", "a[one, :, i]", (t, { a, one, i }) => t.index(a, one, ":", i)],
      ["index/positions-and-number-tensor", "a[i, :, one]", (t, { a, one, i }) => t.index(a, i, ":", one)],
      ["index/true-tensor", "a[yes]", (t, { a, yes }) => t.index(a, yes)],
      ["index/false-tensor", "a[no]", (t, { a, no }) => t.index(a, no)],
      ["index/true-tensor-inner", "a[:, yes]", (t, { a, yes }) => t.index(a, ":", yes)],
      ["index/true-tensor-and-positions", "a[yes, i]", (t, { a, yes, i }) => t.index(a, yes, i)],
      ["index/list-of-booleans", "a[[True, False]]", (t, { a }) => t.index(a, [true, false])],
      ["indexPut_/number-tensor", "a[one] = 7; a", (t, { a, one }) => t.indexPut_(a, [one], 7), { grad: false }],
      ["indexPut_/false-tensor", "a[no] = 7; a", (t, { a, no }) => t.indexPut_(a, [no], 7), { grad: false }],
      [
        "index/number-tensor-is-a-view",
        "a[one].fill_(5); a",
        (t, { a, one }) => {
          t.index(a, one).fill_(5);
          return a;
        },
        { grad: false },
      ],
    ],
  ),
  ...rowsOn({ a: data([2, 3], { dtype: "uint8" }) }, [
    ["indexPut_/refuses what does not fit", "a[0] = 300", (t, { a }) => t.indexPut_(a, [0], 300), { error: true }],
  ]),
];

const written: readonly Row[] = rowsOn(
  {
    a: data([3, 4]),
    row: data([4]),
    i: values([0, 2, 0], { dtype: "int64" }),
    j: values([1, 3, 1], { dtype: "int64" }),
    v: data([3]),
  },
  [
    ["indexPut_/row", "a[0] = row; a", (t, { a, row }) => t.indexPut_(a, [0], row)],
    ["indexPut_/number", "a[1, 2] = 7.5; a", (t, { a }) => t.indexPut_(a, [1, 2], 7.5)],
    ["indexPut_/slice", "a[:, 1:3] = 0.25; a", (t, { a }) => t.indexPut_(a, [":", "1:3"], 0.25)],
    ["indexPut_/steps", "a[::2, ::2] = row[:2]; a", (t, { a, row }) => t.indexPut_(a, ["::2", "::2"], row.index(":2"))],
    ["indexPut_/everything", "a[...] = row; a", (t, { a, row }) => t.indexPut_(a, ["..."], row)],
    ["indexPut_/column", "a[:, 0] = v; a", (t, { a, v }) => t.indexPut_(a, [":", 0], v)],
    ["indexPut_/positions", "a[i[:2]] = row; a", (t, { a, i, row }) => t.indexPut_(a, [i.index(":2")], row)],
    [
      "indexPut_/pairs",
      "a[i[:2], j[:2]] = v[:2]; a",
      (t, { a, i, j, v }) => t.indexPut_(a, [i.index(":2"), j.index(":2")], v.index(":2")),
    ],
    [
      "indexPut_/accumulate",
      "a.index_put_((i, j), v, accumulate=True)",
      (t, { a, i, j, v }) => t.indexPut_(a, [i, j], v, { accumulate: true }),
    ],
    ["indexPut_/mask", "a[a > 0] = -1; a", (t, { a }) => t.indexPut_(a, [t.gt(a, 0)], -1)],
    ["indexPut_/itself", "a[1:] = a[:-1].clone(); a", (t, { a }) => t.indexPut_(a, ["1:"], a.index(":-1").clone())],
    [
      "indexPut_/refuses overlap",
      "a[1:] = a[:-1]",
      (t, { a }) => t.indexPut_(a, ["1:"], a.index(":-1")),
      { error: true },
    ],
    ["indexPut_/refuses shapes", "a[0] = v", (t, { a, v }) => t.indexPut_(a, [0], v), { error: true }],
    ["indexPut_/refuses a position", "a[3] = row", (t, { a, row }) => t.indexPut_(a, [3], row), { error: true }],
  ],
  { grad: false },
);

const writtenCopies: readonly Row[] = rowsOn({ a: data([3, 4]), row: data([4]), v: data([3]) }, [
  [
    "indexPut/row",
    "b = a.clone(); b[0] = row; b + v[:, None]",
    (t, { a, row, v }) => t.add(t.indexPut(a, [0], row), v.unsqueeze(1)),
  ],
  [
    "indexPut/positions",
    "i = torch.tensor([0, 2]); j = torch.tensor([1, 3]); a.index_put((i, j), v[:2]) + row",
    (t, { a, row, v }) =>
      t.add(
        t.indexPut(
          a,
          [
            [0, 2],
            [1, 3],
          ],
          v.index(":2"),
        ),
        row,
      ),
  ],
  [
    "indexPut/accumulate",
    "i = torch.tensor([0, 2, 0]); j = torch.tensor([1, 3, 1]); a.index_put((i, j), v, accumulate=True) + row",
    (t, { a, row, v }) =>
      t.add(
        t.indexPut(
          a,
          [
            [0, 2, 0],
            [1, 3, 1],
          ],
          v,
          { accumulate: true },
        ),
        row,
      ),
  ],
  [
    "indexPut/mask",
    "b = a.clone(); b[a > 0] = 2.5; b + row + v[:, None]",
    (t, { a, row, v }) => t.add(t.add(t.indexPut(a, [t.gt(a, 0)], 2.5), row), v.unsqueeze(1)),
  ],
]);

/** Gradients through writes: to what survives, and to what was written. */
const writtenWithGradients: readonly Row[] = rowsOn({ a: data([3, 4]), row: data([4]) }, [
  ["indexPut_/gradient", "b = a * 1; b[1] = row; b", (t, { a, row }) => t.mul(a, 1).indexPut_([1], row)],
  [
    "indexPut_/gradient-number",
    "b = a * 1; b[:, 1:3] = 0; b + row",
    (t, { a, row }) => t.add(t.mul(a, 1).indexPut_([":", "1:3"], 0), row),
  ],
  [
    "copy_/gradient",
    "b = a * 1; b[0].copy_(row); b",
    (t, { a, row }) => {
      const b = t.mul(a, 1);
      b.index(0).copy_(row);
      return b;
    },
  ],
  ["mul_/gradient", "b = a * 1; b.mul_(row)", (t, { a, row }) => t.mul(a, 1).mul_(row)],
  [
    "mul_/gradient-through-view",
    "b = a * 2; c = b[1:]; c.mul_(row); b",
    (t, { a, row }) => {
      const b = t.mul(a, 2);
      b.index("1:").mul_(row);
      return b;
    },
  ],
]);

export const indexingRows: readonly Row[] = [
  ...notebook,
  ...views,
  ...picked,
  ...axisless,
  ...written,
  ...writtenCopies,
  ...writtenWithGradients,
];
