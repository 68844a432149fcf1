// Draws poolings, legal ones and wrong ones.
import { poolingRow } from "../rows/pool-cases.ts";
import { data, type Layout, type Recipe } from "../rows/recipe.ts";
import type { Row } from "../rows/row.ts";
import { type Dice, written, wrongList } from "./dice.ts";

interface Call {
  readonly name: string;
  readonly rank: number;
  input: Recipe;
  /** Of the window, or of the output. */
  size: unknown;
  readonly options: Record<string, unknown>;
}

const layouts: readonly Layout[] = ["contiguous", "contiguous", "transposed", "sliced", "expanded", "channels-last"];

/** A pooling with windows that fit, every one of which holds an element: PyTorch reads beside the input for others. */
export function drawPooling(d: Dice, wrong = false): Row {
  const call = drawCall(d);
  if (wrong) d.pick(spoilers)(d, call);
  const { name, input, size, options } = call;
  const row = poolingRow(
    name,
    input,
    size,
    options,
    `${input.shape} by ${JSON.stringify(size)} ${JSON.stringify(options)}`,
  );
  if (options.divisorOverride !== -2) return row;
  return {
    ...row,
    tolerance: { ulps: 0, why: "0 / -2 is -0 where PyTorch's loop has channels innermost, and 0 elsewhere" },
  };
}

function drawCall(d: Dice): Call {
  const rank = d.pick([1, 2, 2, 3]);
  const each = (make: (axis: number) => number) => Array.from({ length: rank }, (_, axis) => make(axis));
  const size = each(() => d.whole(rank === 3 ? 2 : 3, rank === 1 ? 12 : rank === 2 ? 8 : 5));
  const input = data([...d.pick([[], [1], [2], [2], [3]]), d.whole(1, 3), ...size], {
    dtype: d.pick(["float32", "float32", "float64"]),
    layout: d.pick(layouts),
    seed: d.seed,
  });
  const kind = d.pick(["Max", "Max", "Avg", "Avg", "Adaptive"]);
  if (kind === "Adaptive") {
    const which = d.pick(["Max", "Avg"]);
    const options = which === "Max" && d.chance(0.5) ? { returnIndices: true } : {};
    const output = each(() => d.whole(1, 5));
    return { name: `adaptive${which}Pool${rank}d`, rank, input, size: output, options };
  }
  const kernel = each((axis) => d.whole(1, Math.min(4, size[axis]!)));
  const padding = d.chance(0.5) ? each(() => 0) : kernel.map((k) => d.whole(0, k >> 1));
  const stride = each(() => d.whole(1, 3));
  const border = written(d, padding, 0);
  const options: Record<string, unknown> = {
    ...(border === undefined ? {} : { padding: border }),
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
  return { name: `${kind.toLowerCase()}Pool${rank}d`, rank, input, size: kernel, options };
}

const spoilers: readonly ((d: Dice, call: Call) => void)[] = [
  (d, call) => {
    const { shape } = call.input;
    const other = d.pick([
      shape.slice(1),
      shape.slice(2),
      [...shape, 2],
      [1, ...shape],
      shape.with(d.whole(0, shape.length - 1), 0),
    ]);
    call.input = data(other, { dtype: call.input.dtype, seed: d.seed });
  },
  (d, call) => {
    call.input = data(call.input.shape, { dtype: d.pick(["int32", "int64", "uint8", "bool"]), seed: d.seed });
  },
  (d, call) => {
    call.size = d.pick([wrongList(d, call.rank), 7, 9]);
  },
  (d, call) => {
    if (call.name.startsWith("adaptive")) call.size = wrongList(d, call.rank);
    else call.options[d.pick(["stride", "padding"])] = wrongList(d, call.rank);
  },
  (d, call) => {
    if (call.name.startsWith("max")) call.options.dilation = d.pick([7, wrongList(d, call.rank)]);
    else if (call.name.startsWith("avgPool") && call.rank > 1) call.options.divisorOverride = 0;
    else call.size = wrongList(d, call.rank);
  },
];
