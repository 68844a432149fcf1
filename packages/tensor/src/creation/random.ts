// Tensors of random numbers, and filling tensors with them; the draws are PyTorch's, seed for seed.

import { withGrad } from "../autograd/mode.ts";
import { checkTensor } from "../check-tensor.ts";
import { allocate, type DType, isFloating, type TypedArray, titleOf } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkWritable, copy_ } from "../ops/in-place.ts";
import { dtypeOption } from "../ops/promotion.ts";
import { checkOptions } from "../options.ts";
import { fillBernoulli, fillBernoulliFrom } from "../random/bernoulli.ts";
import { defaultGenerator, Generator } from "../random/generator.ts";
import { fillRandint, fillRandperm } from "../random/integers.ts";
import { fillNormal } from "../random/normal.ts";
import { fillUniform } from "../random/uniform.ts";
import { checkShape, numelOf, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type CreationOptions, creationOptionNames } from "./filled.ts";
import { fromData } from "./from-data.ts";

/** Options of functions that draw random numbers. */
export interface RandomOptions extends CreationOptions {
  /** Where the draws come from; the default generator, which `manualSeed` seeds, when left out. */
  generator?: Generator;
}

const randomOptionNames = [...creationOptionNames, "generator"];

function generatorOf(api: string, options: { generator?: Generator }): Generator {
  const { generator = defaultGenerator } = options;
  if (!(generator instanceof Generator)) throw argumentError(api, "generator", "be a Generator", generator);
  return generator;
}

function drawn<A extends TypedArray>(
  api: string,
  shape: Shape,
  options: RandomOptions,
  dtype: DType,
  fill: (generator: Generator, array: A) => void,
): Tensor {
  const checked = checkShape(api, shape);
  const generator = generatorOf(api, options);
  const array = allocate(dtype, numelOf(checked)) as A;
  fill(generator, array);
  const out = fromData(array, dtype, checked);
  return options.requiresGrad === undefined ? out : out.requiresGrad_(options.requiresGrad);
}

function floatingOption(api: string, options: RandomOptions, fallback: DType, kernel: string): "float32" | "float64" {
  checkOptions(api, options, randomOptionNames);
  const dtype = dtypeOption(api, options.dtype, fallback);
  if (isFloating(dtype)) return dtype;
  throw new ToeplitzError(`"${kernel}" not implemented for '${titleOf(dtype)}'`, {
    code: "dtype",
    api,
    argument: "dtype",
    value: dtype,
    legal: ["float32", "float64"],
  });
}

type FloatArray = Float32Array | Float64Array;

/** Uniform numbers from [0, 1). @see https://pytorch.org/docs/stable/generated/torch.rand.html */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  const dtype = floatingOption("rand", options, "float32", "check_uniform_bounds");
  return drawn<FloatArray>("rand", shape, options, dtype, (generator, array) =>
    fillUniform(generator, array, 0, 1, "rand"),
  );
}

/** Normal numbers of mean 0 and variance 1. @see https://pytorch.org/docs/stable/generated/torch.randn.html */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  const dtype = floatingOption("randn", options, "float32", "normal_kernel_cpu");
  return drawn<FloatArray>("randn", shape, options, dtype, (generator, array) =>
    fillNormal(generator, array, 0, 1, true, "randn"),
  );
}

/** Whole numbers from [low, high), int64. @see https://pytorch.org/docs/stable/generated/torch.randint.html */
export function randint(low: number, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  checkOptions("randint", options, randomOptionNames);
  const dtype = dtypeOption("randint", options.dtype, "int64");
  return drawn("randint", shape, options, dtype, (generator, array: TypedArray) =>
    fillRandint(generator, array, low, high, dtype),
  );
}

/** The numbers 0 to n - 1 in random order, int64. @see https://pytorch.org/docs/stable/generated/torch.randperm.html */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  checkOptions("randperm", options, randomOptionNames);
  if (!Number.isInteger(n) || n < 0) {
    throw new ToeplitzError(`n must be non-negative, got ${String(n).slice(0, 60)}`, {
      code: "value",
      api: "randperm",
      argument: "n",
      value: n,
    });
  }
  const dtype = dtypeOption("randperm", options.dtype, "int64");
  return drawn("randperm", [n], options, dtype, (generator, array: TypedArray) =>
    fillRandperm(generator, array, dtype),
  );
}

/** {@link rand} in x's shape and type. @see https://pytorch.org/docs/stable/generated/torch.rand_like.html */
export function randLike(x: Tensor, options: RandomOptions = {}): Tensor {
  checkTensor("randLike", "x", x);
  return rand(x.shape, { dtype: x.dtype, ...options });
}

/** {@link randn} in x's shape and type. @see https://pytorch.org/docs/stable/generated/torch.randn_like.html */
export function randnLike(x: Tensor, options: RandomOptions = {}): Tensor {
  checkTensor("randnLike", "x", x);
  return randn(x.shape, { dtype: x.dtype, ...options });
}

/** {@link randint} in x's shape and type. @see https://pytorch.org/docs/stable/generated/torch.randint_like.html */
export function randintLike(x: Tensor, low: number, high: number, options: RandomOptions = {}): Tensor {
  checkTensor("randintLike", "x", x);
  return randint(low, high, x.shape, { dtype: x.dtype, ...options });
}

/**
 * Ones with the probability that stands at the same place in `x`, and zeros; of x's type.
 *
 * @throws ToeplitzError for a probability outside of [0, 1].
 * @see https://pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function bernoulli(x: Tensor, options: { generator?: Generator } = {}): Tensor {
  checkTensor("bernoulli", "x", x);
  checkOptions("bernoulli", options, ["generator"]);
  if (!isFloating(x.dtype)) {
    throw new ToeplitzError(`"bernoulli_tensor_cpu_p_" not implemented for '${titleOf(x.dtype)}'`, {
      code: "dtype",
      api: "bernoulli",
      argument: "x",
      value: x.dtype,
    });
  }
  const probabilities = x.toTypedArray() as FloatArray;
  return drawn("bernoulli", x.shape, options, x.dtype, (generator, array: TypedArray) =>
    fillBernoulliFrom(generator, array, probabilities),
  );
}

/** Options of filling in place. */
export interface FillRandomOptions {
  generator?: Generator;
}

/** Draws into a fresh array and writes it into x in the order of x's memory, as PyTorch does. */
function drawInto<A extends TypedArray>(
  api: string,
  x: Tensor,
  options: FillRandomOptions,
  fill: (generator: Generator, array: A) => void,
): Tensor {
  checkOptions(api, options, ["generator"]);
  checkWritable(api, x);
  const order = x.strides.map((_, axis) => axis).sort((a, b) => x.strides[b]! - x.strides[a]! || a - b);
  const target = x.permute(order);
  const array = allocate(x.dtype, x.numel()) as A;
  fill(generatorOf(api, options), array);
  withGrad(false, () => copy_(target, fromData(array, x.dtype, target.shape)));
  return x;
}

function checkFloating(api: string, x: Tensor, kernel: string): void {
  checkTensor(api, "x", x);
  if (isFloating(x.dtype)) return;
  throw new ToeplitzError(`"${kernel}" not implemented for '${titleOf(x.dtype)}'`, {
    code: "dtype",
    api,
    argument: "x",
    value: x.dtype,
  });
}

function checkNumber(api: string, argument: string, value: unknown): void {
  if (typeof value !== "number") throw argumentError(api, argument, "be a number", value);
}

/** Fills x with uniform numbers from [from, to). @see https://pytorch.org/docs/stable/generated/torch.Tensor.uniform_.html */
export function uniform_(x: Tensor, from = 0, to = 1, options: FillRandomOptions = {}): Tensor {
  checkFloating("uniform_", x, "check_uniform_bounds");
  checkNumber("uniform_", "from", from);
  checkNumber("uniform_", "to", to);
  return drawInto<FloatArray>("uniform_", x, options, (generator, array) => fillUniform(generator, array, from, to));
}

/** Fills x with normal numbers. @see https://pytorch.org/docs/stable/generated/torch.Tensor.normal_.html */
export function normal_(x: Tensor, mean = 0, std = 1, options: FillRandomOptions = {}): Tensor {
  checkFloating("normal_", x, "normal_kernel_cpu");
  checkNumber("normal_", "mean", mean);
  checkNumber("normal_", "std", std);
  return drawInto<FloatArray>("normal_", x, options, (generator, array) =>
    fillNormal(generator, array, mean, std, x.isContiguous()),
  );
}

/** Fills x with ones of probability p, and zeros. @see https://pytorch.org/docs/stable/generated/torch.Tensor.bernoulli_.html */
export function bernoulli_(x: Tensor, p = 0.5, options: FillRandomOptions = {}): Tensor {
  checkTensor("bernoulli_", "x", x);
  checkNumber("bernoulli_", "p", p);
  return drawInto("bernoulli_", x, options, (generator, array: TypedArray) => fillBernoulli(generator, array, p));
}
