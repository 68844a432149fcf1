// Steps of optimisers and interpolation against the portable kernels, bit for bit, and served by the accelerator.
import { type Interpolation, interpolate, interpolateGradient } from "@toeplitz/conv/kernels";
import { setBackend, type Tensor, tensor } from "@toeplitz/tensor";
import { type Kernel, launch, type Operand, resetServed, servedBy } from "@toeplitz/tensor/extend";
import { adamStep, rmspropStep, sgdStep } from "@toeplitz/tensor/kernels";
import { afterEach, expect, test } from "vitest";
import { wasm } from "../../src/index.ts";
import { numbers } from "../edge-engine.ts";

afterEach(() => setBackend(null));

type Operands = Readonly<Record<string, Float32Array | null>>;

/** What a kernel makes of copies of the operands, on this or that. */
function results(kernel: Kernel, operands: Operands, params: unknown, accelerated: boolean): Record<string, unknown> {
  setBackend(accelerated ? wasm({ level: "deterministic" }) : null);
  const tensors = Object.entries(operands).map(([name, x]): [string, Tensor | null] => [name, x && tensor(x)]);
  resetServed();
  launch(
    kernel as Kernel<Record<string, "part">, unknown>,
    Object.fromEntries(tensors) as Record<string, Operand>,
    params,
  );
  expect(servedBy().get(kernel.name)?.get("wasm") ?? 0).toBe(accelerated ? 1 : 0);
  return Object.fromEntries(tensors.map(([name, x]) => [name, x?.toTypedArray()]));
}

function check(kernel: unknown, operands: Operands, params: unknown): void {
  const [portable, accelerated] = [false, true].map((on) => results(kernel as Kernel, operands, params, on));
  expect(accelerated).toEqual(portable);
}

function floats(random: () => number, length: number, least = -1): Float32Array {
  return Float32Array.from({ length }, () => least + random() * (1 - least));
}

const lengths = [1, 2, 3, 17, 4096, 70_001];

test.each(lengths)("steps on %i elements", (length) => {
  const random = numbers(length);
  const signed = () => floats(random, length);
  const positive = () => floats(random, length, 0);
  for (let trial = 0; trial < 8; trial++) {
    const [odd, high] = [trial % 2 === 1, trial >= 4];
    const shared = { length, weightDecay: odd ? 0.1 : 0, maximize: high };
    const sgd = { lr: 0.1, momentum: 0.9, dampening: odd ? 0 : 0.3, nesterov: odd, first: trial === 2 };
    check(sgdStep, { grad: signed(), p: signed(), velocity: trial < 2 ? null : signed() }, { ...shared, ...sgd });
    const adam = { shrink: odd ? 1 : 0.95, beta1: 0.9, beta2: 0.999, eps: 1e-8, stepSize: 0.01, correction: 0.2 };
    const moments = { average: signed(), squares: positive(), largest: odd ? positive() : null };
    check(adamStep, { grad: signed(), p: signed(), ...moments }, { ...shared, ...adam });
    const rmsprop = { lr: 0.01, alpha: 0.99, eps: 1e-8, momentum: odd ? 0.5 : 0 };
    const average = high ? floats(random, length, 0).map((x) => x * 0.1) : null;
    const squares = positive().map((x) => x + 1);
    check(
      rmspropStep,
      { grad: signed(), p: signed(), squares, average, velocity: odd ? signed() : null },
      { ...shared, ...rmsprop },
    );
  }
});

/** Taps of an axis, somewhere in it. */
function axis(random: () => number, from: number, to: number, taps: number): Interpolation["axes"][number] {
  const at = Int32Array.from({ length: to * taps }, () => Math.floor(random() * from));
  return { taps, at, weight: Float64Array.from({ length: to * taps }, () => Math.fround(random() - 0.3)) };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])("interpolation of random taps, number %i", (seed) => {
  const random = numbers(seed);
  const sizes = () => [1, 2, 3].map(() => 1 + Math.floor(random() * 9)) as [number, number, number];
  const [from, to, planes] = [sizes(), sizes(), 1 + Math.floor(random() * 5)];
  const axes = [0, 1, 2].map((i) => axis(random, from[i]!, to[i]!, [1, 2, 4][Math.floor(random() * 3)]!));
  const plan = { planes, from, to, axes };
  const volume = ([d, h, w]: readonly number[]) => d! * h! * w!;
  const [x, y] = [floats(random, planes * volume(from)), floats(random, planes * volume(to))];
  check(interpolate, { x, y: new Float32Array(y.length) }, plan);
  check(interpolateGradient, { y, x: new Float32Array(x.length) }, plan);
});
