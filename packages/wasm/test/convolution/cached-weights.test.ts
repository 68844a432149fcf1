// Packed and transformed weights are taken for what they are: computed, of this version, of this layout.
import { conv2d, convTranspose2d } from "@toeplitz/conv";
import { clone, full, manualSeed, mul, randn, setBackend, type Tensor } from "@toeplitz/tensor";
import { afterEach, expect, test } from "vitest";
import { type Level, wasm } from "../../src/index.ts";

afterEach(() => setBackend(null));

/** Largest difference from the portable answer of what the calls end with. */
function distance(level: Level, calls: (weight: Tensor) => Tensor, shape: number[]): number {
  const answer = () => {
    manualSeed(7);
    return calls(mul(randn(shape), 0.1)).toTypedArray() as Float32Array;
  };
  setBackend(null);
  const portable = answer();
  setBackend(wasm({ level }));
  const ours = answer();
  return portable.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!)), 0);
}

const levels = ["default", "high", "deterministic"] as const;

test.each(levels)("after an input that Winograd refuses, level %s", (level) => {
  const calls = (weight: Tensor) => {
    const x = randn([1, 64, 28, 28]);
    const spoilt = clone(x);
    spoilt.index(0, 3, 5, 5).fill_(Number.POSITIVE_INFINITY);
    conv2d(spoilt, weight, { padding: 1 });
    return conv2d(x, weight, { padding: 1 });
  };
  expect(distance(level, calls, [64, 64, 3, 3])).toBeLessThan(1e-4);
});

test.each(levels)("after a bias of -0 that leaves the sum to the portable kernel, level %s", (level) => {
  const calls = (weight: Tensor) => {
    const x = randn([1, 8, 10, 10]);
    conv2d(x, weight, { padding: 2, dilation: 2, bias: full([8], -0) });
    return conv2d(x, weight, { padding: 2, dilation: 2 });
  };
  expect(distance(level, calls, [8, 8, 3, 3])).toBeLessThan(1e-4);
});

test.each(levels)("of sums with other phases, level %s", (level) => {
  const calls = (weight: Tensor) => {
    const x = randn([1, 8, 1, 1]);
    convTranspose2d(x, weight, { stride: 3, padding: 1, outputPadding: [0, 1] });
    return convTranspose2d(x, weight, { stride: 3, padding: 1, outputPadding: [1, 0] });
  };
  expect(distance(level, calls, [8, 8, 3, 3])).toBeLessThan(1e-4);
});

test.each(levels)("after the weight was written to, level %s", (level) => {
  const calls = (weight: Tensor) => {
    const x = randn([1, 64, 28, 28]);
    conv2d(x, weight, { padding: 1 });
    weight.mul_(-0.5);
    return conv2d(x, weight, { padding: 1 });
  };
  expect(distance(level, calls, [64, 64, 3, 3])).toBeLessThan(1e-4);
});
