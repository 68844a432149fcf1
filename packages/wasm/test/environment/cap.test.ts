// A cap on memory that is less than the work needs: others leave, results are right, and what does not fit at all is done portably.
import { createHash } from "node:crypto";
import { conv2d } from "@toeplitz/conv";
import { manualSeed, ones, randn, relu, setBackend, status, type Tensor } from "@toeplitz/tensor";
import { resetServed, servedBy } from "@toeplitz/tensor/extend";
import { afterEach, describe, expect, test, vi } from "vitest";
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

/** Stands for the bits: where they differ, nobody has to print the difference of millions. */
const bits = (x: Tensor) => createHash("sha256").update(x.toTypedArray()).digest("hex");

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
  const [first] = kept as [Tensor];
  expect(bits(first.sub(1).add(1))).toEqual(bits(first));
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

describe("a chain, forwards and back, whose results are all kept", () => {
  /** Bits of the result and of every gradient: some 5 MiB live when backward begins. */
  function chain(): string[] {
    manualSeed(4);
    const x = randn([1, 8, 32, 32], { requiresGrad: true });
    const weights = Array.from({ length: 10 }, (_, i) =>
      randn([8 + 4 * i, i === 0 ? 8 : 4 + 4 * i, 3, 3]).requiresGrad_(),
    );
    let y: Tensor = x;
    for (const w of weights) y = relu(conv2d(y, w, { padding: 1 })).mul(0.125);
    y.square().mean().backward();
    return [y, x.grad as Tensor, ...weights.map(({ grad }) => grad as Tensor)].map(bits);
  }

  test("has the same bits wherever in it the cap is reached", () => {
    const expected = chain();
    for (let memory = MiB; memory <= 8 * MiB; memory += MiB) {
      setBackend(wasm({ level: "deterministic", memory }));
      resetServed();
      expect(chain(), `${memory} bytes`).toEqual(expected);
      expect(servedBy().get("conv_narrow")?.get("wasm")).toBe(10);
      expect(counters().bytes).toBeLessThanOrEqual(memory);
      if (memory <= 2 * MiB) expect(counters().evictions).toBeGreaterThan(20);
    }
  });

  test("has the same bits wherever in it the host refuses more memory, and so has the next", () => {
    const expected = chain();
    const { grow } = WebAssembly.Memory.prototype;
    let growths = 0;
    const refusing = (from: number) => {
      let left = from;
      return vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(function (
        this: WebAssembly.Memory,
        pages,
      ) {
        growths += 1;
        if (left-- <= 0) throw new RangeError("no more memory");
        return grow.call(this, pages);
      });
    };
    const run = (from: number) => {
      const refused = refusing(from);
      growths = 0;
      setBackend(wasm({ level: "deterministic" }));
      expect(chain(), `after ${from} growths`).toEqual(expected);
      const calls = growths;
      refused.mockRestore();
      expect(chain()).toEqual(expected);
      return calls;
    };
    const all = run(Number.POSITIVE_INFINITY);
    expect(all).toBeGreaterThan(3);
    for (let from = 0; from < all; from++) expect(run(from)).toBeGreaterThan(from);
  });
});
