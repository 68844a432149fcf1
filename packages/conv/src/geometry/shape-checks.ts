// The checks of a convolution's shapes and numbers, each in PyTorch's words; conv-plan.ts calls them in PyTorch's order.
import { filled, kernelOf, listOf, withAxes, withChannels } from "./nearest.ts";
import type { Sized } from "./read-options.ts";
import { list, nameOf, refusal, times } from "./refusal.ts";
import { samePadding, span } from "./size-formulas.ts";

export function checkBiasDType(api: string, input: Sized, bias: Sized | null): void {
  if (bias === null || bias.dtype === input.dtype) return;
  throw refusal(
    api,
    `Input type (${nameOf[input.dtype].cpp}) and bias type (${nameOf[bias.dtype].cpp}) should be the same`,
    { code: "dtype", argument: "bias", value: bias.dtype, rule: `be ${input.dtype}`, legal: [input.dtype] },
  );
}

/** Whether the input has no batch axis. */
export function checkInputRank(api: string, rank: number, transposed: boolean, input: readonly number[]): boolean {
  if (input.length === rank + 1) return true;
  if (input.length === rank + 2) return false;
  const name = transposed ? `conv_transpose${rank}d` : `conv${rank}d`;
  throw refusal(
    api,
    `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to ${name}, but got input of size: ${list(input)}`,
    {
      code: "shape",
      argument: "input",
      value: input,
      rule: `have ${rank + 1} or ${rank + 2} axes`,
      legal: [withAxes(input.length < rank + 1 ? rank + 1 : rank + 2, input)],
    },
  );
}

/** What `'same'` adds in front and behind; checks what PyTorch checks on this path only. */
export function resolveSame(
  api: string,
  input: readonly number[],
  weight: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): [before: number[], after: number[]] {
  const axes = weight.length - 2;
  if (axes <= 0) return [[], []]; // refused next
  if (weight.length !== input.length) {
    throw refusal(
      api,
      `Expected ${weight.length}-dimensional input for ${weight.length}-dimensional weight${list(weight)}, but got ` +
        `${input.length}-dimensional input of size ${list(input)} instead`,
      {
        code: "shape",
        argument: "weight",
        value: weight,
        rule: `have ${input.length} axes`,
        legal: [kernelOf(input.length, weight)],
      },
    );
  }
  for (const [argument, numbers] of [["stride", stride] as const, ["dilation", dilation] as const]) {
    if (numbers.length === axes || numbers.length === 1) continue;
    throw refusal(api, `${argument} cannot broadcast to ${axes} dimensions`, {
      argument,
      value: numbers,
      rule: `be a number or a list of ${axes}`,
      legal: [listOf(axes, numbers)],
    });
  }
  if (stride.some((step) => step !== 1)) {
    throw refusal(api, "padding='same' is not supported for strided convolutions", {
      argument: "stride",
      value: stride,
      rule: "be 1 where padding is 'same'",
      legal: [1],
    });
  }
  const sides = weight
    .slice(2)
    .map((size, i) => samePadding(size, dilation.length === 1 ? dilation[0]! : dilation[i]!));
  checkSurplus(api, input, sides);
  return [sides.map((side) => side[0]), sides.map((side) => side[1])];
}

/** PyTorch pads the odd element of 'same' first, and its padding wants a result that is not empty. */
function checkSurplus(
  api: string,
  input: readonly number[],
  sides: readonly (readonly [before: number, after: number])[],
): void {
  const surplus = sides.map(([before, after]) => after - before);
  if (surplus.every((size) => size === 0)) return;
  const axis = surplus.findIndex((size, i) => input[2 + i]! + size <= 0);
  if (axis < 0) return;
  // What is too much, of a negative dilation, is cut off in front.
  const [front, behind] = surplus[axis]! < 0 ? [surplus[axis], 0] : [0, surplus[axis]];
  throw refusal(
    api,
    `The input size ${input[2 + axis]}, plus negative padding ${front} and ${behind} resulted in a negative output size, ` +
      `which is invalid. Check dimension ${2 + axis} of your input.`,
    {
      code: "shape",
      argument: "input",
      value: input,
      rule: "have at least one element along each spatial axis",
      legal: [filled(input, sides.length)],
    },
  );
}

/** One number for each axis of the kernel. A list that fits the function but not the weight is the weight's fault. */
export function expand(
  api: string,
  argument: string,
  numbers: readonly number[],
  rank: number,
  weight: readonly number[],
): number[] {
  const axes = weight.length - 2;
  if (numbers.length === axes) return [...numbers];
  if (numbers.length === 1) return new Array<number>(axes).fill(numbers[0]!);
  const sentence =
    `expected ${argument} to be a single integer value or a list of ${axes} values to match the convolution dimensions, ` +
    `but got ${argument}=${list(numbers)}`;
  if (numbers.length === rank) {
    throw refusal(api, sentence, {
      code: "shape",
      argument: "weight",
      value: weight,
      rule: `have ${rank + 2} axes`,
      legal: [kernelOf(rank + 2, weight)],
    });
  }
  throw refusal(api, sentence, {
    argument: argument === "output_padding" ? "outputPadding" : argument,
    value: numbers,
    rule: `be a number or a list of ${axes}`,
    legal: [listOf(axes, numbers)],
  });
}

export function checkSigns(
  api: string,
  argument: string,
  numbers: readonly number[],
  least: number,
  sentence: string,
  value: unknown,
): void {
  if (numbers.every((number) => number >= least)) return;
  throw refusal(api, sentence, { argument, value, rule: `be at least ${least}`, legal: [least] });
}

/** Checks groups and channels against the weight; gives the channels of `input`, which is as messages show it. */
export function checkChannels(
  api: string,
  transposed: boolean,
  given: readonly number[],
  input: readonly number[],
  weight: readonly number[],
  groups: number,
): number {
  const first = weight[0]!;
  if (first < groups) {
    throw refusal(
      api,
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ` +
        `${list(weight)} instead`,
      {
        code: "shape",
        argument: "weight",
        value: weight,
        rule: `have at least ${groups} at axis 0`,
        legal: [weight.with(0, groups)],
      },
    );
  }
  if (first % groups !== 0) {
    let divisor = groups;
    while (first % divisor !== 0) divisor -= 1;
    throw refusal(
      api,
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size ` +
        `[${list(weight)}] instead`,
      { argument: "groups", value: groups, rule: `divide ${first}`, legal: [divisor] },
    );
  }
  const channels = input[1]!;
  const expected = transposed ? first : weight[1]! * groups;
  if (channels !== expected) {
    throw refusal(
      api,
      `Given ${transposed ? "transposed=1" : `groups=${groups}`}, weight of size ${list(weight)}, expected ` +
        `input${list(input)} to have ${expected} channels, but got ${channels} channels instead`,
      {
        code: "shape",
        argument: "input",
        value: given,
        rule: `have ${expected} channels`,
        legal: [withChannels(given, weight.length - 2, expected)],
      },
    );
  }
  return channels;
}

export function checkBiasShape(
  api: string,
  transposed: boolean,
  weight: readonly number[],
  bias: Sized | null,
  outputs: number,
): void {
  if (bias === null || (bias.shape.length === 1 && bias.shape[0] === outputs)) return;
  throw refusal(
    api,
    `Given ${transposed ? "transposed=1, " : ""}weight of size ${list(weight)}, expected bias to be 1-dimensional with ` +
      `${outputs} elements, but got bias of size ${list(bias.shape)} instead`,
    { code: "shape", argument: "bias", value: bias.shape, rule: `have shape [${outputs}]`, legal: [[outputs]] },
  );
}

/** The dilated kernel must fit into the padded input. */
export function checkReach(
  api: string,
  input: readonly number[],
  spatial: readonly number[],
  before: readonly number[],
  after: readonly number[],
  kernel: readonly number[],
  dilation: readonly number[],
): void {
  const padded = spatial.map((size, i) => size + before[i]! + after[i]!);
  const spans = kernel.map((size, i) => span(size, dilation[i]!));
  if (spans.every((size, i) => size <= padded[i]!)) return;
  throw refusal(
    api,
    `Calculated padded input size per channel: (${times(padded)}). Kernel size: (${times(spans)}). ` +
      "Kernel size can't be greater than actual input size",
    {
      code: "shape",
      argument: "input",
      value: input,
      rule: `be at least ${times(spans)} with its padding`,
      legal: [
        [
          ...input.slice(0, input.length - spatial.length),
          ...spans.map((s, i) => Math.max(spatial[i]!, s - before[i]! - after[i]!)),
        ],
      ],
    },
  );
}
