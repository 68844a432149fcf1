// Rows of views: the same elements under another shape, with PyTorch's strides and offsets.
import type { Tensor } from "@toeplitz/tensor";
import { data } from "./recipe.ts";
import { type Call, type Row, rowsOn } from "./row.ts";

/** The tensor, its strides and where it starts: what a view is. */
const seen = (x: Tensor) => [x, x.stride(), x.offset];

/** A view, compared with its strides and offset. */
const view = <K extends string>(
  id: string,
  python: string,
  run: (...args: Parameters<Call<K>[2]>) => Tensor,
): Call<K> => [id, `y = ${python}; [y, list(y.stride()), y.storage_offset()]`, (t, inputs) => seen(run(t, inputs))];

const cube: readonly Row[] = rowsOn({ a: data([2, 3, 4]) }, [
  view("reshape/flat", "a.reshape(24)", (t, { a }) => t.reshape(a, [24])),
  view("reshape/inferred", "a.reshape(-1, 6)", (t, { a }) => t.reshape(a, [-1, 6])),
  view("reshape/ones", "a.reshape(1, 2, 12, 1)", (t, { a }) => t.reshape(a, [1, 2, 12, 1])),
  view("reshape/same", "a.reshape(2, 3, 4)", (t, { a }) => t.reshape(a, [2, 3, 4])),
  view("view/matrix", "a.view(6, 4)", (t, { a }) => t.view(a, [6, 4])),
  view("view/inferred", "a.view(2, -1)", (t, { a }) => t.view(a, [2, -1])),
  view("flatten/all", "a.flatten()", (t, { a }) => t.flatten(a)),
  view("flatten/from", "a.flatten(1)", (t, { a }) => t.flatten(a, 1)),
  view("flatten/range", "a.flatten(0, 1)", (t, { a }) => t.flatten(a, 0, 1)),
  view("flatten/negative", "a.flatten(-2, -1)", (t, { a }) => t.flatten(a, -2, -1)),
  view("unflatten/axis", "a.unflatten(2, (2, 2))", (t, { a }) => t.unflatten(a, 2, [2, 2])),
  view("unflatten/inferred", "a.unflatten(-1, (-1, 2))", (t, { a }) => t.unflatten(a, -1, [-1, 2])),
  view("transpose/ends", "a.transpose(0, 2)", (t, { a }) => t.transpose(a, 0, 2)),
  view("transpose/negative", "a.transpose(-1, -2)", (t, { a }) => t.transpose(a, -1, -2)),
  view("permute/rotate", "a.permute(2, 0, 1)", (t, { a }) => t.permute(a, [2, 0, 1])),
  view("permute/negative", "a.permute(-1, 0, 1)", (t, { a }) => t.permute(a, [-1, 0, 1])),
  view("movedim/forward", "a.movedim(0, 2)", (t, { a }) => t.movedim(a, 0, 2)),
  view("movedim/back", "a.movedim(-1, 0)", (t, { a }) => t.movedim(a, -1, 0)),
  view("unsqueeze/front", "a.unsqueeze(0)", (t, { a }) => t.unsqueeze(a, 0)),
  view("unsqueeze/middle", "a.unsqueeze(2)", (t, { a }) => t.unsqueeze(a, 2)),
  view("unsqueeze/end", "a.unsqueeze(-1)", (t, { a }) => t.unsqueeze(a, -1)),
  view("narrow/middle", "a.narrow(1, 1, 2)", (t, { a }) => t.narrow(a, 1, 1, 2)),
  view("narrow/negative", "a.narrow(2, -3, 2)", (t, { a }) => t.narrow(a, 2, -3, 2)),
  view("Tensor.unfold/steps", "a.unfold(2, 2, 2)", (_, { a }) => a.unfold(2, 2, 2)),
  view("Tensor.unfold/overlap", "a.unfold(1, 2, 1)", (_, { a }) => a.unfold(1, 2, 1)),
  ["Tensor.unfold/refuses a size", "a.unfold(1, 4, 1)", (_, { a }) => a.unfold(1, 4, 1), { error: true }],
  ["Tensor.unfold/refuses step 0", "a.unfold(1, 2, 0)", (_, { a }) => a.unfold(1, 2, 0), { error: true }],
  view("select/first", "a.select(0, 1)", (t, { a }) => t.select(a, 0, 1)),
  view("select/negative", "a.select(-1, -2)", (t, { a }) => t.select(a, -1, -2)),
  view("view/after-transpose", "a.transpose(1, 2).view(2, 2, 2, 3)", (t, { a }) =>
    t.view(t.transpose(a, 1, 2), [2, 2, 2, 3]),
  ),
  ["reshape/copies", "a.transpose(0, 2).reshape(6, 4)", (t, { a }) => t.reshape(t.transpose(a, 0, 2), [6, 4])],
  ["flatten/copies", "a.permute(1, 2, 0).flatten()", (t, { a }) => t.flatten(t.permute(a, [1, 2, 0]))],
  ["reshape/refuses a size", "a.reshape(5, 5)", (t, { a }) => t.reshape(a, [5, 5]), { error: true }],
  ["reshape/refuses two unknowns", "a.reshape(-1, -1)", (t, { a }) => t.reshape(a, [-1, -1]), { error: true }],
  [
    "reshape/refuses an unknown that does not divide",
    "a.reshape(-1, 5)",
    (t, { a }) => t.reshape(a, [-1, 5]),
    { error: true },
  ],
  ["reshape/refuses negative sizes", "a.reshape(-2, 12)", (t, { a }) => t.reshape(a, [-2, 12]), { error: true }],
  [
    "view/refuses strides",
    "a.transpose(0, 1).view(24)",
    (t, { a }) => t.view(t.transpose(a, 0, 1), [24]),
    { error: true },
  ],
  ["transpose/refuses an axis", "a.transpose(0, 3)", (t, { a }) => t.transpose(a, 0, 3), { error: true }],
  ["permute/refuses a twin", "a.permute(0, 0, 1)", (t, { a }) => t.permute(a, [0, 0, 1]), { error: true }],
  ["permute/refuses too few", "a.permute(0, 1)", (t, { a }) => t.permute(a, [0, 1]), { error: true }],
  ["unsqueeze/refuses an axis", "a.unsqueeze(4)", (t, { a }) => t.unsqueeze(a, 4), { error: true }],
  ["flatten/refuses the wrong way", "a.flatten(2, 1)", (t, { a }) => t.flatten(a, 2, 1), { error: true }],
  ["unflatten/refuses a size", "a.unflatten(2, (3, 2))", (t, { a }) => t.unflatten(a, 2, [3, 2]), { error: true }],
  [
    "unflatten/refuses a size to be found",
    "a.unflatten(-1, (-1, 3))",
    (t, { a }) => t.unflatten(a, -1, [-1, 3]),
    { error: true },
  ],
  ["narrow/refuses a length", "a.narrow(1, 2, 2)", (t, { a }) => t.narrow(a, 1, 2, 2), { error: true }],
  [
    "narrow/refuses a negative length",
    "a.narrow(1, 0, -1)",
    (t, { a }) => t.narrow(a, 1, 0, -1),
    { error: "length must be non-negative" },
  ],
  [
    "narrow/refuses a start",
    "a.narrow(1, 4, 0)",
    (t, { a }) => t.narrow(a, 1, 4, 0),
    { error: "out of range (expected to be in range of [-3, " },
  ],
  ["select/refuses a position", "a.select(0, 2)", (t, { a }) => t.select(a, 0, 2), { error: true }],
  ["t/refuses three axes", "a.t()", (t, { a }) => t.t(a), { error: true }],
]);

const others: readonly Row[] = [
  ...rowsOn({ a: data([2, 3]), b: data([3]), c: data([]) }, [
    view("t/matrix", "a.t()", (t, { a }) => t.t(a)),
    view("t/vector", "b.t()", (t, { b }) => t.t(b)),
    view("t/no-axes", "c.t()", (t, { c }) => t.t(c)),
    view("T/matrix", "a.T", (_, { a }) => a.T),
    view("expand/rows", "b.expand(2, 3)", (t, { b }) => t.expand(b, [2, 3])),
    view("expand/keeps", "b.expand(4, -1)", (t, { b }) => t.expand(b, [4, -1])),
    view("expand/no-axes", "c.expand(2, 2)", (t, { c }) => t.expand(c, [2, 2])),
    view("expand/empty", "b.expand(0, 3)", (t, { b }) => t.expand(b, [0, 3])),
    view("expandAs/rows", "b.expand_as(a)", (t, { a, b }) => t.expandAs(b, a)),
    view("broadcastTo/rows", "torch.broadcast_to(b, (2, 3))", (t, { b }) => t.broadcastTo(b, [2, 3])),
    view("viewAs/matrix", "a.t().contiguous().view_as(a)", (t, { a }) => t.viewAs(t.contiguous(t.t(a)), a)),
    ["reshapeAs/matrix", "a.t().reshape_as(a)", (t, { a }) => t.reshapeAs(t.t(a), a)],
    view("reshape/no-axes", "c.reshape(1, 1)", (t, { c }) => t.reshape(c, [1, 1])),
    view("reshape/to-no-axes", "b[:1].reshape([])", (t, { b }) => t.reshape(b.index(":1"), [])),
    view("flatten/no-axes", "c.flatten()", (t, { c }) => t.flatten(c)),
    view("unsqueeze/no-axes", "c.unsqueeze(-1)", (t, { c }) => t.unsqueeze(c, -1)),
    view("transpose/no-axes", "c.transpose(0, -1)", (t, { c }) => t.transpose(c, 0, -1)),
    ["expand/refuses a size", "a.expand(2, 4)", (t, { a }) => t.expand(a, [2, 4]), { error: true }],
    ["expand/refuses too few", "a.expand(3)", (t, { a }) => t.expand(a, [3]), { error: true }],
    ["expand/refuses an unknown lead", "b.expand(-1, 3)", (t, { b }) => t.expand(b, [-1, 3]), { error: true }],
  ]),
  ...rowsOn({ a: data([1, 3, 1, 2]) }, [
    view("squeeze/all", "a.squeeze()", (t, { a }) => t.squeeze(a)),
    view("squeeze/first", "a.squeeze(0)", (t, { a }) => t.squeeze(a, 0)),
    view("squeeze/negative", "a.squeeze(-2)", (t, { a }) => t.squeeze(a, -2)),
    view("squeeze/larger", "a.squeeze(1)", (t, { a }) => t.squeeze(a, 1)),
    view("expand/both", "a.expand(2, 3, 4, 2)", (t, { a }) => t.expand(a, [2, 3, 4, 2])),
    ["squeeze/refuses an axis", "a.squeeze(4)", (t, { a }) => t.squeeze(a, 4), { error: true }],
  ]),
  ...rowsOn({ a: data([0, 3]) }, [
    ["reshape/empty", "a.reshape(3, 0, 2)", (t, { a }) => t.reshape(a, [3, 0, 2])],
    ["view/empty", "a.view(-1, 3)", (t, { a }) => t.view(a, [-1, 3])],
    ["permute/empty", "a.permute(1, 0)", (t, { a }) => t.permute(a, [1, 0])],
    [
      "reshape/refuses an unknown beside zero",
      "a.reshape(-1, 0)",
      (t, { a }) => t.reshape(a, [-1, 0]),
      { error: true },
    ],
  ]),
  ...(["transposed", "sliced"] as const).flatMap((layout) =>
    rowsOn({ a: data([3, 4], { layout }) }, [
      view(`t/${layout}`, "a.t()", (t, { a }) => t.t(a)),
      view(`narrow/${layout}`, "a.narrow(1, 1, 2)", (t, { a }) => t.narrow(a, 1, 1, 2)),
      view(`unsqueeze/${layout}`, "a.unsqueeze(1)", (t, { a }) => t.unsqueeze(a, 1)),
      [`reshape/${layout}`, "a.reshape(2, 6)", (t, { a }) => t.reshape(a, [2, 6])],
    ]),
  ),
];

export const viewRows: readonly Row[] = [...cube, ...others];
