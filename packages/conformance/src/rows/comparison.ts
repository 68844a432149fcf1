// Rows of comparisons, logic and choice: where, maximum, minimum, clamp, masks, closeness.
import { data, values } from "./recipe.ts";
import { type Row, row, rowsOn } from "./row.ts";

const odd = {
  a: values(["nan", "inf", "-inf", "-0", 1, 2, 3, "nan"]),
  b: values([1, "inf", "inf", 0, 1, 3, 2, "nan"]),
};
const comparisons = ["eq", "ne", "lt", "le", "gt", "ge"] as const;

const compared: readonly Row[] = comparisons.flatMap((name) => [
  row({ id: `${name}/corners`, inputs: odd, torch: `torch.${name}(a, b)`, run: (t, { a, b }) => t[name](a, b) }),
  row({
    id: `${name}/scalar`,
    inputs: { a: data([2, 5]) },
    torch: `torch.${name}(a, 0.5)`,
    run: (t, { a }) => t[name](a, 0.5),
  }),
  row({
    id: `${name}/broadcast`,
    inputs: { a: data([3, 1], { dtype: "int64" }), b: data([4], { dtype: "int64" }) },
    torch: `torch.${name}(a, b)`,
    run: (t, { a, b }) => t[name](a, b),
  }),
]);

const logic: readonly Row[] = [
  ...rowsOn({ a: data([2, 4], { dtype: "bool" }), b: data([4], { dtype: "bool" }) }, [
    ["logicalAnd/booleans", "torch.logical_and(a, b)", (t, { a, b }) => t.logicalAnd(a, b)],
    ["logicalOr/booleans", "torch.logical_or(a, b)", (t, { a, b }) => t.logicalOr(a, b)],
    ["logicalXor/booleans", "torch.logical_xor(a, b)", (t, { a, b }) => t.logicalXor(a, b)],
    ["logicalNot/booleans", "[torch.logical_not(a), b]", (t, { a, b }) => [t.logicalNot(a), b]],
  ]),
  ...rowsOn(odd, [
    ["logicalAnd/floats", "torch.logical_and(a, b)", (t, { a, b }) => t.logicalAnd(a, b)],
    [
      "logicalNot/floats",
      "[torch.logical_not(a), b.logical_not()]",
      (t, { a, b }) => [t.logicalNot(a), t.logicalNot(b)],
    ],
    ["isnan/corners", "[torch.isnan(a), torch.isnan(b)]", (t, { a, b }) => [t.isnan(a), t.isnan(b)]],
    ["isinf/corners", "[torch.isinf(a), torch.isinf(b)]", (t, { a, b }) => [t.isinf(a), t.isinf(b)]],
    ["isfinite/corners", "[torch.isfinite(a), torch.isfinite(b)]", (t, { a, b }) => [t.isfinite(a), t.isfinite(b)]],
  ]),
  ...rowsOn({ a: values([1, 2, 3, -1]), b: values([1, 3, 2, -1]) }, [
    ["maximum/ties", "torch.maximum(a, b)", (t, { a, b }) => t.maximum(a, b)],
    ["minimum/ties", "torch.minimum(a, b)", (t, { a, b }) => t.minimum(a, b)],
  ]),
  // Without zeros of both signs: which one wins depends on the width of the machine's vectors.
  ...rowsOn({ a: values(["nan", "inf", 1, 2, "-inf"]), b: values([1, "nan", 1, 3, "inf"]) }, [
    ["maximum/corners", "torch.maximum(a, b)", (t, { a, b }) => t.maximum(a, b)],
    ["minimum/corners", "torch.minimum(a, b)", (t, { a, b }) => t.minimum(a, b)],
  ]),
  ...rowsOn({ a: data([3], { dtype: "int32" }) }, [
    [
      "isnan/integers",
      "[torch.isnan(a), torch.isinf(a), torch.isfinite(a)]",
      (t, { a }) => [t.isnan(a), t.isinf(a), t.isfinite(a)],
    ],
  ]),
];

const chosen: readonly Row[] = [
  ...rowsOn({ c: data([2, 3], { dtype: "bool" }), a: data([2, 3]), b: data([3]) }, [
    ["where/broadcast", "torch.where(c, a, b)", (t, { c, a, b }) => t.where(c, a, b)],
    ["where/numbers", "torch.where(c, 1.5, b)", (t, { c, b }) => t.where(c, 1.5, b)],
    ["where/mixed", "torch.where(a > 0, a, 0.)", (t, { a }) => t.where(t.gt(a, 0), a, 0)],
    ["where/column", "torch.where(c[:, :1], a, b)", (t, { c, a, b }) => t.where(c.index(":", ":1"), a, b)],
    ["maskedFill/number", "a.masked_fill(c, -1.5) + b", (t, { a, b, c }) => t.add(t.maskedFill(a, c, -1.5), b)],
    ["maskedFill/row", "a.masked_fill(c[0], 2) + b", (t, { a, b, c }) => t.add(t.maskedFill(a, c.index(0), 2), b)],
    ["where/refuses a condition", "torch.where(a, a, b)", (t, { a, b }) => t.where(a, a, b), { error: true }],
    [
      "where/refuses shapes",
      "torch.where(c, a, a[:, :2])",
      (t, { c, a }) => t.where(c, a, a.index(":", ":2")),
      { error: true },
    ],
  ]),
  ...rowsOn({ c: data([4], { dtype: "bool" }), a: data([4], { dtype: "int64" }), b: data([4], { dtype: "float64" }) }, [
    ["where/types", "torch.where(c, a.to(torch.float64), b)", (t, { c, a, b }) => t.where(c, a, b)],
  ]),
  ...rowsOn({ a: data([2, 4]), b: data([4]) }, [
    ["maximum/broadcast", "torch.maximum(a, b)", (t, { a, b }) => t.maximum(a, b)],
    ["minimum/broadcast", "torch.minimum(a, b)", (t, { a, b }) => t.minimum(a, b)],
    ["clamp/both", "torch.clamp(a, -1, 1.5) + b", (t, { a, b }) => t.add(t.clamp(a, { min: -1, max: 1.5 }), b)],
    ["clamp/min", "torch.clamp(a, min=0) + b", (t, { a, b }) => t.add(t.clamp(a, { min: 0 }), b)],
    ["clamp/max", "torch.clamp(a, max=-0.5) + b", (t, { a, b }) => t.add(t.clamp(a, { max: -0.5 }), b)],
    ["clamp/crossed", "torch.clamp(a, 2, 1) + b", (t, { a, b }) => t.add(t.clamp(a, { min: 2, max: 1 }), b)],
    ["clamp/tensors", "torch.clamp(a, b, b + 1)", (t, { a, b }) => t.clamp(a, { min: b, max: t.add(b, 1) })],
    ["clamp/tensor-min", "torch.clamp(a, min=b)", (t, { a, b }) => t.clamp(a, { min: b })],
    ["clamp/refuses nothing", "torch.clamp(a)", (t, { a }) => t.clamp(a, {}), { error: true }],
  ]),
  ...rowsOn(odd, [
    [
      "clamp/nan",
      "torch.clamp(a, -1, 1) + b * 0",
      (t, { a, b }) => t.add(t.clamp(a, { min: -1, max: 1 }), t.mul(b, 0)),
    ],
  ]),
  ...rowsOn({ a: data([5], { dtype: "int32" }) }, [
    ["clamp/integers", "torch.clamp(a, -3, 3)", (t, { a }) => t.clamp(a, { min: -3, max: 3 })],
    ["clamp/integers-by-fractions", "torch.clamp(a, -2.5, 2.5)", (t, { a }) => t.clamp(a, { min: -2.5, max: 2.5 })],
  ]),
];

const near = { a: values([1, 100, 0, "inf"]), b: values([1.00001, 100.0005, 1e-9, "inf"]) };
const close: readonly Row[] = [
  ...rowsOn(near, [
    ["allclose/default", "torch.allclose(a, b)", (t, { a, b }) => t.allclose(a, b)],
    ["allclose/rtol", "torch.allclose(a, b, rtol=1e-4)", (t, { a, b }) => t.allclose(a, b, { rtol: 1e-4 })],
    [
      "allclose/atol",
      "torch.allclose(a, b, rtol=0, atol=1e-3)",
      (t, { a, b }) => t.allclose(a, b, { rtol: 0, atol: 1e-3 }),
    ],
    ["equal/different", "torch.equal(a, b)", (t, { a, b }) => t.equal(a, b)],
    ["equal/same", "torch.equal(a, a.clone())", (t, { a }) => t.equal(a, a.clone())],
    ["equal/shape", "torch.equal(a, b[:2])", (t, { a, b }) => t.equal(a, b.index(":2"))],
  ]),
  ...rowsOn(odd, [
    ["equal/nan", "torch.equal(a, a)", (t, { a }) => t.equal(a, a.clone())],
    ["allclose/nan", "torch.allclose(a, a)", (t, { a }) => t.allclose(a, a)],
    ["allclose/equal-nan", "torch.allclose(a, a, equal_nan=True)", (t, { a }) => t.allclose(a, a, { equalNan: true })],
  ]),
];

export const comparisonRows: readonly Row[] = [...compared, ...logic, ...chosen, ...close];
