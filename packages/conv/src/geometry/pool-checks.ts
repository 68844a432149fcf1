// What PyTorch's pooling routines check, each in its words; pool-plan.ts and adaptive-plan.ts call them in PyTorch's order.
import type { DType } from "@toeplitz/tensor";
import { argumentError } from "@toeplitz/tensor/extend";
import type { Window } from "./pool-geometry.ts";
import { list, nameOf, refusal, times } from "./refusal.ts";
import { span } from "./size-formulas.ts";

/** Options that are a boolean. */
export function readSwitch(api: string, argument: string, value: unknown, absent: boolean): boolean {
  if (value === undefined) return absent;
  if (typeof value !== "boolean") throw argumentError(api, argument, "be a boolean", value, { legal: [true, false] });
  return value;
}

/** Functions of one axis want an input of two or three axes, and say so in general words. */
export function checkLineRank(api: string, routine: string, input: readonly number[]): void {
  if (input.length === 2 || input.length === 3) return;
  throw refusal(
    api,
    `Expected 2 to 3 dimensions, but got ${input.length}-dimensional tensor for argument #1 'self' (while checking ` +
      `arguments for ${routine})`,
    { code: "shape", argument: "input", value: input, rule: "have 2 or 3 axes" },
  );
}

/** Functions of one axis want one number. */
export function checkOne(api: string, routine: string, argument: string, numbers: readonly unknown[]): void {
  if (numbers.length === 1) return;
  throw refusal(api, `${routine}() argument '${argument}' should contain one int (got ${numbers.length})`, {
    argument: camelCase(argument),
    value: numbers,
    rule: "be a number or a list of one",
  });
}

/** PyTorch keeps the numbers of windows in 32 bits; its averages of planes wrap where the others refuse. */
export function checkInt32(api: string, argument: string, numbers: readonly number[]): void {
  if (numbers.every((number) => number === (number | 0))) return;
  throw refusal(api, "integer out of range", {
    argument,
    value: numbers,
    rule: `lie between ${-(2 ** 31)} and ${2 ** 31 - 1}`,
    legal: [2 ** 31 - 1],
  });
}

/** What is checked where an output size is computed, axis by axis. */
export function checkSteps(api: string, { kernel, stride, padding }: Window): void {
  for (const [axis, size] of kernel.entries()) {
    if (stride[axis] === 0) {
      throw refusal(api, "stride should not be zero", {
        argument: "stride",
        value: stride,
        rule: "be at least 1",
        legal: [1],
      });
    }
    if (padding[axis]! < 0) {
      throw refusal(api, `pad must be non-negative, but got pad: ${padding[axis]}`, {
        argument: "padding",
        value: padding,
        rule: "not be negative",
        legal: [0],
      });
    }
    const most = Math.trunc(size / 2);
    if (padding[axis]! > most) {
      throw refusal(
        api,
        `pad should be at most half of kernel size, but got pad=${padding[axis]} and kernel_size=${size}`,
        { argument: "padding", value: padding, rule: "be at most half of the kernel size", legal: [most] },
      );
    }
  }
}

/** Kernel, stride and dilation, each as a whole, with the letters of its axes. */
export function checkSigns(api: string, { kernel, stride, dilation }: Window): void {
  const letters = ["T", "H", "W"].slice(3 - kernel.length);
  for (const [argument, what, prefix, numbers] of [
    ["kernelSize", "kernel size", "k", kernel],
    ["stride", "stride", "d", stride],
    ["dilation", "dilation", "dilation", dilation],
  ] as const) {
    if (numbers.every((number) => number > 0)) continue;
    const shown = numbers.map((number, axis) => `${prefix}${letters[axis]}: ${number}`).join(" ");
    throw refusal(api, `${what} should be greater than zero, but got ${shown}`, {
      argument,
      value: numbers,
      rule: "be at least 1",
      legal: [1],
    });
  }
}

/** Planes: only a batch may be empty. */
export function checkPlanes(api: string, input: readonly number[], shown: readonly number[]): void {
  const ranked = shown.length === 3 || shown.length === 4;
  if (ranked && shown.slice(shown.length - 3).every((size) => size > 0)) return;
  throw refusal(
    api,
    `Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:${list(shown)}`,
    { code: "shape", argument: "input", value: input, rule: "have elements along every axis but the batch" },
  );
}

/** Volumes: only a batch may be empty. */
export function checkVolumes(api: string, routine: string, input: readonly number[]): void {
  if (input.slice(input.length - 4).every((size) => size > 0)) return;
  throw refusal(
    api,
    `${routine}(): Expected input's non-batch dimensions to have positive length, but input has a shape of ` +
      `${list(input)} and non-batch dimension 0 has length zero!`,
    { code: "shape", argument: "input", value: input, rule: "have elements along every axis but the batch" },
  );
}

/** Averages of volumes want a kernel that fits without padding. */
export function checkKernelFits(api: string, input: readonly number[], { kernel }: Window): void {
  const size = input.slice(-3);
  if (size.every((n, axis) => n >= kernel[axis]!)) return;
  const named = (prefix: string, [t, h, w]: readonly number[]) =>
    `(${prefix}T: ${t} ${prefix}H: ${h} ${prefix}W: ${w})`;
  throw refusal(api, `input image ${named("", size)} smaller than kernel size ${named("k", kernel)}`, {
    code: "shape",
    argument: "input",
    value: input,
    rule: "be as large as the kernel on each axis",
    legal: [[...input.slice(0, -3), ...size.map((n, axis) => Math.max(n, kernel[axis]!))]],
  });
}

/** Every axis of the result has at least one element. */
export function checkOutput(
  api: string,
  input: readonly number[],
  shown: readonly number[],
  output: readonly number[],
  { kernel, dilation, padding }: Window,
): void {
  if (output.every((size) => size >= 1)) return;
  const rank = output.length;
  const channels = shown[shown.length - rank - 1]!;
  const least = kernel.map((size, axis) => span(size, dilation[axis]!) - 2 * padding[axis]!);
  throw refusal(
    api,
    `Given input size: (${times([channels, ...shown.slice(-rank)]).replaceAll(" ", "")}). Calculated output size: ` +
      `(${times([channels, ...output]).replaceAll(" ", "")}). Output size is too small`,
    {
      code: "shape",
      argument: "input",
      value: input,
      rule: `be at least ${times(least)} without its padding`,
      legal: [shown.slice(-rank).map((size, axis) => Math.max(size, least[axis]!))],
    },
  );
}

/** The types that a routine serves. */
export function checkDType(api: string, routine: string, input: DType, legal: readonly DType[]): void {
  if (legal.includes(input)) return;
  throw refusal(api, `"${routine}" not implemented for '${nameOf[input].scalar}'`, {
    code: "dtype",
    argument: "input",
    value: input,
    rule: `be ${legal.join(" or ")}`,
    legal,
  });
}

/** The kernels count elements in 32 bits. */
export function checkCounts(api: string, input: readonly number[], output: readonly number[]): void {
  for (const [argument, shape] of [["input", input] as const, ["output", output] as const]) {
    if (shape.reduce((count, size) => count * size, 1) < 2 ** 31) continue;
    throw argumentError(api, argument, `have fewer than ${2 ** 31} elements`, shape, { code: "shape" });
  }
}

/** Our name of one of PyTorch's arguments. */
export function camelCase(name: string): string {
  return name.replace(/_(.)/, (_, letter: string) => letter.toUpperCase());
}
