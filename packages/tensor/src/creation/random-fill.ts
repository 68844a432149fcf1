// Filling tensors with random numbers, in the order in which PyTorch fills them.
import { withGrad } from "../autograd/mode.ts";
import { checkTensor } from "../check-tensor.ts";
import { allocate, isFloating, type TypedArray } from "../dtype.ts";
import { argumentError } from "../errors.ts";
import { expand } from "../ops/expand-and-sum.ts";
import { forgetting } from "../ops/forgetting.ts";
import { checkWritable, inPlace, isRecorded } from "../ops/in-place.ts";
import { checkOptions } from "../options.ts";
import { fillBernoulli, fillBernoulliFrom } from "../random/bernoulli.ts";
import type { Generator } from "../random/generator.ts";
import { fillRandint, fillRandom } from "../random/integers.ts";
import { fillNormal } from "../random/normal.ts";
import { randomProfile } from "../random/profile.ts";
import { fillUniform } from "../random/uniform.ts";
import { memoryOrder } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { generatorOf, laidOut, notFloating } from "./drawn.ts";

/** Options of filling in place. */
export interface FillRandomOptions {
  generator?: Generator;
}

type FloatArray = Float32Array | Float64Array;

/**
 * Draws into a fresh array and moves it into x, along x's memory unless `order` says otherwise. What x was before has no part
 * in it any more: its gradient is zero from here on.
 */
function drawInto<A extends TypedArray>(
  [api, name]: readonly [api: string, gradFnName: string],
  x: Tensor,
  options: FillRandomOptions,
  fill: (generator: Generator, array: A) => void,
  order: readonly number[] = memoryOrder(x.shape, x.strides),
): Tensor {
  checkOptions(api, options, ["generator"]);
  const generator = generatorOf(api, options);
  checkWritable(api, x);
  const array = allocate(x.dtype, x.numel()) as A;
  fill(generator, array);
  const drawn = laidOut(array, x.dtype, x.shape, order);
  if (!isRecorded(x)) return withGrad(false, () => inPlace(api, x, () => drawn));
  return inPlace(api, x, (old) => forgetting([old], name, () => drawn));
}

function checkFloating(api: string, x: Tensor, kernel: string): void {
  checkTensor(api, "x", x);
  if (!isFloating(x.dtype)) throw notFloating(api, "x", kernel, x.dtype);
}

function checkNumber(api: string, argument: string, value: unknown): void {
  if (typeof value !== "number") throw argumentError(api, argument, "be a number", value);
}

/** Fills x with uniform numbers from [from, to). @see https://pytorch.org/docs/stable/generated/torch.Tensor.uniform_.html */
export function uniform_(x: Tensor, from = 0, to = 1, options: FillRandomOptions = {}): Tensor {
  checkFloating("uniform_", x, "check_uniform_bounds");
  checkNumber("uniform_", "from", from);
  checkNumber("uniform_", "to", to);
  return drawInto<FloatArray>(["uniform_", "UniformBackward0"], x, options, (generator, array) =>
    fillUniform(generator, array, from, to),
  );
}

/** Fills x with normal numbers. @see https://pytorch.org/docs/stable/generated/torch.Tensor.normal_.html */
export function normal_(x: Tensor, mean = 0, std = 1, options: FillRandomOptions = {}): Tensor {
  checkFloating("normal_", x, "normal_kernel_cpu");
  checkNumber("normal_", "mean", mean);
  checkNumber("normal_", "std", std);
  return drawInto<FloatArray>(["normal_", "NormalBackward0"], x, options, (generator, array) =>
    fillNormal(generator, array, mean, std, x.isContiguous()),
  );
}

/**
 * Fills x with ones and zeros.
 *
 * @param p the probability of a one, or floating probabilities that broadcast to x
 * @throws ToeplitzError with PyTorch's sentence for a probability outside of [0, 1].
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.bernoulli_.html
 */
export function bernoulli_(x: Tensor, p: Tensor | number = 0.5, options: FillRandomOptions = {}): Tensor {
  checkTensor("bernoulli_", "x", x);
  if (p instanceof Tensor) {
    checkFloating("bernoulli_", p, "bernoulli_tensor_cpu_p_");
    const probabilities = expand(p, x.shape).permute(memoryOrder(x.shape, x.strides)).toTypedArray() as FloatArray;
    return drawInto(["bernoulli_", "BernoulliBackward1"], x, options, (generator, array: TypedArray) =>
      fillBernoulliFrom(generator, array, probabilities, "bernoulli_"),
    );
  }
  checkNumber("bernoulli_", "p", p);
  // MKL fills a buffer in row-major order, which is then copied.
  const order = randomProfile().bernoulli === "mkl" ? x.shape.map((_, axis) => axis) : undefined;
  return drawInto(
    ["bernoulli_", "BernoulliBackward2"],
    x,
    options,
    (generator, array: TypedArray) => fillBernoulli(generator, array, p),
    order,
  );
}

/**
 * Fills x with whole numbers: `random_(x)` with all that its type holds (the floating ones: up to the last exact one),
 * `random_(x, to)` from [0, to), `random_(x, from, to)` from [from, to).
 *
 * @throws ToeplitzError with PyTorch's sentence if no number is in the range, or one of them is none of x's type.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.random_.html
 */
export function random_(
  x: Tensor,
  from?: number | bigint,
  to?: number | bigint,
  options: FillRandomOptions = {},
): Tensor {
  checkTensor("random_", "x", x);
  const name = `RandomBackward${from === undefined ? 2 : to === undefined ? 1 : 0}`;
  return drawInto(["random_", name], x, options, (generator, array: TypedArray) => {
    if (from === undefined) fillRandom(generator, array, x.dtype);
    else if (to === undefined) fillRandint(generator, array, 0, from, x.dtype, "random_");
    else fillRandint(generator, array, from, to, x.dtype, "random_");
  });
}
