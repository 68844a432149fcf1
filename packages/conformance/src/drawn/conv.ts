// Draws a convolution that PyTorch accepts, over everything that its options allow.
import { type ConvCase, type ConvCaseOptions, convId, paddingOf, perAxis } from "../rows/conv-case.ts";
import { data, type Layout, type Recipe } from "../rows/recipe.ts";
import { type Dice, written } from "./dice.ts";

type Rank = ConvCase["rank"];
type Options = { -readonly [K in keyof ConvCaseOptions]: ConvCaseOptions[K] };

const layouts: readonly Layout[] = ["contiguous", "transposed", "sliced", "expanded", "channels-last"];
const modes = ["reflect", "replicate", "circular"] as const;

/** Largest size of an axis, by rank. */
const sizes = { 1: 14, 2: 8, 3: 5 } as const;

/** A legal convolution. Few are large: those meet the plans that an accelerator has for many channels. */
export function drawConv(d: Dice): ConvCase {
  const rank = d.pick<Rank>([1, 2, 2, 3]);
  const large = d.chance(0.06);
  const exact = large || d.chance(0.96);
  const transposed = d.chance(0.4);
  const each = (make: () => number) => Array.from({ length: rank }, make);

  const { groups, wide, narrow } = drawChannels(d, large, transposed);
  const kernel = large && d.chance(0.6) ? each(() => 3) : each(() => d.whole(1, rank === 3 ? 3 : 4));
  const same = !transposed && d.chance(0.2);
  const stride = same || d.chance(large ? 0.7 : 0.4) ? each(() => 1) : each(() => d.whole(1, 3));
  const dilation = d.chance(large ? 0.8 : 0.5) ? each(() => 1) : each(() => d.whole(1, 3));

  const options: Options = {};
  const put = (
    name: "stride" | "padding" | "dilation" | "outputPadding",
    values: readonly number[],
    missing: number,
  ) => {
    const value = written(d, values, missing);
    if (value !== undefined) options[name] = value;
  };
  put("stride", stride, 1);
  put("dilation", dilation, 1);
  if (groups > 1 || d.chance(0.1)) options.groups = groups;
  if (same) options.padding = "same";
  else if (!transposed && d.chance(0.08)) options.padding = "valid";
  else if (d.chance(0.6))
    put(
      "padding",
      each(() => d.whole(0, rank === 3 ? 2 : 3)),
      0,
    );
  // PyTorch fills no border around an image without channels.
  if (!transposed && wide > 0 && d.chance(0.3)) options.paddingMode = d.pick(modes);
  if (transposed && d.chance(0.5)) {
    const most = stride.map((s, axis) => Math.max(s, dilation[axis]!) - 1);
    put("outputPadding", d.chance(0.4) ? most : most.map((extra) => d.whole(0, extra)), 0);
  }

  const dtype = d.pick(["float32", "float32", "float32", "float64"] as const);
  const recipe = (shape: readonly number[], salt: number, layout: Layout): Recipe =>
    data(shape, { dtype, layout, fill: exact ? "quarters" : "random", seed: (d.seed ^ salt) >>> 0 });
  const outer = [groups * narrow, wide];
  const batch = d.pick([[], [], [0], [1], [1], [1], [1], [2], [2], [2], [2], [3]]);
  // PyTorch cannot differentiate by a weight with strides where there is nothing to multiply it by.
  const plain = batch[0] === 0 || wide === 0 || d.chance(0.6);
  const weight = recipe([...outer, ...kernel], 0x77, plain ? "contiguous" : d.pick(layouts));
  const draft = { rank, transposed, weight, options } as const;
  // Numbers that round are kept in full by the corpus, so there are few of them.
  const [least, most] = large ? [4, 2 * sizes[rank]] : [1, exact ? sizes[rank] : sizes[rank] >> 1];
  const spatial = each(() => d.whole(least, most)).map((size, axis) => Math.max(size, leastSize(draft, axis)));
  const channels = groups * (transposed ? narrow : wide);
  const input = recipe([...batch, channels, ...spatial], 0x78, d.chance(0.5) ? "contiguous" : d.pick(layouts));
  const outputs = groups * (transposed ? wide : narrow);
  const bias = d.chance(0.5)
    ? recipe([outputs], 0x62, d.pick(["contiguous", "contiguous", "sliced", "expanded"]))
    : null;
  const conv = { rank, transposed, input, weight, bias, options };
  return { id: convId(conv), ...conv };
}

/** Channels of one group on both sides; in two of three cases more than one group, or one for each channel. */
function drawChannels(d: Dice, large: boolean, transposed: boolean) {
  const kind = d.pick(["dense", "dense", "groups", "depthwise"]);
  if (large && kind === "dense") return { groups: 1, wide: d.whole(8, 20), narrow: d.whole(8, 20) };
  if (kind === "dense" && !transposed && d.chance(0.04)) return { groups: 1, wide: 0, narrow: d.whole(1, 3) };
  if (kind === "dense") return { groups: 1, wide: d.whole(1, 5), narrow: d.whole(1, 5) };
  if (kind === "groups") return { groups: d.whole(2, 4), wide: d.whole(1, 3), narrow: d.whole(1, 3) };
  const [groups, multiplier] = [d.whole(2, large ? 20 : 6), d.whole(1, 3)];
  return transposed ? { groups, wide: multiplier, narrow: 1 } : { groups, wide: 1, narrow: multiplier };
}

/** The smallest size of an axis at which the convolution is legal: the kernel fits, the border can be filled, something comes out. */
function leastSize(conv: Pick<ConvCase, "rank" | "transposed" | "weight" | "options">, axis: number): number {
  const { rank, transposed, weight, options } = conv;
  const [before, after] = paddingOf(conv)[axis]!;
  const dilation = perAxis(options.dilation, rank, 1)[axis]!;
  const reach = dilation * (weight.shape.at(axis - rank)! - 1) + 1;
  if (transposed) {
    const stride = perAxis(options.stride, rank, 1)[axis]!;
    const extra = perAxis(options.outputPadding, rank, 0)[axis]!;
    return 1 + Math.ceil(Math.max(0, 1 + before + after - reach - extra) / stride);
  }
  const most = Math.max(before, after);
  const border = { reflect: most + 1, circular: most, replicate: 1, zeros: 1 }[options.paddingMode ?? "zeros"];
  return Math.max(1, border, reach - before - after);
}
