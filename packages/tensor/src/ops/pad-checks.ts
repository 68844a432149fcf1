// What padding refuses, in PyTorch's order and words.
import { isFloating, titleOf, typeText } from "../dtype.ts";
import { argumentError, type ErrorFields, showWord, ToeplitzError } from "../errors.ts";
import { mostElements, numelOf, type Shape, sizes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** How `pad` fills. */
export type PadMode = "constant" | "reflect" | "replicate" | "circular";

const modes: readonly PadMode[] = ["constant", "reflect", "replicate", "circular"];

function fail(sentence: string, argument: string, value: unknown, more: Partial<ErrorFields> = {}): never {
  throw new ToeplitzError(sentence, { code: "padding", api: "pad", argument, value, ...more });
}

/** Amounts per axis, first axis first. */
export function perAxis(shape: Shape, amounts: readonly number[]): { before: number[]; after: number[] } {
  const before = shape.map(() => 0);
  const after = shape.map(() => 0);
  for (let i = 0; i < amounts.length; i += 2) {
    const axis = shape.length - 1 - i / 2;
    before[axis] = amounts[i]!;
    after[axis] = amounts[i + 1]!;
  }
  return { before, after };
}

/** The other way round: the last axis leads, and only the axes that were named are listed. */
function listed(amounts: readonly number[], before: readonly number[], after: readonly number[]): number[] {
  return amounts.map((_, i) => (i % 2 === 0 ? before : after)[before.length - 1 - Math.floor(i / 2)]!);
}

export function checkMode(mode: unknown): void {
  if ((modes as readonly unknown[]).includes(mode)) return;
  const rule = `be one of ${modes.join(", ")}`;
  fail(`Unrecognised padding mode ${showWord(mode)}`, "mode", mode, { rule, legal: modes });
}

export function checkLength(shape: Shape, amounts: readonly number[]): void {
  const rule = "be a list of two numbers for each of the last axes";
  if (amounts.length % 2 !== 0) fail("Padding length must be divisible by 2", "amounts", amounts, { rule });
  if (amounts.length > 2 * shape.length) fail("Padding length too large", "amounts", amounts, { rule });
}

/** What goes with a mode that copies elements: no value, and one to three axes, with one or two in front of them. */
export function checkBesideMode(mode: PadMode, value: number | undefined, rank: number, axes: number): void {
  if (value !== undefined && value !== 0) {
    const rule = `be left out in mode ${mode}`;
    fail(`Padding mode "${mode}" doesn't take in value argument`, "value", value, { rule, legal: [0] });
  }
  if (axes >= 1 && axes <= 3 && (rank === axes + 1 || rank === axes + 2)) return;
  fail("Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now", "amounts", axes, {
    rule: "name the last one, two or three axes of an input with one or two more",
  });
}

/** Negative amounts cut, first before and then behind, and neither may cut more than there is. */
export function checkCuts(
  shape: Shape,
  amounts: readonly number[],
  before: readonly number[],
  after: readonly number[],
): void {
  shape.forEach((size, axis) => {
    const start = Math.max(0, -before[axis]!);
    const left = size - start;
    const kept = left + Math.min(0, after[axis]!);
    if (start <= size && kept >= 0) return;
    // From zero, because an axis of no elements would give -0.
    const front = shape.map((size, i) => Math.max(before[i]!, 0 - size));
    const behind = shape.map((size, i) => Math.max(after[i]!, 0 - size - Math.min(0, front[i]!)));
    const more = { rule: "cut no more than there is", legal: [listed(amounts, front, behind)] };
    const range = Math.max(size, 1);
    if (start > size) {
      fail(
        `Dimension out of range (expected to be in range of [${-range}, ${range - 1}], but got ${start})`,
        "amounts",
        amounts,
        more,
      );
    }
    fail(`start (0) + length (${kept}) exceeds dimension size (${left}).`, "amounts", amounts, more);
  });
}

/** What comes out must be a tensor that there can be. */
export function checkRoom(
  shape: Shape,
  amounts: readonly number[],
  before: readonly number[],
  after: readonly number[],
): void {
  if (numelOf(shape.map((size, axis) => size + before[axis]! + after[axis]!)) <= mostElements) return;
  throw argumentError("pad", "amounts", `leave at most ${mostElements} elements`, amounts, { code: "shape" });
}

/** Wrapping takes each element at most once more on either side. */
export function checkWrap(
  shape: Shape,
  amounts: readonly number[],
  before: readonly number[],
  after: readonly number[],
): void {
  for (let i = 0; i < amounts.length; i += 2) {
    const axis = shape.length - 1 - i / 2;
    const size = shape[axis]!;
    if (before[axis]! > size || after[axis]! > size) {
      fail("Padding value causes wrapping around more than once.", "amounts", amounts, {
        rule: "be at most the size of each axis",
        legal: [listed(amounts, atMost(before, shape), atMost(after, shape))],
      });
    }
    if (size + before[axis]! + after[axis]! < 0) {
      fail("Negative padding value is resulting in an empty dimension", "amounts", amounts, {
        rule: "cut no more than there is",
      });
    }
  }
}

const atMost = (amounts: readonly number[], most: readonly number[]) =>
  amounts.map((amount, axis) => Math.min(amount, most[axis]!));

/** Reflections and replications, each with the routines and the order of its rank. */
export function checkCopies(
  mode: "reflect" | "replicate",
  { shape, dtype }: Tensor,
  amounts: readonly number[],
  before: readonly number[],
  after: readonly number[],
): void {
  const axes = amounts.length / 2;
  const lead = shape.length - axes;
  checkFilled(mode, shape, axes, dtype);
  if (mode === "reflect") checkReflection(shape, amounts, before, after);
  const result = shape.map((size, axis) => size + before[axis]! + after[axis]!);
  const spatial = result.slice(lead);
  if (spatial.every((size) => size < 1)) {
    fail(tooSmall(mode, shape.slice(lead), spatial), "amounts", amounts, { rule: "leave an element" });
  }
  const negative = result.find((size) => size < 0);
  if (negative !== undefined) {
    fail(`Trying to create tensor with negative dimension ${negative}: ${sizes(result)}`, "amounts", amounts, {
      rule: "cut no more than there is",
    });
  }
  if (isFloating(dtype)) return;
  const routine =
    mode === "reflect" ? `reflection_pad${axes}d${axes === 3 ? "_cpu" : ""}` : `replication_pad${axes}d_cpu`;
  throw new ToeplitzError(`"${routine}" not implemented for '${titleOf(dtype)}'`, {
    code: "dtype",
    api: "pad",
    argument: "x",
    value: dtype,
    rule: `be float32 or float64 in mode ${mode}`,
    legal: ["float32", "float64"],
  });
}

/** Only the batch may be empty; reflections of one and two axes do not look at the channels of a single image. */
function checkFilled(mode: "reflect" | "replicate", shape: Shape, axes: number, dtype: Tensor["dtype"]): void {
  const own = mode === "reflect" && axes < 3;
  if (!shape.slice(own ? 1 : shape.length - axes - 1).includes(0)) return;
  const ranks = `${axes + 1}D or ${axes + 2}D (batch mode) tensor`;
  const sentence = own
    ? `${ranks} expected for input, but got: [ ${typeText(dtype)}{${shape.join(",")}} ]`
    : `Expected ${ranks} with possibly 0 batch size and other non-zero dimensions for input, but got: ${sizes(shape)}`;
  fail(sentence, "x", shape, { code: "shape", rule: "have elements along channels and space" });
}

function checkReflection(
  shape: Shape,
  amounts: readonly number[],
  before: readonly number[],
  after: readonly number[],
): void {
  for (let i = 0; i < amounts.length; i += 2) {
    const axis = shape.length - 1 - i / 2;
    if (before[axis]! < shape[axis]! && after[axis]! < shape[axis]!) continue;
    const most = shape.map((size) => size - 1);
    // Of an image PyTorch prints the number of its axes, of lines and volumes their sizes.
    const input = amounts.length === 4 ? shape.length : sizes(shape);
    fail(
      `Argument #${4 + i}: Padding size should be less than the corresponding input dimension, but got: ` +
        `padding (${before[axis]}, ${after[axis]}) at dimension ${axis} of input ${input}`,
      "amounts",
      amounts,
      {
        rule: "be smaller than the size of each axis",
        legal: [listed(amounts, atMost(before, most), atMost(after, most))],
      },
    );
  }
}

/** PyTorch's texts, with its own commas, spaces and the stray 2. */
function tooSmall(mode: "reflect" | "replicate", input: Shape, output: Shape): string {
  const [w, h, d] = [...input].reverse();
  const [ow, oh, od] = [...output].reverse();
  if (d !== undefined) {
    return `input (D: ${d} H: ${h}, W: ${w}) is too small. Calculated output D: ${od} H: ${oh} W: ${ow}`;
  }
  const space = mode === "reflect" ? "" : " ";
  if (h !== undefined)
    return `input (H: ${h}, W: ${w}${space})${space}is too small. Calculated output H: ${oh} W: ${ow}`;
  return `${mode === "reflect" ? 2 : ""}input (W: ${w})${space}is too small. Calculated output W: ${ow}`;
}
