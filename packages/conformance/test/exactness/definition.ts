// A convolution and its gradients from the definition: one product for every output, tap and channel. No code of the library, and no
// rounding: on whole numbers all sums are exact.
import type { ConvPaddingMode } from "../../src/rows/conv-case.ts";
import { type Config, product } from "./config.ts";

/** What one tap of the kernel joins: places of the narrow side, and the places of the wide side that they see through it. */
interface Joined {
  readonly narrow: Int32Array;
  readonly wide: Int32Array;
}

/** The elements of a configuration, all whole numbers. `gradient` is what is sent into the output. */
export interface Data {
  readonly input: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array | null;
  readonly gradient: Float32Array;
}

export interface Gradients {
  readonly input: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** Elements of the arrays. */
export function lengths(c: Config): { input: number; weight: number; bias: number; output: number } {
  const planes = Math.max(1, c.batch) * c.groups;
  const wide = planes * c.widePerGroup * product(c.wide);
  const narrow = planes * c.narrowPerGroup * product(c.narrow);
  const weight = c.groups * c.narrowPerGroup * c.widePerGroup * product(c.kernel);
  const bias = c.groups * (c.transposed ? c.widePerGroup : c.narrowPerGroup);
  return { input: c.transposed ? narrow : wide, output: c.transposed ? wide : narrow, weight, bias };
}

/** The answers of one configuration, each from loops over all products. */
export class Definition {
  readonly #c: Config;
  readonly #data: Data;
  /** By tap. */
  readonly #joined: readonly Joined[];

  constructor(c: Config, data: Data) {
    this.#c = c;
    this.#data = data;
    this.#joined = joinedBy(c);
  }

  /** The output, after the activation. */
  output(): Float32Array {
    const { transposed, activation } = this.#c;
    const { input, weight, bias } = this.#data;
    const sums = new Float64Array(lengths(this.#c).output);
    this.#eachTap((narrow, narrowAt, wide, wideAt, weightAt) => {
      const [from, fromAt, to, toAt] = transposed ? [narrow, narrowAt, wide, wideAt] : [wide, wideAt, narrow, narrowAt];
      const w = weight[weightAt]!;
      for (let i = 0; i < from.length; i++) sums[toAt + to[i]!]! += input[fromAt + from[i]!]! * w;
    });
    if (bias !== null) this.#eachOutput((at, channel) => (sums[at]! += bias[channel]!));
    if (activation !== "none") {
      for (let i = 0; i < sums.length; i++) {
        const open = Math.max(0, sums[i]!);
        sums[i] = activation === "relu6" ? Math.min(6, open) : open;
      }
    }
    return Float32Array.from(sums);
  }

  /** The gradients of what is sent into an output with these values. */
  gradients(output: Float32Array): Gradients {
    const { transposed, activation } = this.#c;
    const { input, weight, gradient } = this.#data;
    const sent = gradient.slice();
    if (activation !== "none") {
      for (const [i, y] of output.entries()) if (y <= 0 || (activation === "relu6" && y >= 6)) sent[i] = 0;
    }
    const count = lengths(this.#c);
    const toInput = new Float64Array(count.input);
    const toWeight = new Float64Array(count.weight);
    const toBias = new Float64Array(count.bias);
    this.#eachTap((narrow, narrowAt, wide, wideAt, weightAt) => {
      const [from, fromAt, to, toAt] = transposed ? [narrow, narrowAt, wide, wideAt] : [wide, wideAt, narrow, narrowAt];
      const w = weight[weightAt]!;
      let sum = 0;
      for (let i = 0; i < from.length; i++) {
        const g = sent[toAt + to[i]!]!;
        toInput[fromAt + from[i]!]! += g * w;
        sum += g * input[fromAt + from[i]!]!;
      }
      toWeight[weightAt]! += sum;
    });
    this.#eachOutput((at, channel) => (toBias[channel]! += sent[at]!));
    return {
      input: Float32Array.from(toInput),
      weight: Float32Array.from(toWeight),
      bias: Float32Array.from(toBias),
    };
  }

  /** Visits every weight: what it joins, and where the planes of its channels begin. */
  #eachTap(
    visit: (narrow: Int32Array, narrowAt: number, wide: Int32Array, wideAt: number, weightAt: number) => void,
  ): void {
    const { batch, groups, widePerGroup, narrowPerGroup } = this.#c;
    const [narrows, wides] = [product(this.#c.narrow), product(this.#c.wide)];
    for (let n = 0; n < Math.max(1, batch); n++) {
      let weightAt = 0;
      for (let g = 0; g < groups; g++) {
        for (let o = 0; o < narrowPerGroup; o++) {
          for (let c = 0; c < widePerGroup; c++) {
            const narrowAt = ((n * groups + g) * narrowPerGroup + o) * narrows;
            const wideAt = ((n * groups + g) * widePerGroup + c) * wides;
            for (const { narrow, wide } of this.#joined) visit(narrow, narrowAt, wide, wideAt, weightAt++);
          }
        }
      }
    }
  }

  #eachOutput(visit: (at: number, channel: number) => void): void {
    const { output, bias: channels } = lengths(this.#c);
    const plane = product(this.#c.transposed ? this.#c.wide : this.#c.narrow);
    for (let at = 0; at < output; at++) visit(at, Math.floor(at / plane) % channels);
  }
}

/** Within a pair of planes: what the taps of all axes together join. */
function joinedBy(c: Config): Joined[] {
  let taps: (readonly [number, number])[][] = [[[0, 0]]];
  for (let axis = 0; axis < c.rank; axis++) {
    const [narrow, wide] = [c.narrow[axis]!, c.wide[axis]!];
    const along = joinedAlong(c, axis);
    taps = taps.flatMap((pairs) =>
      along.map((further) =>
        pairs.flatMap(([o, i]) => further.map(([p, q]) => [o * narrow + p, i * wide + q] as const)),
      ),
    );
  }
  return taps.map((pairs) => ({
    narrow: Int32Array.from(pairs, ([narrow]) => narrow),
    wide: Int32Array.from(pairs, ([, wide]) => wide),
  }));
}

/** Of one axis, by tap: (narrow place, wide place). */
function joinedAlong(c: Config, axis: number): (readonly [number, number])[][] {
  const [stride, dilation, padding, size] = [c.stride[axis]!, c.dilation[axis]!, c.padding[axis]!, c.wide[axis]!];
  return Array.from({ length: c.kernel[axis]! }, (_, k) => {
    const pairs: [number, number][] = [];
    for (let p = 0; p < c.narrow[axis]!; p++) {
      const place = inside(p * stride + k * dilation - padding, size, c.paddingMode);
      if (place !== null) pairs.push([p, place]);
    }
    return pairs;
  });
}

/** Which element a place of the border repeats; null for a zero. */
function inside(place: number, size: number, mode: ConvPaddingMode): number | null {
  if (place >= 0 && place < size) return place;
  switch (mode) {
    case "zeros":
      return null;
    case "reflect":
      return place < 0 ? -place : 2 * (size - 1) - place;
    case "replicate":
      return place < 0 ? 0 : size - 1;
    case "circular":
      return (place + size) % size;
  }
}
