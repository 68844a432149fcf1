// Random geometries and arrays for the tests, the same in every run.
import {
  type ConvGeometry,
  convGeometry,
  narrowShape,
  type SpatialRank,
  weightShape,
  wideShape,
} from "../src/geometry.ts";

/** Numbers in [0, 1), the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** A legal geometry: any rank, direction, groups, stride, dilation and padding, with odd sizes. */
export function randomGeometry(seed: number): ConvGeometry {
  const random = randomNumbers(seed);
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  for (;;) {
    const rank = whole(1, 3) as SpatialRank;
    // Rows of more than 32 columns take other paths than short ones; a long last axis is enough for that.
    const most = rank === 1 ? 23 : rank === 2 ? 9 : 5;
    const width = random() < 0.25 ? 60 : most;
    const groups = random() < 0.6 ? 1 : whole(2, 3);
    const transposed = random() < 0.5;
    const per = (make: () => number) => Array.from({ length: rank }, make);
    const pointwise = random() < 0.15;
    const [narrow, wide] = [whole(1, 6), whole(1, 6)];
    const channels = groups * (transposed ? narrow : wide);
    const stride = per(() => (random() < 0.5 ? 1 : whole(1, 4)));
    const dilation = per(() => (random() < 0.6 ? 1 : whole(1, 4)));
    try {
      return convGeometry({
        api: "test",
        rank,
        transposed,
        input: {
          shape: [whole(1, 3), channels, ...per(() => whole(1, most)).with(-1, whole(1, width))],
          dtype: "float32",
        },
        weight: { shape: [groups * narrow, wide, ...per(() => (pointwise ? 1 : whole(1, 5)))], dtype: "float32" },
        options: {
          stride,
          dilation,
          groups,
          padding: per(() => (random() < 0.4 ? 0 : whole(0, 4))),
          ...(transposed
            ? { outputPadding: per(() => 0).map((_, i) => whole(0, Math.max(stride[i]!, dilation[i]!) - 1)) }
            : {}),
        },
      }).geometry;
    } catch {
      // a kernel that does not fit: draw again
    }
  }
}

/** Elements of the wide, narrow and weight arrays of a geometry. */
export function counts(g: ConvGeometry): { wide: number; narrow: number; weight: number } {
  const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  return { wide: product(wideShape(g)), narrow: product(narrowShape(g)), weight: product(weightShape(g)) };
}

/** Numbers of very different size and sign, so that the order of additions shows. */
export function wildNumbers(count: number, seed: number): number[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => Math.fround((random() - 0.5) * 2 ** Math.floor(random() * 12 - 6)));
}

/** Whole numbers from -4 to 4. */
export function wholeNumbers(count: number, seed: number): number[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => Math.floor(random() * 9) - 4);
}
