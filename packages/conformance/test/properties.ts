// What holds for every convolution, as equations between calls of the library: on whole numbers, so that both sides have the same bits.
import type { Tensor } from "@toeplitz/tensor";
import fc from "fast-check";
import { called, convFunctionName } from "../src/rows/index.ts";
import { library as t } from "./library.ts";

/** A convolution and what it is applied to. Lists have one number per axis. */
interface Drawn {
  readonly rank: 1 | 2 | 3;
  readonly batch: number;
  readonly groups: number;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
  /** Input [batch, channels, ...], weight [outputs, channels / groups, ...], and something of the output's shape. */
  readonly x: Tensor;
  readonly w: Tensor;
  readonly y: Tensor;
  /** As x and as w. */
  readonly x2: Tensor;
  readonly w2: Tensor;
}

/** Whole numbers from -4 to 4 that depend on the seed. */
function whole(seed: number, shape: readonly number[]): Tensor {
  let state = (Math.imul(seed + 1, 2654435761) ^ shape.length) | 1;
  const length = shape.reduce((a, b) => a * b, 1);
  const numbers = Float32Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 8) % 9) - 4;
  });
  return t.tensor(numbers, { shape: [...shape] });
}

const size = (most: number, least = 1) => fc.integer({ min: least, max: most });
const perAxis = (most: number, least = 1) => fc.array(size(most, least), { minLength: 3, maxLength: 3 });

/** How large drawn convolutions are: most axes, outputs per axis, and channels per group on either side. */
interface Extent {
  readonly ranks: readonly (1 | 2 | 3)[];
  readonly outputs: number;
  readonly channels: number;
  /** Whether some are as most layers are: many channels in one group, three taps along an axis, steps of one, and wide. */
  readonly usual: boolean;
}

const extents = {
  /** So small that a matrix of all of it is, too. */
  small: { ranks: [1, 2, 3], outputs: 6, channels: 4, usual: false },
  /** With rows of several vectors, and tiles of all heights. */
  large: { ranks: [1, 2], outputs: 40, channels: 16, usual: true },
} as const satisfies Record<string, Extent>;

/** Small ones first: what fails shrinks to one channel, one tap and one element where that still fails. */
const drawnWithin = ({ ranks, outputs: mostOutputs, channels, usual }: Extent) =>
  fc
    .record({
      rank: fc.constantFrom(...ranks),
      batch: size(3),
      groups: size(3),
      inputs: size(channels),
      outputs: size(channels),
      kernel: perAxis(3),
      stride: perAxis(3),
      dilation: perAxis(3),
      padding: perAxis(2, 0),
      outputSizes: perAxis(mostOutputs),
      /** Elements that the last step does not reach. */
      unseen: perAxis(2, 0),
      seed: fc.nat(1_000_000),
      isUsual: usual ? fc.boolean() : fc.constant(false),
    })
    .map(({ isUsual, ...given }): Drawn => {
      const ones = [1, 1, 1];
      const layer = { groups: 1, inputs: 24, outputs: 24, kernel: [3, 3, 3], stride: ones, dilation: ones };
      const draft = isUsual ? { ...given, ...layer } : given;
      const { rank, batch, groups, inputs, outputs, seed } = draft;
      const axes = (list: readonly number[]) => list.slice(0, rank);
      const outputSizes = draft.outputSizes.map((size) => (isUsual ? 20 + Math.ceil(size / 2) : size));
      const [kernel, stride, dilation, out] = [draft.kernel, draft.stride, draft.dilation, outputSizes].map(axes) as [
        number[],
        number[],
        number[],
        number[],
      ];
      const reach = kernel.map((k, axis) => (out[axis]! - 1) * stride[axis]! + dilation[axis]! * (k - 1) + 1);
      // As much padding as leaves an element of input.
      const padding = axes(draft.padding).map((p, axis) => Math.min(p, Math.floor((reach[axis]! - 1) / 2)));
      const sizes = reach.map((r, axis) => r - 2 * padding[axis]! + Math.min(draft.unseen[axis]!, stride[axis]! - 1));
      const xShape = [batch, groups * inputs, ...sizes];
      const wShape = [groups * outputs, inputs, ...kernel];
      return {
        ...{ rank, batch, groups, kernel, stride, dilation, padding },
        ...{ x: whole(seed, xShape), w: whole(seed + 1, wShape), y: whole(seed + 2, [batch, wShape[0]!, ...out]) },
        ...{ x2: whole(seed + 3, xShape), w2: whole(seed + 4, wShape) },
      };
    });

/** The options of a drawn convolution, as the functions take them. */
const optionsOf = ({ stride, dilation, padding, groups }: Drawn) => ({ stride, dilation, padding, groups });

function conv({ rank }: Drawn, x: Tensor, w: Tensor, options: object): Tensor {
  return called(t, convFunctionName({ rank, transposed: false }))(x, w, options);
}

function convTranspose({ rank }: Drawn, y: Tensor, w: Tensor, options: object): Tensor {
  return called(t, convFunctionName({ rank, transposed: true }))(y, w, options);
}

/** What a transposed convolution needs to come back to the input's size. */
const outputPaddingOf = ({ x, kernel, stride, dilation, padding }: Drawn) =>
  kernel.map((k, axis) => (x.shape[axis + 2]! + 2 * padding[axis]! - dilation[axis]! * (k - 1) - 1) % stride[axis]!);

const spatialAxes = ({ rank }: Drawn) => Array.from({ length: rank }, (_, axis) => axis + 2);

/** One element of so many along each spatial axis. */
const everyNth = (x: Tensor, steps: readonly number[]) => x.index("...", ...steps.map((step) => `::${step}`));

/** Zeros between the elements along each spatial axis. */
function spread(x: Tensor, distances: readonly number[]): Tensor {
  let spreadOut = x;
  for (const [axis, distance] of distances.entries()) {
    if (distance === 1) continue;
    const between = t.zeros(spreadOut.shape);
    const copies = [spreadOut, ...Array.from({ length: distance - 1 }, () => between)];
    const interleaved = t.flatten(t.stack(copies, { dim: axis + 3 }), axis + 2, axis + 3);
    spreadOut = interleaved.narrow(axis + 2, 0, (spreadOut.shape[axis + 2]! - 1) * distance + 1);
  }
  return spreadOut;
}

/** Padding as `pad` takes it: the last axis first. */
const sides = (padding: readonly number[]) => padding.toReversed().flatMap((p) => [p, p]);

const part = (x: Tensor, axis: number, i: number, of: number) =>
  x.narrow(axis, (i * x.shape[axis]!) / of, x.shape[axis]! / of);

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Each gives two tensors that are the same; null where the equation says nothing about a convolution. */
export const properties: Readonly<Record<string, (c: Drawn) => readonly [Tensor, Tensor] | null>> = {
  "linear in the input": (c) => [
    conv(c, t.add(c.x, t.mul(c.x2, 3)), c.w, optionsOf(c)),
    t.add(conv(c, c.x, c.w, optionsOf(c)), t.mul(conv(c, c.x2, c.w, optionsOf(c)), 3)),
  ],
  "linear in the weight": (c) => [
    conv(c, c.x, t.sub(c.w, t.mul(c.w2, 2)), optionsOf(c)),
    t.sub(conv(c, c.x, c.w, optionsOf(c)), t.mul(conv(c, c.x, c.w2, optionsOf(c)), 2)),
  ],
  "an input shifted along any axis shifts the output": (c) => {
    const options = { ...optionsOf(c), padding: 0 };
    const still = conv(c, padded(c), c.w, options);
    const moved = spatialAxes(c).map((axis, i) => {
      const front = sides(c.kernel.map(() => 0));
      front[2 * (c.rank - 1 - i)] = c.stride[i]!;
      const y = conv(c, t.pad(padded(c), front), c.w, options);
      return y.narrow(axis, 1, y.shape[axis]! - 1);
    });
    return [
      t.cat(moved, { dim: 1 }),
      t.cat(
        moved.map(() => still),
        { dim: 1 },
      ),
    ];
  },
  "a step takes every so manyth output": (c) => [
    conv(c, c.x, c.w, optionsOf(c)),
    everyNth(conv(c, c.x, c.w, { ...optionsOf(c), stride: 1 }), c.stride),
  ],
  "dilation puts zeros into the kernel": (c) => [
    conv(c, c.x, c.w, optionsOf(c)),
    conv(c, c.x, spread(c.w, c.dilation), { ...optionsOf(c), dilation: 1 }),
  ],
  "groups are convolutions side by side": (c) => {
    const alone = { ...optionsOf(c), groups: 1 };
    const outputs = upTo(c.groups).map((g) => conv(c, part(c.x, 1, g, c.groups), part(c.w, 0, g, c.groups), alone));
    return [conv(c, c.x, c.w, optionsOf(c)), t.cat(outputs, { dim: 1 })];
  },
  "images do not see each other": (c) => [
    conv(c, c.x, c.w, optionsOf(c)),
    t.cat(
      upTo(c.batch).map((n) => conv(c, part(c.x, 0, n, c.batch), c.w, optionsOf(c))),
      { dim: 0 },
    ),
  ],
  "transposed, it is the adjoint": (c) => {
    const back = convTranspose(c, c.y, c.w, { ...optionsOf(c), outputPadding: outputPaddingOf(c) });
    return [t.sum(t.mul(conv(c, c.x, c.w, optionsOf(c)), c.y)), t.sum(t.mul(c.x, back))];
  },
  "transposed, it convolves a stretched input with the kernel turned around": (c) => {
    const { padding, kernel, dilation } = c;
    const border = kernel.map((k, axis) => dilation[axis]! * (k - 1) - padding[axis]!);
    if (c.groups > 1 || border.some((p) => p < 0)) return null;
    const stretched = spread(c.y, c.stride);
    const extra = outputPaddingOf(c);
    const ends = border.map((p, axis) => [p, p + extra[axis]!]).toReversed();
    const turned = t.flip(c.w, spatialAxes(c)).transpose(0, 1);
    return [
      convTranspose(c, c.y, c.w, { ...optionsOf(c), outputPadding: extra }),
      conv(c, t.pad(stretched, ends.flat()), turned, { dilation }),
    ];
  },
  "padding 'same' pads by what the kernel reaches, the odd element behind": (c) => {
    const total = c.kernel.map((k, axis) => c.dilation[axis]! * (k - 1));
    const ends = total.map((n) => [Math.floor(n / 2), Math.ceil(n / 2)]).toReversed();
    const options = { ...optionsOf(c), stride: 1 };
    return [
      conv(c, c.x, c.w, { ...options, padding: "same" }),
      conv(c, t.pad(c.x, ends.flat()), c.w, { ...options, padding: 0 }),
    ];
  },
  "an image needs no batch": (c) => [
    conv(c, c.x.select(0, 0), c.w, optionsOf(c)),
    conv(c, c.x, c.w, optionsOf(c)).select(0, 0),
  ],
  "the order of elements in memory does not matter": (c) => {
    const [x, w] = [c.x, c.w].map((each) => each.transpose(1, -1).contiguous().transpose(1, -1)) as [Tensor, Tensor];
    const back = { ...optionsOf(c), outputPadding: outputPaddingOf(c) };
    const flat = (input: Tensor, weight: Tensor, output: Tensor) =>
      t.cat([t.flatten(conv(c, input, weight, optionsOf(c))), t.flatten(convTranspose(c, output, weight, back))]);
    return [flat(x, w, c.y.transpose(0, -1).contiguous().transpose(0, -1)), flat(c.x, c.w, c.y)];
  },
  "padding is a padded input": (c) => [
    conv(c, c.x, c.w, optionsOf(c)),
    conv(c, padded(c), c.w, { ...optionsOf(c), padding: 0 }),
  ],
  "a padding mode is an input padded in that mode": (c) => {
    const fits = c.padding.every((p, axis) => p < c.x.shape[axis + 2]!);
    if (!fits) return null;
    const outputs = (["reflect", "replicate", "circular"] as const).map((mode) => [
      conv(c, c.x, c.w, { ...optionsOf(c), paddingMode: mode }),
      conv(c, t.pad(c.x, sides(c.padding), { mode }), c.w, { ...optionsOf(c), padding: 0 }),
    ]);
    return [
      t.cat(
        outputs.map(([own]) => own!),
        { dim: 1 },
      ),
      t.cat(
        outputs.map(([, other]) => other!),
        { dim: 1 },
      ),
    ];
  },
  "the matrix is the convolution": (c) => {
    const first = c.x.select(0, 0);
    const matrix = t.kernelMatrix(c.w, first.shape, optionsOf(c));
    return [t.flatten(conv(c, first, c.w, optionsOf(c))), t.matmul(matrix.dense(), t.flatten(first))];
  },
  "the transposed matrix is the transposed convolution": (c) => {
    const first = c.y.select(0, 0);
    const matrix = t.kernelMatrix(c.w, c.x.shape.slice(1), optionsOf(c)).dense();
    const back = convTranspose(c, first, c.w, { ...optionsOf(c), outputPadding: outputPaddingOf(c) });
    return [t.flatten(back), t.matmul(matrix.transpose(0, 1), t.flatten(first))];
  },
  "unfold and a product": (c) => {
    if (c.rank !== 2 || c.groups > 1) return null;
    const { stride, dilation, padding } = c;
    const columns = t.unfold(c.x, c.kernel, { stride, dilation, padding });
    const y = conv(c, c.x, c.w, optionsOf(c));
    return [t.flatten(y, 2), t.matmul(t.flatten(c.w, 1), columns)];
  },
  "fold after unfold counts how often an element is seen": (c) => {
    if (c.rank !== 2) return null;
    const { stride, dilation, padding } = c;
    const options = { stride, dilation, padding };
    const twice = (x: Tensor) => t.fold(t.unfold(x, c.kernel, options), x.shape.slice(2), c.kernel, options);
    return [twice(c.x), t.mul(c.x, twice(t.ones(c.x.shape)))];
  },
  "a line is a plane of height 1": (c) => {
    if (c.rank !== 1) return null;
    const options = {
      stride: [1, ...c.stride],
      dilation: [1, ...c.dilation],
      padding: [0, ...c.padding],
      groups: c.groups,
    };
    return [conv(c, c.x, c.w, optionsOf(c)), t.squeeze(t.conv2d(t.unsqueeze(c.x, 2), t.unsqueeze(c.w, 2), options), 2)];
  },
  "a plane is a volume of depth 1": (c) => {
    if (c.rank !== 2) return null;
    const options = {
      stride: [1, ...c.stride],
      dilation: [1, ...c.dilation],
      padding: [0, ...c.padding],
      groups: c.groups,
    };
    return [conv(c, c.x, c.w, optionsOf(c)), t.squeeze(t.conv3d(t.unsqueeze(c.x, 2), t.unsqueeze(c.w, 2), options), 2)];
  },
  "a kernel of one element is a product of channels": (c) => {
    if (c.groups > 1) return null;
    const w = c.w.index(":", ":", ...c.kernel.map(() => "0:1"));
    const y = conv(c, c.x, w, {});
    return [t.flatten(y, 2), t.matmul(t.flatten(w, 1), t.flatten(c.x, 2))];
  },
  "a bias is added to each output": (c) => {
    const bias = whole(c.batch, [c.w.shape[0]!]);
    const own = bias.reshape([-1, ...c.kernel.map(() => 1)]);
    return [conv(c, c.x, c.w, { ...optionsOf(c), bias }), t.add(conv(c, c.x, c.w, optionsOf(c)), own)];
  },
  "the order of input channels does not matter": (c) => {
    if (c.groups > 1) return null;
    return [conv(c, t.flip(c.x, [1]), t.flip(c.w, [1]), optionsOf(c)), conv(c, c.x, c.w, optionsOf(c))];
  },
  "outputs come in the order of the weights": (c) => {
    if (c.groups > 1) return null;
    return [conv(c, c.x, t.flip(c.w, [0]), optionsOf(c)), t.flip(conv(c, c.x, c.w, optionsOf(c)), [1])];
  },
  "the input's gradient is the transposed convolution": (c) => {
    const x = c.x.detach().requiresGrad_();
    const [gradient] = t.grad(conv(c, x, c.w, optionsOf(c)), [x], { gradOutputs: c.y });
    return [gradient!, convTranspose(c, c.y, c.w, { ...optionsOf(c), outputPadding: outputPaddingOf(c) })];
  },
  "the weight's gradient is a convolution with step and dilation exchanged": (c) => {
    if (c.groups > 1) return null;
    const w = c.w.detach().requiresGrad_();
    const [gradient] = t.grad(conv(c, c.x, w, optionsOf(c)), [w], { gradOutputs: c.y });
    const { stride, dilation, padding } = c;
    const exchanged = { stride: dilation, dilation: stride, padding };
    const all = conv(c, c.x.transpose(0, 1), c.y.transpose(0, 1), exchanged).transpose(0, 1);
    return [gradient!, all.index(":", ":", ...c.kernel.map((k) => `:${k}`))];
  },
  "the gradients of a transposed convolution are the convolution's": (c) => {
    const [y, w] = [c.y.detach().requiresGrad_(), c.w.detach().requiresGrad_()];
    const back = convTranspose(c, y, w, { ...optionsOf(c), outputPadding: outputPaddingOf(c) });
    const [toInput, toWeight] = t.grad(back, [y, w], { gradOutputs: c.x });
    const v = c.w.detach().requiresGrad_();
    const [expected] = t.grad(conv(c, c.x, v, optionsOf(c)), [v], { gradOutputs: c.y });
    return [
      t.cat([t.flatten(toInput!), t.flatten(toWeight!)]),
      t.cat([t.flatten(conv(c, c.x, c.w, optionsOf(c))), t.flatten(expected!)]),
    ];
  },
};

const isNear = (a: Tensor, b: Tensor) => Number(t.sub(a, b).abs().max().item()) < 0.5;

/** The input with its border of zeros. */
function padded({ x, padding }: Drawn): Tensor {
  return t.pad(x, sides(padding));
}

/** What needs a matrix of everything, and so takes too long for large convolutions. */
const forSmallOnes: ReadonlySet<string> = new Set([
  "the matrix is the convolution",
  "the transposed matrix is the transposed convolution",
]);

export const propertiesOfLarge: readonly string[] = Object.keys(properties).filter((name) => !forSmallOnes.has(name));

/**
 * Tries a property on so many convolutions. Throws with the seed and the smallest one that fails.
 *
 * @param hasRounded whether, since it was asked last, something was computed that rounds; then the two sides may differ
 * by less than whole numbers do
 */
export function checkProperty(
  name: string,
  runs: number,
  seed: number,
  extent: keyof typeof extents = "small",
  hasRounded: () => boolean = () => false,
): void {
  const equation = properties[name]!;
  let said = 0;
  const property = fc.property(drawnWithin(extents[extent]), (drawn) => {
    hasRounded();
    const pair = equation(drawn);
    if (pair === null) return;
    const [a, b] = pair;
    if (String(a.shape) !== String(b.shape)) throw new Error(`shapes ${a.shape} and ${b.shape}`);
    const rounded = hasRounded();
    said += 1;
    if (!(rounded ? isNear(a, b) : t.equal(a, b))) throw new Error(`${a}\nis not\n${b}`);
  });
  fc.assert(property, { numRuns: runs, seed });
  if (said < runs / 20) throw new Error(`${name}: only ${said} of ${runs} convolutions have something to say`);
}
