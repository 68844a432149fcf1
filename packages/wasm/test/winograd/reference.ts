// A convolution in float64, from its definition.
import type { Activation, ConvGeometry } from "@toeplitz/conv/geometry";

export type Direction = "narrow" | "wide";

export interface Case {
  readonly batch?: number;
  readonly groups?: number;
  /** Channels per group, of the side that is read and the one that is written. */
  readonly channels: number;
  readonly outputs: number;
  readonly size: readonly [number, number, number];
  readonly kernel?: readonly [number, number, number];
  readonly padding?: readonly [number, number, number];
  readonly dilation?: readonly [number, number, number];
}

export interface Data {
  readonly source: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
  readonly bias: ArrayLike<number> | null;
}

/** A geometry whose source, in that direction, has the case's size. */
export function geometryOf(c: Case, direction: Direction): ConvGeometry {
  const { batch = 1, groups = 1, kernel = [1, 3, 3], padding = [0, 1, 1], dilation = [1, 1, 1] } = c;
  const sign = direction === "narrow" ? 1 : -1;
  const other = c.size.map((size, axis) => size + sign * (2 * padding[axis]! - (kernel[axis]! - 1) * dilation[axis]!));
  const [narrow, wide] = direction === "narrow" ? [other, c.size] : [c.size, other];
  const [wideChannels, narrowChannels] = direction === "narrow" ? [c.channels, c.outputs] : [c.outputs, c.channels];
  return {
    ...{ rank: 3, transposed: false, batch, groups, kernel, padding, dilation, paddingAfter: padding },
    ...{ widePerGroup: wideChannels, narrowPerGroup: narrowChannels, stride: [1, 1, 1], paddingMode: "zeros" },
    wide: wide as unknown as ConvGeometry["wide"],
    narrow: narrow as unknown as ConvGeometry["narrow"],
  };
}

/** The elements of a case by their places, in either direction. Taps are counted in the order in which they meet the source. */
export class Elements {
  readonly g: ConvGeometry;
  readonly out: readonly [number, number, number];
  readonly #c: Case;
  readonly #narrow: boolean;
  readonly #data: Data;

  constructor(c: Case, direction: Direction, data: Data) {
    this.g = geometryOf(c, direction);
    this.#c = c;
    this.#narrow = direction === "narrow";
    this.#data = data;
    this.out = this.#narrow ? this.g.narrow : this.g.wide;
  }

  /** Where tap k of the output at 0 meets the source. */
  offset(axis: 0 | 1 | 2, k: number): number {
    const { padding, dilation, kernel } = this.g;
    const reach = k * dilation[axis];
    return reach + (this.#narrow ? -padding[axis] : padding[axis] - (kernel[axis] - 1) * dilation[axis]);
  }

  source(n: number, group: number, channel: number, d: number, h: number, w: number): number {
    const [D, H, W] = this.#c.size;
    if (d < 0 || d >= D || h < 0 || h >= H || w < 0 || w >= W) return 0;
    const plane = (n * this.g.groups + group) * this.#c.channels + channel;
    return this.#data.source[((plane * D + d) * H + h) * W + w]!;
  }

  weight(group: number, output: number, channel: number, tap: readonly [number, number, number]): number {
    const { kernel, narrowPerGroup, widePerGroup } = this.g;
    const [kd, kh, kw] = this.#narrow ? tap : tap.map((k, axis) => kernel[axis]! - 1 - k);
    const [narrow, wide] = this.#narrow ? [output, channel] : [channel, output];
    const plane = (group * narrowPerGroup + narrow) * widePerGroup + wide;
    return this.#data.weight[((plane * kernel[0] + kd!) * kernel[1] + kh!) * kernel[2] + kw!]!;
  }

  bias(group: number, output: number): number {
    return this.#data.bias?.[group * this.#c.outputs + output] ?? 0;
  }
}

/** Every output. */
export function answer(c: Case, direction: Direction, data: Data, activation: Activation = "none"): number[] {
  const elements = new Elements(c, direction, data);
  const { batch, groups, kernel } = elements.g;
  const [OD, OH, OW] = elements.out;
  const values: number[] = [];
  for (let n = 0; n < batch; n++) {
    for (let group = 0; group < groups; group++) {
      for (let output = 0; output < c.outputs; output++) {
        for (let place = 0; place < OD * OH * OW; place++) {
          const [od, oh, ow] = [Math.floor(place / (OH * OW)), Math.floor(place / OW) % OH, place % OW];
          let sum = elements.bias(group, output);
          for (let channel = 0; channel < c.channels; channel++) {
            for (let kd = 0; kd < kernel[0]; kd++) {
              for (let kh = 0; kh < kernel[1]; kh++) {
                for (let kw = 0; kw < kernel[2]; kw++) {
                  const [d, h, w] = [elements.offset(0, kd), elements.offset(1, kh), elements.offset(2, kw)];
                  const x = elements.source(n, group, channel, od + d, oh + h, ow + w);
                  sum += x * elements.weight(group, output, channel, [kd, kh, kw]);
                }
              }
            }
          }
          if (activation !== "none") sum = Math.max(0, sum);
          values.push(activation === "relu6" ? Math.min(6, sum) : sum);
        }
      }
    }
  }
  return values;
}
