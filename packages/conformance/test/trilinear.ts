// A convolution and both its gradients in float64, from the definition: one loop over all products, with no code of the library.

/** Sizes of a convolution; of a transposed one the wide side is the output. All lists have one number per axis. */
export interface Sizes {
  readonly batch: number;
  readonly groups: number;
  readonly widePerGroup: number;
  readonly narrowPerGroup: number;
  readonly wide: readonly number[];
  readonly narrow: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
}

/** For each element of a result: the sum of its products, the sum of their sizes, and how many there are. */
export interface Sums {
  readonly value: Float64Array;
  readonly size: Float64Array;
  readonly count: Float64Array;
}

const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

/** Elements of the three arrays. */
export function lengths(s: Sizes): { wide: number; narrow: number; weight: number } {
  return {
    wide: s.batch * s.groups * s.widePerGroup * product(s.wide),
    narrow: s.batch * s.groups * s.narrowPerGroup * product(s.narrow),
    weight: s.groups * s.narrowPerGroup * s.widePerGroup * product(s.kernel),
  };
}

interface Arrays {
  readonly wide: ArrayLike<number>;
  readonly narrow: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
}

/** What each of the three arrays gets from the other two. */
export function trilinear(s: Sizes, { wide, narrow, weight }: Arrays): Record<keyof Arrays, Sums> {
  const count = lengths(s);
  const sums = (n: number): Sums => ({
    value: new Float64Array(n),
    size: new Float64Array(n),
    count: new Float64Array(n),
  });
  const result = { wide: sums(count.wide), narrow: sums(count.narrow), weight: sums(count.weight) };
  const add = (to: Sums, at: number, term: number) => {
    to.value[at]! += term;
    to.size[at]! += Math.abs(term);
    to.count[at]! += 1;
  };
  const pairs = pairsOf(s);
  const [wides, narrows, taps] = [product(s.wide), product(s.narrow), product(s.kernel)];
  for (let n = 0; n < s.batch; n++) {
    for (let group = 0; group < s.groups; group++) {
      for (let o = 0; o < s.narrowPerGroup; o++) {
        for (let c = 0; c < s.widePerGroup; c++) {
          const narrowAt = ((n * s.groups + group) * s.narrowPerGroup + o) * narrows;
          const wideAt = ((n * s.groups + group) * s.widePerGroup + c) * wides;
          const weightAt = ((group * s.narrowPerGroup + o) * s.widePerGroup + c) * taps;
          for (const [place, input, tap] of pairs) {
            const [x, y, w] = [wide[wideAt + input]!, narrow[narrowAt + place]!, weight[weightAt + tap]!];
            add(result.narrow, narrowAt + place, x * w);
            add(result.wide, wideAt + input, y * w);
            add(result.weight, weightAt + tap, x * y);
          }
        }
      }
    }
  }
  return result;
}

/** All (narrow place, wide place, tap) of one pair of channels. */
function pairsOf({ wide, narrow, kernel, stride, dilation, padding }: Sizes): [number, number, number][] {
  let pairs: [number, number, number][] = [[0, 0, 0]];
  wide.forEach((size, axis) => {
    pairs = pairs.flatMap(([place, input, tap]) => {
      const longer: [number, number, number][] = [];
      for (let p = 0; p < narrow[axis]!; p++) {
        for (let k = 0; k < kernel[axis]!; k++) {
          const i = p * stride[axis]! - padding[axis]! + k * dilation[axis]!;
          if (i < 0 || i >= size) continue;
          longer.push([place * narrow[axis]! + p, input * size + i, tap * kernel[axis]! + k]);
        }
      }
      return longer;
    });
  });
  return pairs;
}
