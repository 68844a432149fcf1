// Filling arrays with normally distributed numbers, by PyTorch's two ways.
import { ToeplitzError } from "../errors.ts";
import { shortText } from "../printing/number-text.ts";
import { log32, sincos32 } from "./float32-log-sincos.ts";
import { log1p64, log64, sincos64 } from "./float64-log-sincos.ts";
import { fma32, fma64 } from "./fused-multiply-add.ts";
import type { Generator } from "./generator.ts";
import { randomProfile } from "./profile.ts";

/** PyTorch takes blocks of 16 when there is at least one block, and the tensor is contiguous. */
const block = 16;

const twoPi = 2 * Math.PI;
const twoPi32 = Math.fround(twoPi);

/**
 * Overwrites `array` with numbers of the given mean and standard deviation. `contiguous` says whether the tensor that they are
 * for is contiguous, which with the length decides how they are drawn.
 * Mirrors `torch.randn` and `Tensor.normal_`.
 *
 * @throws ToeplitzError with PyTorch's sentence if `std` is negative.
 */
export function fillNormal(
  generator: Generator,
  array: Float32Array | Float64Array,
  mean = 0,
  std = 1,
  contiguous = true,
  api = "normal_",
): void {
  if (!(std >= 0)) {
    throw new ToeplitzError(`normal expects std >= 0.0, but found std ${shortText(std)}`, {
      code: "argument",
      api,
      argument: "std",
      value: std,
      rule: "not be negative",
    });
  }
  if (array.length < block || !contiguous) fillOneByOne(generator, array, mean, std);
  else fillBlocks(generator, array, mean, std);
}

/** One normal after the other, in doubles. Each pair's second half waits in the generator, even for the next call. */
function fillOneByOne(generator: Generator, array: Float32Array | Float64Array, mean: number, std: number): void {
  const plain = mean === 0 && std === 1;
  const { fused, pairLog } = randomProfile();
  for (let i = 0; i < array.length; i++) {
    const normal = nextNormal(generator, pairLog === "log1p");
    array[i] = plain ? normal : fused ? fma64(normal, std, mean) : normal * std + mean;
  }
}

function nextNormal(generator: Generator, withLog1p: boolean): number {
  const waiting = generator.nextDoubleNormal;
  if (waiting !== undefined) {
    generator.nextDoubleNormal = undefined;
    return waiting;
  }
  const turn = generator.uniform53();
  const u = generator.uniform53();
  const radius = Math.sqrt(-2 * (withLog1p ? log1p64(-u) : log64(1 - u)));
  sincos64(twoPi * turn, sincosDouble);
  generator.nextDoubleNormal = radius * sincosDouble[0]!;
  return radius * sincosDouble[1]!;
}

/** Uniform numbers everywhere, then each block turned into normals in place; a tail redraws the last 16 elements. */
function fillBlocks(generator: Generator, array: Float32Array | Float64Array, mean: number, std: number): void {
  const n = array.length;
  const turn = blockTransform(array, mean, std);
  drawUniform(generator, array, 0);
  for (let start = 0; start + block <= n; start += block) turn(start);
  if (n % block !== 0) {
    drawUniform(generator, array, n - block);
    turn(n - block);
  }
}

function drawUniform(generator: Generator, array: Float32Array | Float64Array, start: number): void {
  if (array instanceof Float32Array) for (let i = start; i < array.length; i++) array[i] = generator.uniform24();
  else for (let i = start; i < array.length; i++) array[i] = generator.uniform53();
}

function blockTransform(array: Float32Array | Float64Array, mean: number, std: number): (start: number) => void {
  const { normal, fused } = randomProfile();
  if (array instanceof Float64Array) return (start) => turnBlock64(array, start, mean, std, fused);
  const mean32 = Math.fround(mean);
  const std32 = Math.fround(std);
  if (normal === "avx2") return (start) => turnBlockAvx2(array, start, mean32, std32);
  return (start) => turnBlockLibm(array, start, mean32, std32);
}

const half = block / 2;
const sincos = new Float32Array(2);
const sincosDouble = new Float64Array(2);

/** The first eight uniforms give radii, the last eight give angles. `1 - u` keeps the logarithm finite. */
function turnBlockAvx2(array: Float32Array, start: number, mean: number, std: number): void {
  const plain = mean === 0 && std === 1;
  for (let i = start; i < start + half; i++) {
    const radius = Math.fround(Math.sqrt(-2 * log32(1 - array[i]!)));
    sincos32(Math.fround(twoPi32 * array[i + half]!), sincos);
    const first = Math.fround(radius * sincos[1]!);
    const second = Math.fround(radius * sincos[0]!);
    // Adding a zero mean turns -0 into 0, with std 1 as with any other.
    array[i] = plain ? first + 0 : fma32(first, std, mean);
    array[i + half] = plain ? second + 0 : fma32(second, std, mean);
  }
}

/** The same with the C library's functions, whose float32 results are the rounded doubles nearly always. */
function turnBlockLibm(array: Float32Array, start: number, mean: number, std: number): void {
  const f = Math.fround;
  for (let i = start; i < start + half; i++) {
    const radius = f(Math.sqrt(-2 * f(log64(1 - array[i]!))));
    sincos64(f(twoPi * array[i + half]!), sincosDouble);
    array[i] = f(f(radius * f(sincosDouble[1]!)) * std) + mean;
    array[i + half] = f(f(radius * f(sincosDouble[0]!)) * std) + mean;
  }
}

function turnBlock64(array: Float64Array, start: number, mean: number, std: number, fused: boolean): void {
  const plain = mean === 0 && std === 1;
  for (let i = start; i < start + half; i++) {
    const radius = Math.sqrt(-2 * log64(1 - array[i]!));
    sincos64(twoPi * array[i + half]!, sincosDouble);
    const first = radius * sincosDouble[1]!;
    const second = radius * sincosDouble[0]!;
    array[i] = plain ? first + 0 : fused ? fma64(first, std, mean) : first * std + mean;
    array[i + half] = plain ? second + 0 : fused ? fma64(second, std, mean) : second * std + mean;
  }
}
