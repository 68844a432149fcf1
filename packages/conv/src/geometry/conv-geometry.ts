// What a convolution is, in numbers: one frozen record that kernels, taps and matrices all read.
import { argumentError } from "@toeplitz/tensor/extend";

/** Number of spatial axes that the public function has: conv1d 1, conv2d 2, conv3d 3. */
export type SpatialRank = 1 | 2 | 3;

/** One number per axis, [D, H, W]. Axes that the operation lacks lead, so that W is always the contiguous one. */
export type Triple = readonly [depth: number, height: number, width: number];

/** What stands outside of the input. Numeric kernels know `zeros` only. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** A pointwise function that the kernel applies to each finished sum. */
export type Activation = "none" | "relu" | "relu6";

/**
 * A convolution or transposed convolution with every size spelled out.
 *
 * A convolution of fixed geometry is one trilinear form over three arrays, and a transposed convolution is the same form read
 * the other way:
 *
 * * `wide`, [batch, groups * widePerGroup, ...wide]: x of a convolution, the *output* of a transposed one;
 * * `narrow`, [batch, groups * narrowPerGroup, ...narrow]: y of a convolution, the *input* of a transposed one;
 * * `weight`, [groups * narrowPerGroup, widePerGroup, ...kernel], of both.
 *
 * Element `o` of narrow meets element `o * stride - padding + k * dilation` of wide through element `k` of the weight, on each
 * axis. As both sizes are explicit, outputPadding and padding that is larger behind than in front need no fields.
 */
export interface ConvGeometry {
  /** Spatial axes of the public function; arithmetic always has three. */
  readonly rank: SpatialRank;
  /** Whether the forward direction goes from narrow to wide. */
  readonly transposed: boolean;
  readonly batch: number;
  readonly groups: number;
  /** Channels of one group on the wide side. */
  readonly widePerGroup: number;
  /** Channels of one group on the narrow side. */
  readonly narrowPerGroup: number;
  readonly wide: Triple;
  readonly narrow: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  /** Padding before the first element of each axis of the wide side. */
  readonly padding: Triple;
  /** Padding behind the last element; only a mode other than `zeros` needs it, when the input is padded first. */
  readonly paddingAfter: Triple;
  readonly paddingMode: PaddingMode;
}

/** @throws ToeplitzError for what no function of this package made. */
export function checkGeometry(api: string, geometry: unknown): asserts geometry is ConvGeometry {
  if (geometry !== null && typeof geometry === "object" && "wide" in geometry && "narrow" in geometry) return;
  throw argumentError(api, "geometry", "be a geometry made by convGeometry", geometry);
}

/** Shape of the wide array with the public function's axes, batched: [N, C, ...]. */
export function wideShape(g: ConvGeometry): number[] {
  checkGeometry("wideShape", g);
  return [g.batch, g.groups * g.widePerGroup, ...g.wide.slice(3 - g.rank)];
}

/** Shape of the narrow array with the public function's axes, batched: [N, C, ...]. */
export function narrowShape(g: ConvGeometry): number[] {
  checkGeometry("narrowShape", g);
  return [g.batch, g.groups * g.narrowPerGroup, ...g.narrow.slice(3 - g.rank)];
}

/** Shape of the weight with the public function's axes: [groups * narrowPerGroup, widePerGroup, ...kernel]. */
export function weightShape(g: ConvGeometry): number[] {
  checkGeometry("weightShape", g);
  return [g.groups * g.narrowPerGroup, g.widePerGroup, ...g.kernel.slice(3 - g.rank)];
}

/** Multiplications that the operation takes, counting those that padding skips: every output times its taps. */
export function multiplications(g: ConvGeometry): number {
  return g.batch * g.groups * g.narrowPerGroup * g.widePerGroup * volume(g.narrow) * volume(g.kernel);
}

/** Product of the three sizes. */
export function volume(sizes: Triple): number {
  return sizes[0] * sizes[1] * sizes[2];
}

/**
 * The same convolution of an input that has been padded already, which is how a mode other than `zeros` runs: pad the wide side
 * by `padding` and `paddingAfter` in that mode, then convolve without padding.
 */
export function prepadded(g: ConvGeometry): ConvGeometry {
  return derived(g, prepaddedGeometries, () => {
    const wide = Object.freeze(g.wide.map((size, axis) => size + g.padding[axis]! + g.paddingAfter[axis]!));
    const none: Triple = Object.freeze([0, 0, 0] as const);
    return {
      ...g,
      wide: wide as unknown as Triple,
      padding: none,
      paddingAfter: none,
      paddingMode: "zeros" as const,
    };
  });
}

/** The same form read the other way: the direction of the gradient. */
export function reversed(g: ConvGeometry): ConvGeometry {
  const back = derived(g, reversedGeometries, () => ({ ...g, transposed: !g.transposed }));
  reversedGeometries.set(back, g);
  return back;
}

const prepaddedGeometries = new WeakMap<ConvGeometry, ConvGeometry>();
const reversedGeometries = new WeakMap<ConvGeometry, ConvGeometry>();

/** One derived geometry per geometry, so that what a backend keeps with it is found again. */
function derived(
  g: ConvGeometry,
  known: WeakMap<ConvGeometry, ConvGeometry>,
  derive: () => ConvGeometry,
): ConvGeometry {
  let made = known.get(g);
  if (made === undefined) known.set(g, (made = Object.freeze(derive())));
  return made;
}
