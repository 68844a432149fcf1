// The bounds that the README of @toeplitz/wasm publishes for its levels, on random numbers over random geometries.
import type { Tensor } from "@toeplitz/tensor";
import type { Level } from "@toeplitz/wasm";
import { expect } from "vitest";
import { jobsSince } from "../src/index.ts";
import { called, convFunctionName } from "../src/rows/index.ts";
import { type Ground, runOn } from "./backends.ts";
import { library } from "./library.ts";
import { lengths, type Sizes, type Sums, trilinear } from "./trilinear.ts";

/** Half the distance from 1 to the next float32. */
const u = 2 ** -24;

interface Case {
  readonly seed: number;
  readonly transposed: boolean;
  readonly sizes: Sizes;
  readonly wide: Float32Array;
  readonly narrow: Float32Array;
  readonly weight: Float32Array;
}

/** Numbers in [0, 1), the same for the same seed. */
function numbers(seed: number): () => number {
  let state = Math.imul(seed + 1, 2654435761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const perAxis = (rank: number, make: () => number) => Array.from({ length: rank }, make);

/** About one in three has kernels of three, stride 1 and channels enough for Winograd's method; the others are anything. */
function drawn(seed: number): Case {
  const random = numbers(seed);
  for (let i = 0; i < 20; i++) random();
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const dense = random() < 0.4;
  const rank = dense ? [1, 2, 2, 2, 3][whole(0, 4)]! : whole(1, 3);
  // From some size on the weight's gradient goes by tiles, too.
  const large = dense && rank === 2 && random() < 0.15;
  const kind = dense ? 0 : random();
  const groups = kind < 0.4 ? 1 : whole(2, 5);
  const depthwise = kind > 0.75;
  const channels = () =>
    depthwise ? whole(1, 2) : large ? whole(24, 30) : dense ? whole(8, rank === 1 ? 40 : 20) : whole(1, 14);
  const [widePerGroup, narrowPerGroup] = [depthwise ? 1 : channels(), channels()];
  const pointwise = random() < 0.15;
  const kernel = perAxis(rank, () => (dense ? 3 : pointwise ? 1 : whole(1, 4)));
  if (dense && rank === 3 && random() < 0.5) kernel[0] = 1;
  const stride = perAxis(rank, () => (dense || random() < 0.5 ? 1 : whole(2, 3)));
  const dilation = perAxis(rank, () => (large || random() < 0.75 ? 1 : whole(2, 3)));
  const padding = perAxis(rank, () => whole(0, 2));
  const most = large ? 28 : [0, 40, dense ? 20 : 14, 7][rank]!;
  const least = large ? 24 : [0, dense ? 20 : 1, dense ? 8 : 1, 1][rank]!;
  const narrow: number[] = [];
  const wide = kernel.map((size, axis) => {
    const reach = dilation[axis]! * (size - 1) + 1;
    const length = Math.max(whole(least, most), reach - 2 * padding[axis]!, 1);
    narrow.push(Math.floor((length + 2 * padding[axis]! - reach) / stride[axis]!) + 1);
    return length;
  });
  const batch = dense ? 1 : whole(1, 3);
  const sizes = { batch, groups, widePerGroup, narrowPerGroup, wide, narrow, kernel, stride, dilation, padding };
  const normal = () => 2 * (random() + random() + random() - 1.5);
  const fill = (length: number) => Float32Array.from({ length }, normal);
  const count = lengths(sizes);
  const arrays = { wide: fill(count.wide), narrow: fill(count.narrow), weight: fill(count.weight) };
  return { seed, transposed: random() < 0.4, sizes, ...arrays };
}

interface Results {
  readonly narrow: Float32Array;
  readonly wide: Float32Array;
  readonly weight: Float32Array;
  /** Jobs of the two directions, and of the weight gradient. */
  readonly jobs: Readonly<Record<"narrow" | "wide" | "weight", ReadonlySet<string>>>;
}

/** Forwards, and both ways back, each on its own so that it is known who computed what. */
function compute({ transposed, sizes, wide, narrow, weight }: Case): Results {
  const t = library;
  const { batch, groups, widePerGroup, narrowPerGroup, stride, dilation, padding, kernel } = sizes;
  const wideTensor = t.tensor(wide, { shape: [batch, groups * widePerGroup, ...sizes.wide] });
  const narrowTensor = t.tensor(narrow, { shape: [batch, groups * narrowPerGroup, ...sizes.narrow] });
  const w = t.tensor(weight, { shape: [groups * narrowPerGroup, widePerGroup, ...kernel], requiresGrad: true });
  const [from, sent] = transposed ? [narrowTensor, wideTensor] : [wideTensor, narrowTensor];
  // What a convolution with strides does not reach, a transposed one gets as outputPadding.
  const outputPadding = sizes.wide.map(
    (size, axis) =>
      size -
      ((sizes.narrow[axis]! - 1) * stride[axis]! - 2 * padding[axis]! + dilation[axis]! * (kernel[axis]! - 1) + 1),
  );
  const options = { stride, dilation, padding, groups, ...(transposed ? { outputPadding } : {}) };
  const name = convFunctionName({ rank: kernel.length as 1 | 2 | 3, transposed });
  const x = from.requiresGrad_();
  jobsSince();
  const y: Tensor = called(t, name)(x, w, options);
  const output = y.toTypedArray() as Float32Array;
  const forward = jobsSince();
  const [toInput] = t.grad(y, [x], { gradOutputs: sent, retainGraph: true });
  const back = (toInput as Tensor).toTypedArray() as Float32Array;
  const backward = jobsSince();
  const [toWeight] = t.grad(y, [w], { gradOutputs: sent });
  const gradient = (toWeight as Tensor).toTypedArray() as Float32Array;
  const byWeight = jobsSince();
  return transposed
    ? { wide: output, narrow: back, weight: gradient, jobs: { wide: forward, narrow: backward, weight: byWeight } }
    : { narrow: output, wide: back, weight: gradient, jobs: { narrow: forward, wide: backward, weight: byWeight } };
}

/** How many results an algorithm has given, and what share of its bound the worst of them takes. */
interface Share {
  results: number;
  worst: number;
}

const parts = ["narrow", "wide", "weight"] as const;

/** Jobs that say by which way a direct sum was computed; without any it was the portable kernels'. */
const ways = ["depthwise", "rows", "panels", "weight_winograd_out", "weight_sums"] as const;

export type Algorithm = "winograd" | "portable" | (typeof ways)[number];

/** Checks every result of every case at a level. Gives what each algorithm has shown: errors of sums, distances of Winograd's tensors. */
export function checkBounds(
  level: Exclude<Level, "deterministic">,
  seeds: readonly number[],
): Partial<Record<Algorithm, Share>> {
  runOn(level);
  const seen: Partial<Record<Algorithm, Share>> = {};
  for (const seed of seeds) {
    const drawnCase = drawn(seed);
    const exact = trilinear(drawnCase.sizes, drawnCase);
    const results = compute(drawnCase);
    for (const part of parts) {
      const jobs = results.jobs[part];
      const byTiles = part !== "weight" && jobs.has("winograd");
      const algorithm = byTiles ? "winograd" : (ways.find((way) => jobs.has(way)) ?? "portable");
      const share = byTiles
        ? distance(results[part], exact[part].value) / winogradGate(level, channelsOf(drawnCase.sizes, part))
        : worst(results[part], exact[part]);
      expect(share, `seed ${seed}, ${part}, ${JSON.stringify(drawnCase.sizes)}`).toBeLessThanOrEqual(1);
      const so = (seen[algorithm] ??= { results: 0, worst: 0 });
      so.results += 1;
      so.worst = Math.max(so.worst, share);
    }
  }
  return seen;
}

/** Channels that meet in a sum, times the kernel's depth. */
function channelsOf({ widePerGroup, narrowPerGroup, kernel }: Sizes, part: "narrow" | "wide"): number {
  return (part === "narrow" ? widePerGroup : narrowPerGroup) * (kernel.length === 3 ? kernel[0]! : 1);
}

/** Largest error in units of max(4, 2√K) u S. */
function worst(actual: Float32Array, { value, size, count }: Sums): number {
  expect(actual.length).toBe(value.length);
  let most = 0;
  for (let i = 0; i < value.length; i++) {
    const error = Math.abs(actual[i]! - value[i]!);
    if (error === 0) continue;
    most = Math.max(most, error / (Math.max(4, 2 * Math.sqrt(count[i]!)) * u * size[i]!));
    if (Number.isNaN(error)) return Number.POSITIVE_INFINITY;
  }
  return most;
}

/** |actual - value| / |value| as vectors. */
function distance(actual: Float32Array, value: Float64Array): number {
  expect(actual.length).toBe(value.length);
  let [error, norm] = [0, 0];
  for (let i = 0; i < value.length; i++) {
    error += (actual[i]! - value[i]!) ** 2;
    norm += value[i]! ** 2;
  }
  return Math.sqrt(error / norm);
}

function winogradGate(level: Level, channels: number): number {
  return level === "default" ? 5e-7 + 1.2e-7 * Math.sqrt(channels) : 2e-7 + 5e-8 * Math.sqrt(channels);
}

/** At level deterministic every result has the portable kernels' bits. */
export function checkBits(seeds: readonly number[]): void {
  const on = (ground: Ground) => {
    runOn(ground);
    return seeds.map((seed) => compute(drawn(seed)));
  };
  const [portable, deterministic] = [on("portable"), on("deterministic")];
  for (const [i, seed] of seeds.entries()) {
    for (const part of parts) {
      const same = deterministic[i]![part].every((value, at) => Object.is(value, portable[i]![part][at]));
      expect(same, `seed ${seed}, ${part}, ${JSON.stringify(drawn(seed).sizes)}`).toBe(true);
    }
    expect(deterministic[i]!.jobs.narrow.size + deterministic[i]!.jobs.wide.size).toBeGreaterThan(0);
  }
}
