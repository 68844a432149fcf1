// What unfold, fold, padding and pooling refuse, alone and in pairs.
import { type Refusal, refuses, refusesAll } from "./refusals.ts";

const unfolding: readonly Refusal[] = [
  refuses("unfold/negative padding", "F.unfold(torch.zeros(1, 2, 4, 5), 2, padding=-1)", -1, (t, padding) =>
    t.unfold(t.zeros([1, 2, 4, 5]), 2, { padding }),
  ),
  refuses(
    "unfold/a stride of 0 along one axis",
    "F.unfold(torch.zeros(1, 2, 4, 5), 2, stride=(1, 0))",
    [1, 0],
    (t, stride) => t.unfold(t.zeros([1, 2, 4, 5]), 2, { stride }),
  ),
  refuses("unfold/three kernel sizes", "F.unfold(torch.zeros(1, 2, 4, 5), (2, 2, 2))", [2, 2, 2], (t, size) =>
    t.unfold(t.zeros([1, 2, 4, 5]), size),
  ),
  refusesAll("unfold/three dilations", "F.unfold(torch.zeros(1, 2, 4, 5), 2, dilation=(1, 1, 1))", (t) =>
    t.unfold(t.zeros([1, 2, 4, 5]), 2, { dilation: [1, 1, 1] }),
  ),
  refusesAll("unfold/an empty axis", "F.unfold(torch.zeros(1, 2, 0, 5), 2)", (t) => t.unfold(t.zeros([1, 2, 0, 5]), 2)),
  refusesAll("unfold/no channels", "F.unfold(torch.zeros(1, 0, 4, 5), 2)", (t) => t.unfold(t.zeros([1, 0, 4, 5]), 2)),
  refusesAll("unfold/five axes", "F.unfold(torch.zeros(1, 1, 2, 4, 5), 2)", (t) =>
    t.unfold(t.zeros([1, 1, 2, 4, 5]), 2),
  ),
  refuses("unfold/int64", "F.unfold(torch.zeros(1, 2, 4, 5).long(), 2)", "int64" as const, (t, dtype) =>
    t.unfold(t.zeros([1, 2, 4, 5], { dtype }), 2),
  ),
  refusesAll(
    "unfold/a dilated kernel beyond the input",
    "F.unfold(torch.zeros(1, 2, 4, 5), (2, 3), dilation=(4, 1))",
    (t) => t.unfold(t.zeros([1, 2, 4, 5]), [2, 3], { dilation: [4, 1] }),
  ),
  refusesAll("unfold/the kernel before the stride", "F.unfold(torch.zeros(1, 2, 4, 5), 0, stride=0)", (t) =>
    t.unfold(t.zeros([1, 2, 4, 5]), 0, { stride: 0 }),
  ),
  refusesAll(
    "unfold/the dilation before the padding",
    "F.unfold(torch.zeros(1, 2, 4, 5), 2, dilation=0, padding=-1)",
    (t) => t.unfold(t.zeros([1, 2, 4, 5]), 2, { dilation: 0, padding: -1 }),
  ),
  refusesAll(
    "unfold/the padding before the stride",
    "F.unfold(torch.zeros(1, 2, 4, 5), 2, padding=-1, stride=0)",
    (t) => t.unfold(t.zeros([1, 2, 4, 5]), 2, { padding: -1, stride: 0 }),
  ),
  refusesAll("unfold/the stride before the axes", "F.unfold(torch.zeros(1, 2, 4, 0), 2, stride=0)", (t) =>
    t.unfold(t.zeros([1, 2, 4, 0]), 2, { stride: 0 }),
  ),
  refusesAll("unfold/the size before the dtype", "F.unfold(torch.zeros(1, 2, 4, 5).long(), 9)", (t) =>
    t.unfold(t.zeros([1, 2, 4, 5], { dtype: "int64" }), 9),
  ),
  refuses("fold/negative padding", "F.fold(torch.zeros(1, 8, 9), 4, 2, padding=-1)", -1, (t, padding) =>
    t.fold(t.zeros([1, 8, padding < 0 ? 9 : 9]), 4, 2, { padding }),
  ),
  refuses("fold/dilation 0", "F.fold(torch.zeros(1, 8, 9), 4, 2, dilation=0)", 0, (t, dilation) =>
    t.fold(t.zeros([1, 8, 9]), 4, 2, { dilation }),
  ),
  refuses("fold/kernel 0", "F.fold(torch.zeros(1, 8, 16), 4, 0)", 0, (t, size) => t.fold(t.zeros([1, 8, 16]), 4, size)),
  refuses("fold/stride 0", "F.fold(torch.zeros(1, 8, 9), 4, 2, stride=0)", 0, (t, stride) =>
    t.fold(t.zeros([1, 8, 9]), 4, 2, { stride }),
  ),
  refusesAll("fold/three output sizes", "F.fold(torch.zeros(1, 8, 9), (4, 4, 4), 2)", (t) =>
    t.fold(t.zeros([1, 8, 9]), [4, 4, 4], 2),
  ),
  refusesAll("fold/four axes", "F.fold(torch.zeros(1, 1, 8, 9), 4, 2)", (t) => t.fold(t.zeros([1, 1, 8, 9]), 4, 2)),
  refusesAll("fold/no blocks", "F.fold(torch.zeros(1, 8, 0), 4, 2)", (t) => t.fold(t.zeros([1, 8, 0]), 4, 2)),
  refuses("fold/rows of no whole block", "F.fold(torch.zeros(1, 7, 9), 4, 2)", [1, 7, 9], (t, shape) =>
    t.fold(t.zeros(shape), 4, 2),
  ),
  refuses("fold/too few blocks", "F.fold(torch.zeros(2, 8, 8), 4, 2)", [2, 8, 8], (t, shape) =>
    t.fold(t.zeros(shape), 4, 2),
  ),
  refuses("fold/int64", "F.fold(torch.zeros(1, 8, 9).long(), 4, 2)", "int64" as const, (t, dtype) =>
    t.fold(t.zeros([1, 8, 9], { dtype }), 4, 2),
  ),
  refusesAll("fold/rows before blocks", "F.fold(torch.zeros(1, 7, 8), 4, 2)", (t) => t.fold(t.zeros([1, 7, 8]), 4, 2)),
  refusesAll("fold/the stride before the dilation", "F.fold(torch.zeros(1, 8, 9), 4, 2, stride=0, dilation=0)", (t) =>
    t.fold(t.zeros([1, 8, 9]), 4, 2, { stride: 0, dilation: 0 }),
  ),
];

const padding: readonly Refusal[] = [
  ...(["reflect", "replicate"] as const).flatMap((mode) => [
    ...([1, 2, 3] as const).map((axes) => {
      const shape = [1, 1, 4, 4, 4].slice(0, axes + 2);
      return refuses(
        `pad/int32 in mode ${mode} along ${axes}`,
        `F.pad(torch.zeros(${shape}).int(), [${new Array(2 * axes).fill(1)}], mode="${mode}")`,
        "int32" as const,
        (t, dtype) => t.pad(t.zeros(shape, { dtype }), new Array(2 * axes).fill(1), { mode }),
      );
    }),
    refusesAll(`pad/a vector in mode ${mode}`, `F.pad(torch.zeros(4), (1, 1), mode="${mode}")`, (t) =>
      t.pad(t.zeros([4]), [1, 1], { mode }),
    ),
    refusesAll(
      `pad/an empty axis in mode ${mode}`,
      `F.pad(torch.zeros(1, 1, 0, 4), (1, 1, 1, 1), mode="${mode}")`,
      (t) => t.pad(t.zeros([1, 1, 0, 4]), [1, 1, 1, 1], { mode }),
    ),
    refusesAll(`pad/no channels in mode ${mode}`, `F.pad(torch.zeros(1, 0, 4, 4), (1, 1, 1, 1), mode="${mode}")`, (t) =>
      t.pad(t.zeros([1, 0, 4, 4]), [1, 1, 1, 1], { mode }),
    ),
    refusesAll(`pad/to nothing in mode ${mode}`, `F.pad(torch.zeros(1, 1, 4), (-2, -3), mode="${mode}")`, (t) =>
      t.pad(t.zeros([1, 1, 4]), [-2, -3], { mode }),
    ),
    refusesAll(
      `pad/to nothing in mode ${mode} along rows`,
      `F.pad(torch.zeros(1, 1, 4, 4), (0, 0, -2, -3), mode="${mode}")`,
      (t) => t.pad(t.zeros([1, 1, 4, 4]), [0, 0, -2, -3], { mode }),
      "Trying to create tensor with negative dimension -1: [1, 1, -1, 4]",
    ),
    refusesAll(
      `pad/to nothing in mode ${mode} along both`,
      `F.pad(torch.zeros(1, 1, 4, 5), (-3, -3, -2, -2), mode="${mode}")`,
      (t) => t.pad(t.zeros([1, 1, 4, 5]), [-3, -3, -2, -2], { mode }),
    ),
    refusesAll(
      `pad/to nothing in mode ${mode} along all`,
      `F.pad(torch.zeros(1, 1, 3, 4, 5), (-3, -3, -2, -2, -2, -1), mode="${mode}")`,
      (t) => t.pad(t.zeros([1, 1, 3, 4, 5]), [-3, -3, -2, -2, -2, -1], { mode }),
    ),
    refusesAll(
      `pad/to nothing in mode ${mode} along planes`,
      `F.pad(torch.zeros(1, 1, 4, 4, 4), (0, 0, 0, 0, -2, -3), mode="${mode}")`,
      (t) => t.pad(t.zeros([1, 1, 4, 4, 4]), [0, 0, 0, 0, -2, -3], { mode }),
    ),
    refusesAll(
      `pad/a value beside mode ${mode}`,
      `F.pad(torch.zeros(1, 1, 4), (1, 1), mode="${mode}", value=2.)`,
      (t) => t.pad(t.zeros([1, 1, 4]), [1, 1], { mode, value: 2 }),
    ),
  ]),
  refuses(
    "pad/a far reflection along rows",
    "F.pad(torch.zeros(1, 1, 3, 4), (1, 1, 3, 0), mode='reflect')",
    [1, 1, 3, 0],
    (t, amounts) => t.pad(t.zeros([1, 1, 3, 4]), amounts, { mode: "reflect" }),
  ),
  refuses("pad/a far reflection of a line", "F.pad(torch.zeros(1, 3), (0, 3), mode='reflect')", [0, 3], (t, amounts) =>
    t.pad(t.zeros([1, 3]), amounts, { mode: "reflect" }),
  ),
  refuses(
    "pad/a far reflection of planes",
    "F.pad(torch.zeros(1, 1, 2, 3, 4), (0, 0, 0, 0, 0, 2), mode='reflect')",
    [0, 0, 0, 0, 0, 2],
    (t, amounts) => t.pad(t.zeros([1, 1, 2, 3, 4]), amounts, { mode: "reflect" }),
  ),
  refuses(
    "pad/wrapping a row twice",
    "F.pad(torch.zeros(1, 1, 3, 4), (5, 0, 0, 0), mode='circular')",
    [5, 0, 0, 0],
    (t, amounts) => t.pad(t.zeros([1, 1, 3, 4]), amounts, { mode: "circular" }),
  ),
  refusesAll("pad/wrapping what is cut away", "F.pad(torch.zeros(1, 1, 3), (-2, -2), mode='circular')", (t) =>
    t.pad(t.zeros([1, 1, 3]), [-2, -2], { mode: "circular" }),
  ),
  refuses("pad/an unknown mode", "F.pad(torch.zeros(1, 1, 3), (1, 1), mode='symmetric')", "symmetric", (t, mode) =>
    t.pad(t.zeros([1, 1, 3]), [1, 1], { mode: mode as "reflect" }),
  ),
  refusesAll(
    "pad/an odd list before an unknown mode",
    "F.pad(torch.zeros(1, 1, 3), (1, 1, 1), mode='symmetric')",
    (t) => t.pad(t.zeros([1, 1, 3]), [1, 1, 1], { mode: "symmetric" as "reflect" }),
  ),
  refusesAll("pad/a long list before an unknown mode", "F.pad(torch.zeros(3), (1, 1, 1, 1), mode='symmetric')", (t) =>
    t.pad(t.zeros([3]), [1, 1, 1, 1], { mode: "symmetric" as "reflect" }),
  ),
  refusesAll(
    "pad/an unknown mode before a value",
    "F.pad(torch.zeros(1, 1, 3), (1, 1), mode='symmetric', value=1.)",
    (t) => t.pad(t.zeros([1, 1, 3]), [1, 1], { mode: "symmetric" as "reflect", value: 1 }),
  ),
  refusesAll(
    "pad/a far reflection before its dtype",
    "F.pad(torch.zeros(1, 1, 3).int(), (3, 0), mode='reflect')",
    (t) => t.pad(t.zeros([1, 1, 3], { dtype: "int32" }), [3, 0], { mode: "reflect" }),
  ),
  refusesAll("pad/columns before rows", "F.pad(torch.zeros(1, 1, 3, 4), (4, 0, 3, 0), mode='reflect')", (t) =>
    t.pad(t.zeros([1, 1, 3, 4]), [4, 0, 3, 0], { mode: "reflect" }),
  ),
];

const pooling: readonly Refusal[] = [
  refuses(
    "maxPool2d/a padding of more than half",
    "F.max_pool2d(torch.zeros(1, 4, 4), 2, padding=2)",
    2,
    (t, padding) => t.maxPool2d(t.zeros([1, 4, 4]), 2, { padding }),
  ),
  refuses("maxPool2d/stride 0", "F.max_pool2d(torch.zeros(1, 4, 4), 2, stride=0)", 0, (t, stride) =>
    t.maxPool2d(t.zeros([1, 4, 4]), 2, { stride }),
  ),
  refuses("maxPool2d/negative padding", "F.max_pool2d(torch.zeros(1, 4, 4), 2, padding=-1)", -1, (t, padding) =>
    t.maxPool2d(t.zeros([1, 4, 4]), 2, { padding }),
  ),
  refuses("maxPool1d/stride 0", "F.max_pool1d(torch.zeros(1, 4), 2, stride=0)", 0, (t, stride) =>
    t.maxPool1d(t.zeros([1, 4]), 2, { stride }),
  ),
  refuses(
    "maxPool3d/a padding of more than half",
    "F.max_pool3d(torch.zeros(1, 4, 4, 4), 2, padding=2)",
    2,
    (t, padding) => t.maxPool3d(t.zeros([1, 4, 4, 4]), 2, { padding }),
  ),
  refuses(
    "avgPool2d/a padding of more than half",
    "F.avg_pool2d(torch.zeros(1, 4, 4), 2, padding=2)",
    2,
    (t, padding) => t.avgPool2d(t.zeros([1, 4, 4]), 2, { padding }),
  ),
  refuses("avgPool2d/stride 0", "F.avg_pool2d(torch.zeros(1, 4, 4), 2, stride=0)", 0, (t, stride) =>
    t.avgPool2d(t.zeros([1, 4, 4]), 2, { stride }),
  ),
  refusesAll("maxPool2d/the kernel before the stride", "F.max_pool2d(torch.zeros(1, 4, 4), 0, stride=0)", (t) =>
    t.maxPool2d(t.zeros([1, 4, 4]), 0, { stride: 0 }),
  ),
  refusesAll(
    "maxPool2d/the stride before the padding",
    "F.max_pool2d(torch.zeros(1, 4, 4), 2, stride=0, padding=2)",
    (t) => t.maxPool2d(t.zeros([1, 4, 4]), 2, { stride: 0, padding: 2 }),
  ),
  refusesAll(
    "maxPool2d/the dilation before the padding",
    "F.max_pool2d(torch.zeros(1, 4, 4), 2, dilation=0, padding=2)",
    (t) => t.maxPool2d(t.zeros([1, 4, 4]), 2, { dilation: 0, padding: 2 }),
  ),
  refusesAll("maxPool2d/a list before the axes", "F.max_pool2d(torch.zeros(4, 4), (2, 2, 2))", (t) =>
    t.maxPool2d(t.zeros([4, 4]), [2, 2, 2]),
  ),
  refusesAll("maxPool2d/the axes before the padding", "F.max_pool2d(torch.zeros(4, 4), 2, padding=2)", (t) =>
    t.maxPool2d(t.zeros([4, 4]), 2, { padding: 2 }),
  ),
  refusesAll(
    "avgPool2d/the divisor before the padding",
    "F.avg_pool2d(torch.zeros(1, 4, 4), 2, padding=2, divisor_override=0)",
    (t) => t.avgPool2d(t.zeros([1, 4, 4]), 2, { padding: 2, divisorOverride: 0 }),
  ),
  refusesAll("avgPool2d/the size before the dtype", "F.avg_pool2d(torch.zeros(1, 4, 4).byte(), 9)", (t) =>
    t.avgPool2d(t.zeros([1, 4, 4], { dtype: "uint8" }), 9),
  ),
  refuses(
    "avgPool2d/divisor 0 alone",
    "F.avg_pool2d(torch.zeros(1, 4, 4), 2, divisor_override=0)",
    0,
    (t, divisorOverride) => t.avgPool2d(t.zeros([1, 4, 4]), 2, { divisorOverride }),
  ),
];

export const slidingErrorRows: readonly Refusal[] = [...unfolding, ...padding, ...pooling];
