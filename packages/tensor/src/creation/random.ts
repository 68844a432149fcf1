// Tensors of random numbers; the draws are PyTorch's, seed for seed.
import { checkTensor } from "../check-tensor.ts";
import { allocate, type DType, isFloating, type TypedArray } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { forgetting } from "../ops/forgetting.ts";
import { dtypeOption } from "../ops/promotion.ts";
import { checkOptions } from "../options.ts";
import { fillBernoulliFrom } from "../random/bernoulli.ts";
import type { Generator } from "../random/generator.ts";
import { fillRandint, fillRandperm } from "../random/integers.ts";
import { fillNormal } from "../random/normal.ts";
import { fillUniform } from "../random/uniform.ts";
import {
  broadcastShapes,
  checkCount,
  checkShape,
  contiguousStrides,
  denseStrides,
  isContiguous,
  memoryOrder,
  numelOf,
  type Shape,
} from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { generatorOf, laidOut, notFloating } from "./drawn.ts";
import { type CreationOptions, creationOptionNames } from "./filled.ts";

/** Options of functions that draw random numbers. */
export interface RandomOptions extends CreationOptions {
  /** Where the draws come from; the default generator, which `manualSeed` seeds, when left out. */
  generator?: Generator;
}

const randomOptionNames = [...creationOptionNames, "generator"];

/** How a new tensor is to lie in memory: in order, or like another one. */
type Layout = Pick<Tensor, "shape" | "strides">;

function inOrder(api: string, shape: Shape): Layout {
  const checked = checkShape(api, shape);
  return { shape: checked, strides: contiguousStrides(checked) };
}

function drawn<A extends TypedArray>(
  api: string,
  { shape, strides }: Layout,
  options: RandomOptions,
  dtype: DType,
  fill: (generator: Generator, array: A) => void,
): Tensor {
  const generator = generatorOf(api, options);
  const array = allocate(dtype, numelOf(shape)) as A;
  fill(generator, array);
  const out = laidOut(array, dtype, shape, memoryOrder(shape, strides));
  return options.requiresGrad === undefined ? out : out.requiresGrad_(options.requiresGrad);
}

function floatingOption(api: string, options: RandomOptions, fallback: DType, kernel: string): "float32" | "float64" {
  checkOptions(api, options, randomOptionNames);
  const dtype = dtypeOption(api, options.dtype, fallback);
  if (isFloating(dtype)) return dtype;
  throw notFloating(api, "dtype", kernel, dtype);
}

type FloatArray = Float32Array | Float64Array;

function uniformLike(api: string, layout: Layout, options: RandomOptions, fallback: DType): Tensor {
  const dtype = floatingOption(api, options, fallback, "check_uniform_bounds");
  return drawn<FloatArray>(api, layout, options, dtype, (generator, array) => fillUniform(generator, array, 0, 1, api));
}

/** Long normals are drawn in blocks only where the new tensor, whose elements leave no gaps, is contiguous. */
function normalLike(api: string, layout: Layout, options: RandomOptions, fallback: DType): Tensor {
  const dtype = floatingOption(api, options, fallback, "normal_kernel_cpu");
  const { shape, strides } = layout;
  const contiguous = isContiguous(shape, denseStrides(shape, memoryOrder(shape, strides)));
  return drawn<FloatArray>(api, layout, options, dtype, (generator, array) =>
    fillNormal(generator, array, 0, 1, contiguous, api),
  );
}

function integersLike(
  api: string,
  low: number,
  high: number,
  layout: Layout,
  options: RandomOptions,
  fallback: DType,
): Tensor {
  checkOptions(api, options, randomOptionNames);
  const dtype = dtypeOption(api, options.dtype, fallback);
  return drawn(api, layout, options, dtype, (generator, array: TypedArray) =>
    fillRandint(generator, array, low, high, dtype, api),
  );
}

/** Uniform numbers from [0, 1). @see https://pytorch.org/docs/stable/generated/torch.rand.html */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  return uniformLike("rand", inOrder("rand", shape), options, "float32");
}

/** Normal numbers of mean 0 and variance 1. @see https://pytorch.org/docs/stable/generated/torch.randn.html */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  return normalLike("randn", inOrder("randn", shape), options, "float32");
}

/** Whole numbers from [low, high), int64. @see https://pytorch.org/docs/stable/generated/torch.randint.html */
export function randint(low: number, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  return integersLike("randint", low, high, inOrder("randint", shape), options, "int64");
}

/** The numbers 0 to n - 1 in random order, int64. @see https://pytorch.org/docs/stable/generated/torch.randperm.html */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  checkOptions("randperm", options, randomOptionNames);
  checkCount("randperm", "n", n);
  if (n < 0) {
    throw new ToeplitzError(`n must be non-negative, got ${n}`, {
      code: "value",
      api: "randperm",
      argument: "n",
      value: n,
      rule: "not be negative",
      legal: [0],
    });
  }
  const dtype = dtypeOption("randperm", options.dtype, "int64");
  return drawn("randperm", inOrder("randperm", [n]), options, dtype, (generator, array: TypedArray) =>
    fillRandperm(generator, array, dtype),
  );
}

/** {@link rand} in x's shape, type and order in memory. @see https://pytorch.org/docs/stable/generated/torch.rand_like.html */
export function randLike(x: Tensor, options: RandomOptions = {}): Tensor {
  checkTensor("randLike", "x", x);
  return uniformLike("randLike", x, options, x.dtype);
}

/** {@link randn} in x's shape, type and order in memory. @see https://pytorch.org/docs/stable/generated/torch.randn_like.html */
export function randnLike(x: Tensor, options: RandomOptions = {}): Tensor {
  checkTensor("randnLike", "x", x);
  return normalLike("randnLike", x, options, x.dtype);
}

/** {@link randint} in x's shape, type and order in memory. @see https://pytorch.org/docs/stable/generated/torch.randint_like.html */
export function randintLike(x: Tensor, low: number, high: number, options: RandomOptions = {}): Tensor {
  checkTensor("randintLike", "x", x);
  return integersLike("randintLike", low, high, x, options, x.dtype);
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
  if (!isFloating(x.dtype)) throw notFloating("bernoulli", "x", "bernoulli_tensor_cpu_p_", x.dtype);
  const probabilities = x.toTypedArray() as FloatArray;
  const bits = () =>
    drawn("bernoulli", inOrder("bernoulli", x.shape), options, x.dtype, (generator, array: TypedArray) =>
      fillBernoulliFrom(generator, array, probabilities),
    );
  return forgetting([x], "BernoulliBackward0", bits);
}

/**
 * Normal numbers, each with its own mean or deviation: two tensors, which broadcast, or a tensor and a number; or a shape full of
 * numbers of one mean and one deviation.
 *
 * @throws ToeplitzError with PyTorch's sentence for a negative deviation or tensors that do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.normal.html
 */
export function normal(mean: Tensor, std?: Tensor | number, options?: { generator?: Generator }): Tensor;
export function normal(mean: number, std: Tensor, options?: { generator?: Generator }): Tensor;
export function normal(mean: number, std: number, shape: Shape, options?: RandomOptions): Tensor;
export function normal(
  mean: Tensor | number,
  std: Tensor | number = 1,
  ...rest: (Shape | RandomOptions | undefined)[]
): Tensor {
  if (typeof mean === "number" && typeof std === "number") {
    const [shape, options = {}] = rest as [Shape, RandomOptions?];
    const dtype = floatingOption("normal", options, "float32", "normal_kernel_cpu");
    return drawn<FloatArray>("normal", inOrder("normal", shape), options, dtype, (generator, array) =>
      fillNormal(generator, array, mean, std, true, "normal"),
    );
  }
  const [options = {}] = rest as [RandomOptions?];
  checkOptions("normal", options, ["generator"]);
  const given = Object.entries({ mean, std }).filter(
    (entry): entry is [string, Tensor] => typeof entry[1] !== "number",
  );
  for (const [argument, x] of given) {
    checkTensor("normal", argument, x);
    if (!isFloating(x.dtype)) throw notFloating("normal", argument, "normal_kernel_cpu", x.dtype);
  }
  if (std instanceof Tensor && !std.ge(0).all().item()) {
    throw new ToeplitzError("normal expects all elements of std >= 0.0", {
      code: "argument",
      api: "normal",
      argument: "std",
      value: std,
    });
  }
  const tensors = given.map(([, x]) => x);
  const shape = broadcastShapes(...tensors.map((x) => x.shape));
  const draw = () => {
    const layout = inOrder("normal", shape);
    const first = tensors[0]!;
    const scale = typeof std === "number" ? std : 1;
    const out = drawn<FloatArray>("normal", layout, options, first.dtype, (generator, array) =>
      fillNormal(generator, array, 0, scale, true, "normal"),
    );
    if (typeof std !== "number") out.mul_(std);
    return out.add_(mean);
  };
  const name =
    typeof std === "number" ? "NormalBackward1" : typeof mean === "number" ? "NormalBackward2" : "NormalBackward3";
  return forgetting(tensors, name, draw);
}
