// Every network has the names, the shapes, the printed text and, with the same weights, the outputs of the same network in PyTorch.
import type { Module, TensorModule } from "@toeplitz/nn";
import { div, manualSeed, noGrad, randint, setBackend, type Tensor } from "@toeplitz/tensor";
import { afterEach, describe, expect, test } from "vitest";
import { DcganGenerator, foldBatchNorms, MnistClassifier, MobileNetV2, ResNet18, UNet } from "../src/index.ts";
import recorded from "./fixtures/golden/networks.json" with { type: "json" };

interface Recorded {
  readonly state: readonly (readonly [string, readonly number[]])[];
  readonly text: string;
  readonly input: readonly number[];
  readonly training: boolean;
  readonly shape: readonly number[];
  readonly norm: number;
  readonly sum: number;
  readonly places: readonly number[];
  readonly values: readonly number[];
}

const make: Readonly<Record<string, () => TensorModule>> = {
  ResNet18: () => new ResNet18(),
  MobileNetV2: () => new MobileNetV2(),
  UNet: () => new UNet(),
  DcganGenerator: () => new DcganGenerator(),
  MnistClassifier: () => new MnistClassifier(),
};

/** Whole numbers of a range, divided: drawn as tooling/golden/networks.py draws them. */
const drawn = (low: number, high: number, shape: readonly number[], divisor: number) =>
  div(randint(low, high, [...shape]).to("float32"), divisor);

function fill(network: Module): void {
  noGrad(() => {
    for (const [name, x] of network.stateDict()) {
      if (name.endsWith("num_batches_tracked")) continue;
      if (x.ndim > 1)
        x.copy_(drawn(-16, 17, x.shape, 2 ** Math.round(Math.log2(7 * Math.sqrt(x.numel() / x.shape[0]!)))));
      else if (name.endsWith("running_var")) x.copy_(drawn(0, 9, x.shape, 8).add(1));
      else x.copy_(drawn(-4, 5, x.shape, 16).add(name.endsWith("weight") ? 1 : 0));
    }
  });
}

afterEach(() => setBackend(null));

describe.each(Object.entries(recorded.networks as unknown as Record<string, Recorded>))("%s", (name, golden) => {
  test("has PyTorch's names and shapes", () => {
    const state = [...make[name]!().stateDict()].map(([key, x]) => [key, x.shape]);
    expect(state).toEqual(golden.state);
  });

  test("prints as in PyTorch", () => {
    expect(String(make[name]!())).toBe(golden.text);
  });

  test("computes what it computes in PyTorch", () => {
    const network = make[name]!();
    manualSeed(7);
    fill(network);
    const x = drawn(-8, 9, golden.input, 8);
    const y: Tensor = noGrad(() => network.train(golden.training).forward(x));
    expect(y.shape).toEqual(golden.shape);
    const flat = y.to("float64").toTypedArray() as Float64Array;
    const bound = 2e-5 * (golden.norm / Math.sqrt(flat.length));
    golden.places.forEach((place, i) => {
      expect(Math.abs(flat[place]! - golden.values[i]!)).toBeLessThan(8 * bound);
    });
    expect(Math.abs(Math.hypot(...flat) - golden.norm)).toBeLessThan(2e-5 * golden.norm);
  }, 60_000);
});

test.each([
  ["MobileNetV2", [1, 3, 32, 32], 52],
  ["DcganGenerator", [1, 100, 1, 1], 4],
])("%s without its batch norms computes the same", (name, shape, count) => {
  const network = make[name]!();
  manualSeed(7);
  fill(network);
  const x = drawn(-8, 9, shape, 8);
  expect(() => foldBatchNorms(network)).toThrow("Fusion only for eval!");
  network.eval();
  const before = noGrad(() => network.forward(x)).toTypedArray() as Float32Array;
  expect(foldBatchNorms(network)).toBe(count);
  expect(foldBatchNorms(network)).toBe(0);
  const after = noGrad(() => network.forward(x)).toTypedArray() as Float32Array;
  const off = Math.hypot(...after.map((value, i) => value - before[i]!));
  expect(off).toBeLessThan(1e-5 * Math.hypot(...before));
});
