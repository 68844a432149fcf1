// Draws what slides over an input without being a convolution: unfold and fold, and poolings.
import { poolingRow } from "../rows/pool-cases.ts";
import { data, type Layout, type Recipe } from "../rows/recipe.ts";
import { type Row, row } from "../rows/row.ts";
import { type Dice, written } from "./dice.ts";

const layouts: readonly Layout[] = ["contiguous", "contiguous", "transposed", "sliced", "expanded", "channels-last"];

const quarters = (d: Dice, shape: readonly number[]): Recipe =>
  data(shape, { dtype: d.pick(["float32", "float32", "float64"]), layout: d.pick(layouts), seed: d.seed });

const leading = (d: Dice): readonly number[] => d.pick([[], [1], [2], [2], [3]]);

/** The options that are not the default, as both languages write them. */
function optionsOf(d: Dice, values: Readonly<Record<string, readonly [list: readonly number[], missing: number]>>) {
  const entries = Object.entries(values).map(([name, [list, missing]]) => [name, written(d, list, missing)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** `unfold`, or `fold` of as many columns as the image has places for the window. */
export function drawColumns(d: Dice): Row {
  const each = (least: number, most: number) => [d.whole(least, most), d.whole(least, most)];
  const [kernel, dilation, padding, stride] = [each(1, 3), each(1, 2), each(0, 2), each(1, 3)];
  const reach = kernel.map((k, axis) => dilation[axis]! * (k - 1) + 1 - 2 * padding[axis]!);
  const size = reach.map((least) => Math.max(1, least, d.whole(1, 8)));
  const options = optionsOf(d, { dilation: [dilation, 1], padding: [padding, 0], stride: [stride, 1] });
  const named = Object.entries(options).map(([name, value]) => `, ${name}=${JSON.stringify(value)}`);
  const channels = d.whole(1, 3);
  const window = JSON.stringify(kernel);
  if (d.chance(0.5)) {
    return row({
      id: `unfold/${size} ${window} ${JSON.stringify(options)}`,
      inputs: { x: quarters(d, [...leading(d), channels, ...size]) },
      torch: `F.unfold(x, ${window}${named.join("")})`,
      run: (t, { x }) => t.unfold(x, kernel, options),
      line: `unfold(x, ${window}, ${JSON.stringify(options)})`,
    });
  }
  const places = size.reduce((n, s, axis) => n * (Math.floor((s - reach[axis]!) / stride[axis]!) + 1), 1);
  return row({
    id: `fold/${size} ${window} ${JSON.stringify(options)}`,
    inputs: { x: quarters(d, [...leading(d), channels * kernel[0]! * kernel[1]!, places]) },
    torch: `F.fold(x, ${JSON.stringify(size)}, ${window}${named.join("")})`,
    run: (t, { x }) => t.fold(x, size, kernel, options),
    line: `fold(x, ${JSON.stringify(size)}, ${window}, ${JSON.stringify(options)})`,
  });
}

/** A pooling with windows that fit, every one of which holds an element: PyTorch reads beside the input for others. */
export function drawPooling(d: Dice): Row {
  const rank = d.pick([1, 2, 2, 3]);
  const each = (make: (axis: number) => number) => Array.from({ length: rank }, (_, axis) => make(axis));
  const size = each(() => d.whole(rank === 3 ? 2 : 3, rank === 1 ? 12 : rank === 2 ? 8 : 5));
  const input = quarters(d, [...leading(d), d.whole(1, 3), ...size]);
  const kind = d.pick(["Max", "Max", "Avg", "Avg", "Adaptive"]);
  if (kind === "Adaptive") {
    const which = d.pick(["Max", "Avg"]);
    const options = which === "Max" && d.chance(0.5) ? { returnIndices: true } : {};
    const output = each(() => d.whole(1, 5));
    return poolingRow(`adaptive${which}Pool${rank}d`, input, output, options, `${size} to ${output}`);
  }
  const kernel = each((axis) => d.whole(1, Math.min(4, size[axis]!)));
  const padding = d.chance(0.5) ? each(() => 0) : kernel.map((k) => d.whole(0, k >> 1));
  const stride = each(() => d.whole(1, 3));
  const options: Record<string, unknown> = {
    ...optionsOf(d, { padding: [padding, 0] }),
    ...(d.chance(0.7) ? { stride } : {}),
    ...(d.chance(0.4) ? { ceilMode: true } : {}),
    ...(kind === "Max" && d.chance(0.4) ? { returnIndices: true } : {}),
    ...(kind === "Avg" && d.chance(0.3) ? { countIncludePad: false } : {}),
    ...(kind === "Avg" && rank > 1 && d.chance(0.2) ? { divisorOverride: d.pick([3, -2, 7]) } : {}),
  };
  // A dilated window may lie in the border altogether; it has none here.
  if (kind === "Max" && padding.every((p) => p === 0) && d.chance(0.5)) {
    options.dilation = kernel.map((k, axis) => (k > 1 && 2 * (k - 1) < size[axis]! ? 2 : 1));
    delete options.ceilMode;
  }
  const name = `${kind.toLowerCase()}Pool${rank}d`;
  const row = poolingRow(name, input, kernel, options, `${size} by ${kernel} ${JSON.stringify(options)}`);
  if (options.divisorOverride !== -2) return row;
  return {
    ...row,
    tolerance: { ulps: 0, why: "0 / -2 is -0 where PyTorch's loop has channels innermost, and 0 elsewhere" },
  };
}
