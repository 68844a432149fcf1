// Rows of normalisation: batch, layer, group and instance norm, their running statistics, and what they refuse.
import { data, values } from "./recipe.ts";
import { type Row, rowsOn, type Tolerance } from "./row.ts";

const moments: Tolerance = { ulps: 32, absolute: 2 ** -18, why: "PyTorch rounds moments and their products otherwise" };

const inputs = {
  x: data([2, 4, 3], { fill: "random", scale: 4 }),
  image: data([2, 4, 2, 3], { fill: "random", layout: "channels-last" }),
  flat: data([5, 4], { fill: "random" }),
  w: data([4], { fill: "random" }),
  b: data([4], { fill: "random" }),
  mean: data([4], { fill: "random" }),
  spread: data([4], { fill: "positive" }),
  last: data([3], { fill: "random" }),
  both: data([4, 3], { fill: "random" }),
};

/** Running statistics are written to, so that they are copies here. */
const copies = "m = mean.detach().clone(); v = spread.detach().clone(); ";

const normalized: readonly Row[] = rowsOn(
  inputs,
  [
    [
      "batchNorm/training",
      `${copies}[F.batch_norm(x, m, v, w, b, True), m, v]`,
      (t, { x, mean, spread, w, b }) => {
        const [m, v] = [t.clone(mean.detach()), t.clone(spread.detach())];
        return [t.functional.batchNorm(x, m, v, { weight: w, bias: b, training: true }), m, v];
      },
    ],
    [
      "batchNorm/momentum-eps",
      `${copies}[F.batch_norm(image, m, v, training=True, momentum=0.25, eps=0.5), m, v]`,
      (t, { image, mean, spread }) => {
        const [m, v] = [t.clone(mean.detach()), t.clone(spread.detach())];
        return [t.functional.batchNorm(image, m, v, { training: true, momentum: 0.25, eps: 0.5 }), m, v];
      },
    ],
    [
      "batchNorm/without-statistics",
      "F.batch_norm(flat, None, None, w, training=True)",
      (t, { flat, w }) => t.functional.batchNorm(flat, null, null, { weight: w, training: true }),
    ],
    [
      "batchNorm/evaluating",
      "F.batch_norm(image, mean.detach(), spread.detach(), w, b)",
      (t, { image, mean, spread, w, b }) =>
        t.functional.batchNorm(image, mean.detach(), spread.detach(), { weight: w, bias: b }),
    ],
    [
      "batchNorm/evaluating-plain",
      "F.batch_norm(flat, mean.detach(), spread.detach(), bias=b)",
      (t, { flat, mean, spread, b }) => t.functional.batchNorm(flat, mean.detach(), spread.detach(), { bias: b }),
    ],
    ["layerNorm/plain", "F.layer_norm(x, [3])", (t, { x }) => t.functional.layerNorm(x, [3])],
    [
      "layerNorm/weight-bias",
      "F.layer_norm(x, [3], last, last * 2, eps=0.5)",
      (t, { x, last }) => t.functional.layerNorm(x, [3], { weight: last, bias: t.mul(last, 2), eps: 0.5 }),
    ],
    [
      "layerNorm/axes",
      "F.layer_norm(x, [4, 3], both)",
      (t, { x, both }) => t.functional.layerNorm(x, [4, 3], { weight: both }),
    ],
    [
      "layerNorm/bias",
      "F.layer_norm(flat, [4], bias=b)",
      (t, { flat, b }) => t.functional.layerNorm(flat, [4], { bias: b }),
    ],
    ["groupNorm/plain", "F.group_norm(x, 2)", (t, { x }) => t.functional.groupNorm(x, 2)],
    [
      "groupNorm/weight-bias",
      "F.group_norm(image, 2, w, b)",
      (t, { image, w, b }) => t.functional.groupNorm(image, 2, { weight: w, bias: b }),
    ],
    [
      "groupNorm/one-group",
      "F.group_norm(flat, 1, w, b)",
      (t, { flat, w, b }) => t.functional.groupNorm(flat, 1, { weight: w, bias: b }),
    ],
    [
      "groupNorm/each-channel",
      "F.group_norm(x, 4, w, eps=0.5)",
      (t, { x, w }) => t.functional.groupNorm(x, 4, { weight: w, eps: 0.5 }),
    ],
    ["instanceNorm/plain", "F.instance_norm(x)", (t, { x }) => t.functional.instanceNorm(x)],
    [
      "instanceNorm/statistics",
      `${copies}[F.instance_norm(image, m, v, w, b, momentum=0.5), m, v]`,
      (t, { image, mean, spread, w, b }) => {
        const [m, v] = [t.clone(mean.detach()), t.clone(spread.detach())];
        const options = { runningMean: m, runningVar: v, weight: w, bias: b, momentum: 0.5 };
        return [t.functional.instanceNorm(image, options), m, v];
      },
    ],
    [
      "instanceNorm/evaluating",
      "F.instance_norm(x, mean.detach(), spread.detach(), w, use_input_stats=False)",
      (t, { x, mean, spread, w }) =>
        t.functional.instanceNorm(x, {
          runningMean: mean.detach(),
          runningVar: spread.detach(),
          weight: w,
          useInputStats: false,
        }),
    ],
    ["normalize/plain", "F.normalize(x)", (t, { x }) => t.functional.normalize(x)],
    [
      "normalize/p-dim",
      "F.normalize(x, p=1, dim=2, eps=2.0)",
      (t, { x }) => t.functional.normalize(x, { p: 1, dim: 2, eps: 2 }),
    ],
  ],
  { tolerance: moments },
);

/** A mean that is large beside the deviation, and no deviation at all. */
const hard: readonly Row[] = rowsOn(
  { far: values([1000, 1001, 1002.5, 1000.25, -4000, -4001, -4000.5, -4002]), same: values([2, 2, 2, 2]) },
  [
    [
      "batchNorm/far",
      "F.batch_norm(far.reshape(1, 2, 4), None, None, training=True)",
      (t, { far }) => t.functional.batchNorm(far.reshape([1, 2, 4]), null, null, { training: true }),
      { tolerance: { ulps: 64, absolute: 2 ** -10, why: "means far from 0 leave few digits" } },
    ],
    [
      "layerNorm/constant",
      "F.layer_norm(same, [4])",
      (t, { same }) => t.functional.layerNorm(same, [4]),
      { tolerance: moments, grad: false },
    ],
  ],
);

const empty: readonly Row[] = rowsOn(
  { x: data([0, 4, 3]), row: data([2, 0]), y: data([2, 4, 3], { dtype: "float64", fill: "random" }) },
  [
    [
      "batchNorm/empty",
      "F.batch_norm(x, None, None, training=True)",
      (t, { x }) => t.functional.batchNorm(x, null, null, { training: true }),
      { grad: false },
    ],
    [
      "batchNorm/no-channels",
      "F.batch_norm(x.transpose(0, 1), None, None, training=True)",
      (t, { x }) => t.functional.batchNorm(x.transpose(0, 1), null, null, { training: true }),
      { grad: false },
    ],
    [
      "layerNorm/empty",
      "[F.layer_norm(x, [3]), F.layer_norm(row, [0])]",
      (t, { x, row }) => [t.functional.layerNorm(x, [3]), t.functional.layerNorm(row, [0])],
      { grad: false },
    ],
    ["groupNorm/empty", "F.group_norm(x, 2)", (t, { x }) => t.functional.groupNorm(x, 2), { grad: false }],
    [
      "batchNorm/float64",
      "F.batch_norm(y, None, None, training=True)",
      (t, { y }) => t.functional.batchNorm(y, null, null, { training: true }),
      { tolerance: { ulps: 64, absolute: 2 ** -46, why: "other orders of adding" } },
    ],
  ],
);

const refusals: readonly Row[] = rowsOn(
  {
    x: data([2, 4, 3]),
    one: data([1, 3]),
    line: data([3]),
    whole: data([2, 4, 3], { dtype: "int64" }),
    c3: data([3]),
    c4: data([4]),
    wide: data([4], { dtype: "float64" }),
  },
  [
    [
      "batchNorm/refuses no statistics",
      "F.batch_norm(x, None, None)",
      (t, { x }) => t.functional.batchNorm(x, null, null),
    ],
    [
      "batchNorm/refuses a mean's size",
      "F.batch_norm(x, c3, c4)",
      (t, { x, c3, c4 }) => t.functional.batchNorm(x, c3, c4),
    ],
    [
      "batchNorm/refuses a variance's size",
      "F.batch_norm(x, c4, c3)",
      (t, { x, c3, c4 }) => t.functional.batchNorm(x, c4, c3),
    ],
    [
      "batchNorm/refuses a weight's size",
      "F.batch_norm(x, c4, c4, c3)",
      (t, { x, c3, c4 }) => t.functional.batchNorm(x, c4, c4, { weight: c3 }),
    ],
    [
      "batchNorm/refuses a bias's size",
      "F.batch_norm(x, c4, c4, c4, c3)",
      (t, { x, c3, c4 }) => t.functional.batchNorm(x, c4, c4, { bias: c3 }),
    ],
    [
      "batchNorm/refuses one value",
      "F.batch_norm(one, None, None, training=True)",
      (t, { one }) => t.functional.batchNorm(one, null, null, { training: true }),
    ],
    [
      "batchNorm/refuses a vector",
      "F.batch_norm(line, c3, c3)",
      (t, { line, c3 }) => t.functional.batchNorm(line, c3, c3),
    ],
    [
      "batchNorm/refuses a vector when training",
      "F.batch_norm(line, None, None, training=True)",
      (t, { line }) => t.functional.batchNorm(line, null, null, { training: true }),
    ],
    [
      "batchNorm/refuses integers",
      "F.batch_norm(whole, c4, c4)",
      (t, { whole, c4 }) => t.functional.batchNorm(whole, c4, c4),
    ],
    [
      "batchNorm/refuses mixed types",
      "F.batch_norm(x, wide, wide)",
      (t, { x, wide }) => t.functional.batchNorm(x, wide, wide),
    ],
    ["layerNorm/refuses a size", "F.layer_norm(x, [2])", (t, { x }) => t.functional.layerNorm(x, [2])],
    ["layerNorm/refuses a rank", "F.layer_norm(line, [1, 3])", (t, { line }) => t.functional.layerNorm(line, [1, 3])],
    ["layerNorm/refuses no axes", "F.layer_norm(x, [])", (t, { x }) => t.functional.layerNorm(x, [])],
    [
      "layerNorm/refuses a weight's shape",
      "F.layer_norm(x, [3], weight=c4)",
      (t, { x, c4 }) => t.functional.layerNorm(x, [3], { weight: c4 }),
    ],
    [
      "layerNorm/refuses a bias's shape",
      "F.layer_norm(x, [3], bias=c4)",
      (t, { x, c4 }) => t.functional.layerNorm(x, [3], { bias: c4 }),
    ],
    ["layerNorm/refuses integers", "F.layer_norm(whole, [3])", (t, { whole }) => t.functional.layerNorm(whole, [3])],
    [
      "layerNorm/refuses mixed types",
      "F.layer_norm(c4, [4], weight=wide)",
      (t, { c4, wide }) => t.functional.layerNorm(c4, [4], { weight: wide }),
    ],
    ["groupNorm/refuses groups", "F.group_norm(x, 3)", (t, { x }) => t.functional.groupNorm(x, 3)],
    ["groupNorm/refuses a negative number", "F.group_norm(x, -1)", (t, { x }) => t.functional.groupNorm(x, -1)],
    [
      "groupNorm/refuses a weight's size",
      "F.group_norm(x, 2, c3)",
      (t, { x, c3 }) => t.functional.groupNorm(x, 2, { weight: c3 }),
    ],
    ["groupNorm/refuses one value", "F.group_norm(one, 3)", (t, { one }) => t.functional.groupNorm(one, 3)],
    ["groupNorm/refuses a vector", "F.group_norm(line, 1)", (t, { line }) => t.functional.groupNorm(line, 1)],
    ["groupNorm/refuses integers", "F.group_norm(whole, 2)", (t, { whole }) => t.functional.groupNorm(whole, 2)],
    ["instanceNorm/refuses one element", "F.instance_norm(one)", (t, { one }) => t.functional.instanceNorm(one)],
    [
      "instanceNorm/refuses no statistics",
      "F.instance_norm(x, use_input_stats=False)",
      (t, { x }) => t.functional.instanceNorm(x, { useInputStats: false }),
    ],
    [
      "instanceNorm/refuses a mean's size",
      "F.instance_norm(x, c3, c3)",
      (t, { x, c3 }) => t.functional.instanceNorm(x, { runningMean: c3, runningVar: c3 }),
    ],
    [
      "instanceNorm/refuses a weight's size",
      "F.instance_norm(x, weight=c3)",
      (t, { x, c3 }) => t.functional.instanceNorm(x, { weight: c3 }),
    ],
    ["instanceNorm/refuses integers", "F.instance_norm(whole)", (t, { whole }) => t.functional.instanceNorm(whole)],
  ],
  { error: true },
);

export const normalizationRows: readonly Row[] = [...normalized, ...hard, ...empty, ...refusals];
