// One convolution of the exactness runs: a configuration, drawn from a seed and a number, whose sizes are computed here, by the formula alone.
import { type Dice, dice } from "../../src/drawn/dice.ts";
import type { ConvPaddingMode } from "../../src/rows/conv-case.ts";

export type Layout = "contiguous" | "sliced" | "transposed";
export type Activation = "none" | "relu" | "relu6";
/** How the padding is written: not at all, as numbers, or as a word. */
export type PaddingKind = "absent" | "numbers" | "same" | "valid";

/** Lists have a number for each axis; channels are those of one group. Of a transposed convolution the wide side is the output. */
export interface Config {
  readonly seed: number;
  readonly index: number;
  readonly rank: 1 | 2 | 3;
  readonly transposed: boolean;
  /** 0 stands for an input without a batch axis. */
  readonly batch: number;
  readonly groups: number;
  readonly widePerGroup: number;
  readonly narrowPerGroup: number;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly paddingKind: PaddingKind;
  /** Before each axis. Behind it stands as much, or one more for 'same'. */
  readonly padding: readonly number[];
  readonly paddingMode: ConvPaddingMode;
  readonly outputPadding: readonly number[];
  readonly narrow: readonly number[];
  readonly wide: readonly number[];
  readonly bias: boolean;
  readonly activation: Activation;
  readonly inputLayout: Layout;
  readonly weightLayout: Layout;
}

/** The values that are drawn, smallest first; every pair of two of them must occur somewhere. */
export const choices = {
  batch: [0, 1, 2, 3],
  groups: [1, 2, 3, 4, 7],
  channels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13],
  kernel: [1, 2, 3, 4, 5, 7],
  kernelDepth: [1, 2, 3],
  stride: [1, 2, 3],
  dilation: [1, 2, 3],
  padding: [0, 1, 2, 3],
  outputPadding: [0, 1, 2],
  width: [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 19, 22, 23, 24, 25, 28, 31, 32, 33],
  height: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13],
  depth: [1, 2, 3, 4],
  paddingKind: ["absent", "numbers", "same", "valid"],
  paddingMode: ["zeros", "reflect", "replicate", "circular"],
  activation: ["none", "relu", "relu6"],
  layout: ["contiguous", "sliced", "transposed"],
} as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly number[] ? number[] : T[K] };
type Draft = Mutable<Config>;

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** From this number on all are for tiles, some of whose tails are rare among the others. */
const general = 1_000_000;

/** Number `index` of a seed: the same everywhere. */
export function drawConfig(seed: number, index: number): Config {
  const d = dice(seed, index);
  const kind = d.whole(0, index < general ? 999 : 209);
  const draft = drawDraft(d, seed, index);
  if (kind < 36) gradientTiles(d, draft);
  else if (kind < 210) tiles(d, draft);
  else shrink(d, draft, d.pick([1500, 5000, 5000, 12000]));
  for (let axis = 0; axis < draft.rank; axis++) fit(d, draft, axis);
  return draft;
}

/** Everything but the wide sizes, however large. */
function drawDraft(d: Dice, seed: number, index: number): Draft {
  const rank = d.pick([1, 2, 2, 3] as const);
  const transposed = d.chance(0.45);
  const each = (make: (fromLast: number) => number) => Array.from({ length: rank }, (_, axis) => make(rank - 1 - axis));
  const paddingKind = transposed
    ? d.pick(["absent", "numbers", "numbers"] as const)
    : d.pick(["absent", "numbers", "numbers", "numbers", "same", "valid"] as const);
  const kernel = each((axis) => d.pick(axis === 2 ? choices.kernelDepth : choices.kernel));
  const stride = each(() => (paddingKind === "same" ? 1 : d.pick([1, 1, ...choices.stride])));
  const dilation = each(() => d.pick([1, 1, ...choices.dilation]));
  const padding = kernel.map((size, axis) => {
    if (paddingKind === "same") return Math.floor((dilation[axis]! * (size - 1)) / 2);
    return paddingKind === "numbers" ? d.pick(choices.padding) : 0;
  });
  const oneToMany = d.chance(0.3);
  const widePerGroup = oneToMany && d.chance(0.6) ? 1 : d.pick(choices.channels);
  return {
    ...{ seed, index, rank, transposed, kernel, stride, dilation, paddingKind, padding, widePerGroup },
    batch: d.pick(choices.batch),
    groups: d.pick([1, 1, ...choices.groups]),
    narrowPerGroup: oneToMany && widePerGroup > 1 ? 1 : d.pick(choices.channels),
    paddingMode: transposed || d.chance(0.6) ? "zeros" : d.pick(choices.paddingMode),
    outputPadding: each(() => 0).map((_, axis) =>
      transposed ? Math.min(d.pick(choices.outputPadding), Math.max(stride[axis]!, dilation[axis]!) - 1) : 0,
    ),
    narrow: each((axis) => d.pick([choices.width, choices.height, choices.depth][axis]!)),
    wide: [],
    bias: d.chance(0.5),
    activation: d.chance(0.7) ? "none" : d.pick(choices.activation),
    inputLayout: d.chance(0.7) ? "contiguous" : d.pick(choices.layout),
    weightLayout: d.chance(0.7) ? "contiguous" : d.pick(choices.layout),
  };
}

/** Kernels of three, steps of one and channels enough for Winograd's method. */
function tiles(d: Dice, draft: Draft): void {
  const { rank } = draft;
  const line = rank === 1 || d.chance(0.2);
  const narrowest = d.pick([2, 2, 2, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 12]);
  const dilation = d.pick(line ? [1, 1, 1, 2, 3, 3] : [1, 1, 1, 2, 3]);
  draft.kernel = [d.whole(1, 2), line ? 1 : 3, 3].slice(3 - rank);
  draft.stride = draft.stride.map(() => 1);
  draft.dilation = draft.dilation.map(() => dilation);
  draft.groups = d.chance(0.8) ? 1 : 2;
  draft.batch = d.whole(0, 1);
  // Two outputs repay few sizes; of others all remainders are wanted, which one row of tiles leaves best.
  const [height, width] =
    line || (narrowest > 2 && d.chance(0.6))
      ? [
          line ? 1 : d.pick([2, 2, 3, 4, 4]),
          4 *
            (dilation === 3 ? d.whole(1, 8) * 3 : d.pick([3, 4, 5, 5, 6, 6, 7, 8, 9, 9, 9, 9, 9, 10, 10, 11, 12, 13])) -
            d.whole(0, 3),
        ]
      : narrowest > 2
        ? [d.whole(4, 18), d.whole(4, 28)]
        : [2 * d.whole(2, 6), d.pick([10, 14])];
  draft.narrow = [d.whole(1, 2), height, width].slice(3 - rank);
  // Few channels on one side and many on the other: each side is the outputs of one direction.
  const products = product(draft.kernel) * product(draft.narrow) * narrowest * draft.groups;
  const few = line ? d.pick([19, 36, 48, 48, 48, 48]) : narrowest;
  const many = line ? (few === 19 ? 64 : 48) : Math.min(48, Math.max(8, Math.round(150_000 / products)));
  [draft.widePerGroup, draft.narrowPerGroup] = d.chance(0.5) ? [few, many] : [many, few];
  repad(draft);
}

/** Sizes at which the weight's gradient goes by tiles, too: so many tiles along each axis, all remainders of them. */
function gradientTiles(d: Dice, draft: Draft): void {
  const [rows, columns] = d.pick([
    [7, 7],
    [7, 7],
    [5, 7],
    [7, 5],
    [6, 7],
    [7, 6],
    [6, 6],
    [8, 7],
  ] as const);
  draft.rank = 2;
  for (const list of ["padding", "outputPadding"] as const)
    draft[list] = [draft[list].at(-2) ?? 0, draft[list].at(-1)!];
  Object.assign(draft, { kernel: [3, 3], stride: [1, 1], dilation: [1, 1], groups: 1, batch: d.whole(0, 1) });
  draft.narrow = [4 * rows - d.whole(0, 3), 4 * columns - d.whole(0, 3)];
  [draft.widePerGroup, draft.narrowPerGroup] = [d.whole(19, 23), d.whole(19, 23)];
  repad(draft);
}

/** Of the paddings and output paddings what fits changed kernels, steps and dilations. */
function repad(draft: Draft): void {
  const { paddingKind, kernel, dilation, stride } = draft;
  if (paddingKind === "same")
    draft.padding = kernel.map((size, axis) => Math.floor((dilation[axis]! * (size - 1)) / 2));
  draft.outputPadding = draft.outputPadding.map((extra, axis) =>
    Math.min(extra, Math.max(stride[axis]!, dilation[axis]!) - 1),
  );
}

/** Takes smaller sizes, here and there, until there are at most so many products. */
function shrink(d: Dice, draft: Draft, most: number): void {
  const below = (list: readonly number[], value: number) => {
    const smaller = list.filter((other) => other < value);
    return smaller.length === 0 ? value : d.pick(smaller.slice(-3));
  };
  while (products(draft) > most) {
    switch (d.whole(0, 5)) {
      case 0:
        draft.batch = draft.batch > 1 ? below(choices.batch, draft.batch) : draft.batch;
        break;
      case 1:
        draft.groups = below(choices.groups, draft.groups);
        break;
      case 2:
        draft.widePerGroup = below(choices.channels, draft.widePerGroup);
        break;
      case 3:
        draft.narrowPerGroup = below(choices.channels, draft.narrowPerGroup);
        break;
      default: {
        const axis = d.whole(0, draft.rank - 1);
        const sizes = [choices.width, choices.height, choices.depth][draft.rank - 1 - axis]!;
        draft.narrow[axis] = below(sizes, draft.narrow[axis]!);
        if (draft.narrow[axis] === 1 && d.chance(0.2)) draft.kernel[axis] = below(choices.kernel, draft.kernel[axis]!);
        repad(draft);
      }
    }
  }
}

const products = (draft: Draft): number =>
  Math.max(1, draft.batch) *
  draft.groups *
  draft.widePerGroup *
  draft.narrowPerGroup *
  product(draft.kernel) *
  product(draft.narrow);

/** Finds the wide size of an axis; where there is none, the narrow one grows or the padding shrinks until there is. */
function fit(d: Dice, draft: Draft, axis: number): void {
  const { transposed, paddingKind, paddingMode } = draft;
  const [stride, reach] = [draft.stride[axis]!, draft.dilation[axis]! * (draft.kernel[axis]! - 1) + 1];
  // What a step leaves over at the end, no output sees.
  const unseen = transposed ? draft.outputPadding[axis]! : d.whole(0, stride - 1);
  const grows = paddingKind === "same" || d.chance(0.5);
  for (;;) {
    const before = draft.padding[axis]!;
    const after = paddingKind === "same" ? reach - 1 - before : before;
    const wide = (draft.narrow[axis]! - 1) * stride + reach - before - after + unseen;
    const border = { zeros: 0, replicate: 0, reflect: Math.max(before, after) + 1, circular: Math.max(before, after) };
    if (wide >= Math.max(1, border[paddingMode])) {
      draft.wide[axis] = wide;
      return;
    }
    if (grows || before === 0) draft.narrow[axis]! += 1;
    else draft.padding[axis]! -= 1;
  }
}
