// Tensors of regular values: arange, linspace, eye.
import { allocate, type DType, isFloating } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { dtypeOption } from "../ops/promotion.ts";
import { checkOptions } from "../options.ts";
import { fma32, fma64 } from "../random/fused-multiply-add.ts";
import { checkCount, checkShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { type CreationOptions, checkGradient, creationOptionNames } from "./filled.ts";
import { fromData } from "./from-data.ts";

/** Writes value(i) everywhere, converted. */
function listed(
  api: string,
  shape: readonly number[],
  dtype: DType,
  options: CreationOptions,
  value: (i: number) => number,
): Tensor {
  checkGradient(api, options, dtype);
  const length = shape.reduce((n, size) => n * size, 1);
  const array = allocate(dtype, length);
  if (dtype === "int64") for (let i = 0; i < length; i++) array[i] = BigInt(Math.trunc(value(i)));
  else if (dtype === "bool") for (let i = 0; i < length; i++) array[i] = value(i) === 0 ? 0 : 1;
  else for (let i = 0; i < length; i++) array[i] = value(i);
  const out = fromData(array, dtype, shape);
  return options.requiresGrad === undefined ? out : out.requiresGrad_(options.requiresGrad);
}

function refuseBool(api: string, kernel: string): never {
  const sentence = `"${kernel}" not implemented for 'Bool'`;
  throw new ToeplitzError(sentence, { code: "dtype", api, argument: "dtype", value: "bool" });
}

/** A bound as C++ prints it. */
const spelled = (bound: number) => String(bound).replace("Infinity", "inf").replace("NaN", "nan");

function checkNumber(api: string, argument: string, value: unknown): number {
  if (typeof value !== "number") throw argumentError(api, argument, "be a number", value);
  return value;
}

/**
 * Values from `start` (0) up to, not including, `end`, `step` (1) apart: `arange(end)`, `arange(start, end)`, `arange(start, end, step)`.
 * int64 if all are whole numbers, else float32.
 *
 * @throws ToeplitzError with PyTorch's sentences for a zero step, a step away from the end, bounds that are not finite, or booleans.
 * @see https://pytorch.org/docs/stable/generated/torch.arange.html
 */
export function arange(end: number, options?: CreationOptions): Tensor;
export function arange(start: number, end: number, options?: CreationOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: CreationOptions): Tensor;
export function arange(...args: (number | CreationOptions | undefined)[]): Tensor {
  const given = args.at(-1) === undefined ? args.slice(0, -1) : args;
  // Alone, or where it is null, the last one is a number that somebody got wrong.
  const last = given.length > 1 ? given.at(-1) : null;
  const options = typeof last === "object" && last !== null ? last : {};
  const numbers = options === last ? given.slice(0, -1) : given;
  checkOptions("arange", options, creationOptionNames);
  const [start, end, step] = (numbers.length <= 1 ? [0, numbers[0], 1] : [numbers[0], numbers[1], numbers[2] ?? 1]) as [
    number,
    number,
    number,
  ];
  checkNumber("arange", "start", start);
  checkNumber("arange", "end", end);
  checkNumber("arange", "step", step);
  const fail = (sentence: string, argument: string, value: number) => {
    throw new ToeplitzError(sentence, { code: "value", api: "arange", argument, value });
  };
  // Not a number is neither.
  if (!(step > 0 || step < 0)) fail("step must be nonzero", "step", step);
  if (!Number.isFinite(start) || !Number.isFinite(end))
    fail(`unsupported range: ${spelled(start)} -> ${spelled(end)}`, "end", end);
  if ((end - start) * step < 0) fail("upper bound and larger bound inconsistent with step sign", "step", step);
  const whole = [start, end, step].every(Number.isInteger);
  const dtype = dtypeOption("arange", options.dtype, whole ? "int64" : "float32");
  if (dtype === "bool") refuseBool("arange", "arange_cpu");
  const length = Math.ceil((end - start) / step);
  const value = isFloating(dtype) ? floatingRange(start, step, length, dtype) : (i: number) => start + i * step;
  return listed("arange", checkShape("arange", [length]), dtype, options, value);
}

/**
 * The numbers with PyTorch's last bits, which are those of vectors of 32 bytes: in each full pair of vectors the first element is
 * computed and rounded, and the others are stepped to from it; what is left over is computed one by one.
 */
function floatingRange(
  start: number,
  step: number,
  length: number,
  dtype: "float32" | "float64",
): (i: number) => number {
  const [rounded, lanes] = dtype === "float32" ? [Math.fround, 8] : [(v: number) => v, 4];
  const inVectors = length - (length % (2 * lanes));
  const alone = (i: number) => rounded(fma64(step, i, start));
  return (i) => (i < inVectors ? fma64(step, i % lanes, alone(i - (i % lanes))) : alone(i));
}

/**
 * `steps` values from `start` to `end`, both included, evenly apart.
 *
 * @throws ToeplitzError with PyTorch's sentences for a negative number of steps, and for booleans.
 * @see https://pytorch.org/docs/stable/generated/torch.linspace.html
 */
export function linspace(start: number, end: number, steps: number, options: CreationOptions = {}): Tensor {
  checkOptions("linspace", options, creationOptionNames);
  checkNumber("linspace", "start", start);
  checkNumber("linspace", "end", end);
  checkCount("linspace", "steps", steps);
  if (steps < 0) {
    throw new ToeplitzError("number of steps must be non-negative", {
      code: "value",
      api: "linspace",
      argument: "steps",
      value: steps,
      rule: "not be negative",
      legal: [0],
    });
  }
  const dtype = dtypeOption("linspace", options.dtype, "float32");
  if (dtype === "bool" && steps > 1) refuseBool("linspace", "linspace_cpu");
  const value = isFloating(dtype) ? floatingSteps(start, end, steps, dtype) : wholeSteps(start, end, steps);
  return listed("linspace", checkShape("linspace", [steps]), dtype, options, value);
}

/** Counted from the nearer end, so that both ends are exact. */
function wholeSteps(start: number, end: number, steps: number): (i: number) => number {
  const [from, to] = [Math.trunc(start), Math.trunc(end)];
  const step = (to - from) / Math.max(1, steps - 1);
  return (i) => (i < Math.floor(steps / 2) ? from + step * i : steps === 1 ? from : to - step * (steps - i - 1));
}

/** The same for floating types, computed in vectors as {@link floatingRange} is. */
function floatingSteps(start: number, end: number, steps: number, dtype: "float32" | "float64"): (i: number) => number {
  const [rounded, fma, lanes] = dtype === "float32" ? [Math.fround, fma32, 8] : [(v: number) => v, fma64, 4];
  const [from, to] = [rounded(start), rounded(end)];
  const step = rounded(rounded(to - from) / Math.max(1, steps - 1));
  const alone = (i: number) => (i < Math.floor(steps / 2) ? fma(step, i, from) : fma(-step, steps - i - 1, to));
  const inVectors = steps - (steps % (2 * lanes));
  if (steps === 1) return () => from;
  return (i) => (i < inVectors ? rounded(alone(i - (i % lanes)) + rounded(step * (i % lanes))) : alone(i));
}

/**
 * Ones on the diagonal, zeros elsewhere, [n, m].
 *
 * @param m columns; n when left out
 * @see https://pytorch.org/docs/stable/generated/torch.eye.html
 */
export function eye(n: number, m: number = n, options: CreationOptions = {}): Tensor {
  checkOptions("eye", options, creationOptionNames);
  for (const [argument, value] of [
    ["n", n],
    ["m", m],
  ] as const) {
    if (!Number.isInteger(value)) throw argumentError("eye", argument, "be a whole number", value);
    if (value < 0) {
      throw new ToeplitzError(`${argument} must be greater or equal to 0, got ${value}`, {
        code: "value",
        api: "eye",
        argument,
        value,
        rule: "not be negative",
        legal: [0],
      });
    }
  }
  const dtype = dtypeOption("eye", options.dtype, "float32");
  return listed("eye", checkShape("eye", [n, m]), dtype, options, (i) => (Math.floor(i / m) === i % m ? 1 : 0));
}
