// Draws calls of unfold and fold, legal ones and wrong ones.
import { data, type Layout, type Recipe } from "../rows/recipe.ts";
import { type Row, row } from "../rows/row.ts";
import { type Dice, written, wrongList } from "./dice.ts";

interface Call {
  input: Recipe;
  size: unknown;
  kernel: unknown;
  readonly options: Record<string, unknown>;
}

const layouts: readonly Layout[] = ["contiguous", "contiguous", "transposed", "sliced", "expanded", "channels-last"];

/** `unfold`, or `fold` of as many columns as the image has places for the window. */
export function drawColumns(d: Dice, wrong = false): Row {
  const folds = d.chance(0.5);
  const each = (least: number, most: number) => [d.whole(least, most), d.whole(least, most)];
  const [kernel, dilation, padding, stride] = [each(1, 3), each(1, 2), each(0, 2), each(1, 3)];
  const reach = kernel.map((k, axis) => dilation[axis]! * (k - 1) + 1 - 2 * padding[axis]!);
  const size = reach.map((least) => Math.max(1, least, d.whole(1, 8)));
  const places = size.reduce((n, s, axis) => n * (Math.floor((s - reach[axis]!) / stride[axis]!) + 1), 1);
  const options: Record<string, unknown> = {};
  const put = (name: string, list: readonly number[], missing: number) => {
    const value = written(d, list, missing);
    if (value !== undefined) options[name] = value;
  };
  put("dilation", dilation, 1);
  put("padding", padding, 0);
  put("stride", stride, 1);
  const channels = d.whole(1, 3);
  const shape = folds ? [channels * kernel[0]! * kernel[1]!, places] : [channels, ...size];
  const input = data([...d.pick([[], [1], [2], [2], [3]]), ...shape], {
    dtype: d.pick(["float32", "float32", "float64"]),
    layout: d.pick(layouts),
    seed: d.seed,
  });
  const call: Call = { input, size, kernel, options };
  if (wrong) d.pick(spoilers)(d, call);
  return folds ? foldRow(call) : unfoldRow(call);
}

const text = (value: unknown) => JSON.stringify(value);
const python = (options: object) =>
  Object.entries(options)
    .map(([name, value]) => `, ${name}=${text(value)}`)
    .join("");

const unfoldRow = ({ input, kernel, options }: Call): Row =>
  row({
    id: `unfold/${input.shape.join("x")} by ${text(kernel)} ${text(options)}`,
    inputs: { x: input },
    torch: `F.unfold(x, ${text(kernel)}${python(options)})`,
    run: (t, { x }) => t.unfold(x, kernel as number[], options),
    line: `unfold(x, ${text(kernel)}, ${text(options)})`,
  });

const foldRow = ({ input, size, kernel, options }: Call): Row =>
  row({
    id: `fold/${input.shape.join("x")} to ${text(size)} by ${text(kernel)} ${text(options)}`,
    inputs: { x: input },
    torch: `F.fold(x, ${text(size)}, ${text(kernel)}${python(options)})`,
    run: (t, { x }) => t.fold(x, size as number[], kernel as number[], options),
    line: `fold(x, ${text(size)}, ${text(kernel)}, ${text(options)})`,
  });

const spoilers: readonly ((d: Dice, call: Call) => void)[] = [
  (d, call) => {
    const { shape } = call.input;
    const other = d.pick([
      shape.slice(1),
      [...shape, 2],
      [1, ...shape],
      shape.with(d.whole(0, shape.length - 1), d.whole(0, 3)),
    ]);
    call.input = data(other, { dtype: call.input.dtype, seed: d.seed });
  },
  (d, call) => {
    call.input = data(call.input.shape, { dtype: d.pick(["int32", "int64", "uint8", "bool"]), seed: d.seed });
  },
  (d, call) => {
    call.options[d.pick(["stride", "dilation", "padding"])] = wrongList(d, 2);
  },
  (d, call) => {
    call.kernel = d.pick([wrongList(d, 2), 9, [2, 9]]);
  },
  (d, call) => {
    call.size = d.pick([wrongList(d, 2), 4, [3, 7]]);
  },
];
