// A cap on memory that is less than the work needs: others leave, results are right, and what does not fit at all is done portably.
import { conv2d } from "@toeplitz/conv";
import { manualSeed, ones, randn, setBackend, status, type Tensor } from "@toeplitz/tensor";
import { resetServed, servedBy } from "@toeplitz/tensor/extend";
import { afterEach, expect, test } from "vitest";
import { wasm } from "../../src/index.ts";

const MiB = 2 ** 20;

afterEach(() => setBackend(null));

interface Counters {
  readonly cap: number;
  readonly bytes: number;
  readonly evictions: number;
}

const counters = () => status().memory as Counters;

/** Sixteen images and their convolutions, all kept: 8 MiB. */
function gallery(): Tensor[] {
  manualSeed(3);
  const weight = randn([16, 16, 3, 3]);
  const images = Array.from({ length: 16 }, () => randn([1, 16, 64, 64]));
  const results = images.map((image) => conv2d(image, weight, { padding: 1 }));
  return [...images, ...results].map((x) => x.add(1));
}

const bits = (x: Tensor) => {
  const { buffer, byteOffset, length } = x.toTypedArray();
  return new Int32Array(buffer, byteOffset, length);
};

test("work that is larger than the cap: older tensors leave, and come back with their numbers", () => {
  const expected = gallery().map(bits);
  setBackend(wasm({ level: "deterministic", memory: 2 * MiB }));
  resetServed();
  const kept = gallery();
  expect(counters().evictions).toBeGreaterThan(16);
  expect(counters().cap).toBeLessThanOrEqual(2 * MiB);
  expect(counters().bytes).toBeLessThanOrEqual(counters().cap);
  expect(servedBy().get("conv_narrow")?.get("wasm")).toBe(16);
  expect(kept.map(bits)).toEqual(expected);
  expect(kept[0]?.sub(1).add(1).toTypedArray()).toEqual(kept[0]?.toTypedArray());
});

test("a tensor that is larger than the cap is computed with portably, and others are not", () => {
  setBackend(wasm({ memory: MiB }));
  resetServed();
  const large = ones([1, 1, 600, 600]);
  expect(
    conv2d(large, ones([1, 1, 3, 3]))
      .sum()
      .item(),
  ).toBe(9 * 598 * 598);
  expect(servedBy().get("conv_narrow")).toEqual(new Map([["portable", 1]]));
  expect(
    conv2d(ones([1, 1, 60, 60]), ones([1, 1, 3, 3]))
      .sum()
      .item(),
  ).toBe(9 * 58 * 58);
  expect(servedBy().get("conv_narrow")).toEqual(
    new Map([
      ["portable", 1],
      ["wasm", 1],
    ]),
  );
  expect(counters().bytes).toBeLessThanOrEqual(MiB);
});
