// Filling arrays with zeros and ones.
import type { TypedArray } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { shortText } from "../printing/number-text.ts";
import type { Generator } from "./generator.ts";
import { randomProfile } from "./profile.ts";

/**
 * Overwrites `array` with ones of probability `p` and zeros, in order.
 * Mirrors `Tensor.bernoulli_(p)`, and with it dropout.
 *
 * @throws ToeplitzError with PyTorch's sentence if `p` is not between 0 and 1.
 */
export function fillBernoulli(generator: Generator, array: TypedArray, p = 0.5, api = "bernoulli_"): void {
  if (!(p >= 0 && p <= 1)) {
    throw new ToeplitzError(`bernoulli_ expects p to be in [0, 1], but got p=${shortText(p)}`, {
      code: "argument",
      api,
      argument: "p",
      value: p,
      rule: "be in [0, 1]",
    });
  }
  if (randomProfile().bernoulli === "mkl") fillFromMkl(generator, array, p);
  else writeBits(array, () => generator.uniform53() < p);
}

/**
 * Overwrites `array` with ones of the probability that stands at the same place in `probabilities`, and zeros.
 * Mirrors `torch.bernoulli(input)`; the kind of `probabilities`, not of `array`, decides how many draws an element takes.
 *
 * @throws ToeplitzError if a probability is not between 0 and 1.
 */
export function fillBernoulliFrom(
  generator: Generator,
  array: TypedArray,
  probabilities: Float32Array | Float64Array,
  api = "bernoulli",
): void {
  for (const p of probabilities) {
    if (p >= 0 && p <= 1) continue;
    throw new ToeplitzError(
      "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)",
      {
        code: "argument",
        api,
        argument: "input",
        value: p,
        rule: "be in [0, 1]",
      },
    );
  }
  if (probabilities instanceof Float32Array) writeBits(array, (i) => generator.uniform24() < probabilities[i]!);
  else writeBits(array, (i) => generator.uniform53() < probabilities[i]!);
}

function writeBits(array: TypedArray, one: (i: number) => boolean): void {
  if (array instanceof BigInt64Array) for (let i = 0; i < array.length; i++) array[i] = one(i) ? 1n : 0n;
  else for (let i = 0; i < array.length; i++) array[i] = one(i) ? 1 : 0;
}

const modulus = 2 ** 31 - 1;
const multiplier = 1132489760;

/** MKL's MCG31m1: a multiplicative congruential generator, seeded by a single draw, its first number being the seed itself. */
function fillFromMkl(generator: Generator, array: TypedArray, p: number): void {
  let x = generator.random() % modulus || 1;
  writeBits(array, () => {
    const one = x / modulus < p;
    // The product needs 61 bits; halves of 16 keep every step exact.
    x = (((multiplier * (x >>> 16)) % modulus) * 65536 + multiplier * (x & 0xffff)) % modulus;
    return one;
  });
}
