// Padding in PyTorch's four modes; amounts are listed from the last axis on.
import { checkTensor } from "../check-tensor.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { areWhole, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { positionsByAxis, takeFlat } from "./gather.ts";
import { checkRange, storedValue } from "./promotion.ts";
import { constantPad } from "./slice-and-pad.ts";

/** How {@link pad} fills. */
export type PadMode = "constant" | "reflect" | "replicate" | "circular";

/** Options of {@link pad}. */
export interface PadOptions {
  /** @defaultValue "constant" */
  mode?: PadMode;
  /** What `constant` fills with. @defaultValue 0 */
  value?: number;
}

const modes: readonly PadMode[] = ["constant", "reflect", "replicate", "circular"];

/**
 * x with more elements around it.
 *
 * @param amounts before and after the last axis, then the one before it, and so on; `constant` takes negative ones, which cut
 * @throws ToeplitzError with PyTorch's sentences for odd lists, too many axes, too large reflections and empty results.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
 */
export function pad(x: Tensor, amounts: readonly number[], options: PadOptions = {}): Tensor {
  checkTensor("pad", "x", x);
  checkOptions("pad", options, ["mode", "value"]);
  const { mode = "constant", value } = options;
  if (!areWhole(amounts)) {
    throw argumentError("pad", "amounts", "be a list of whole numbers", amounts);
  }
  const fail = (sentence: string, argument = "amounts") => {
    throw new ToeplitzError(sentence, {
      code: "padding",
      api: "pad",
      argument,
      value: argument === "mode" ? mode : amounts,
    });
  };
  if (amounts.length % 2 !== 0) fail("Padding length must be divisible by 2");
  if (amounts.length > 2 * x.ndim) fail("Padding length too large");
  if (mode === "constant") {
    const { before, after } = perAxis(x.shape, amounts);
    checkCuts(x.shape, before, after, fail);
    checkRange("pad", "value", value, x.dtype);
    return constantPad(x, before, after, storedValue("pad", "value", value ?? 0, x.dtype));
  }
  if (!modes.includes(mode)) fail(`Unrecognised padding mode ${String(mode).slice(0, 60)}`, "mode");
  if (value !== undefined && value !== 0) fail(`Padding mode "${mode}" doesn't take in value argument`, "value");
  const axes = amounts.length / 2;
  const ranks: Record<number, readonly number[]> = { 1: [2, 3], 2: [3, 4], 3: [4, 5] };
  if (!ranks[axes]?.includes(x.ndim))
    fail("Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now");
  checkAmounts(x.shape, amounts, mode, fail);
  if (mode !== "circular" || amounts.every((n) => n >= 0)) return padByCopying(x, amounts, mode);
  // PyTorch cuts first, so that what is cut off does not come back on the other side.
  const { before, after } = perAxis(
    x.shape,
    amounts.map((n) => Math.min(n, 0)),
  );
  checkCuts(x.shape, before, after, fail);
  const grown = amounts.map((n) => Math.max(n, 0));
  return padByCopying(constantPad(x, before, after, 0), grown, mode);
}

/** Amounts per axis, first axis first. */
function perAxis(shape: Shape, amounts: readonly number[]) {
  const before = shape.map(() => 0);
  const after = shape.map(() => 0);
  for (let i = 0; i < amounts.length; i += 2) {
    const axis = shape.length - 1 - i / 2;
    before[axis] = amounts[i]!;
    after[axis] = amounts[i + 1]!;
  }
  return { before, after };
}

/** Negative amounts cut, first before and then behind, and neither may cut more than there is. */
function checkCuts(
  shape: Shape,
  before: readonly number[],
  after: readonly number[],
  fail: (sentence: string) => void,
): void {
  shape.forEach((size, axis) => {
    const start = Math.max(0, -before[axis]!);
    if (start > size) {
      const range = Math.max(size, 1);
      fail(`Dimension out of range (expected to be in range of [${-range}, ${range - 1}], but got ${start})`);
    }
    const left = size - start;
    const kept = left + Math.min(0, after[axis]!);
    if (kept < 0) fail(`start (0) + length (${kept}) exceeds dimension size (${left}).`);
  });
}

function checkAmounts(shape: Shape, amounts: readonly number[], mode: PadMode, fail: (sentence: string) => void): void {
  for (let i = 0; i < amounts.length; i += 2) {
    const axis = shape.length - 1 - i / 2;
    const size = shape[axis]!;
    const [before, after] = [amounts[i]!, amounts[i + 1]!];
    if (mode === "reflect" && (before >= size || after >= size)) {
      fail(
        `Argument #${4 + i}: Padding size should be less than the corresponding input dimension, but got: padding (${before}, ${after}) at dimension ${axis} of input [${shape.join(", ")}]`,
      );
    }
    if (mode === "circular") {
      if (before > size || after > size) fail("Padding value causes wrapping around more than once.");
      if (size + before + after <= 0) fail("Negative padding value is resulting in an empty dimension.");
    }
    if (size + before + after < 1 || size === 0) {
      fail(`The input size ${size}, plus padding ${before} and ${after} leaves no element along dimension ${axis}`);
    }
  }
}

/** Where each element of the padded tensor comes from, per axis. */
function padByCopying(x: Tensor, amounts: readonly number[], mode: PadMode): Tensor {
  const { before, after } = perAxis(x.shape, amounts);
  const shape = x.shape.map((size, axis) => size + before[axis]! + after[axis]!);
  const positions = positionsByAxis(x.shape, shape, (i, axis) => sourceIndex(i - before[axis]!, x.shape[axis]!, mode));
  const name =
    mode === "circular"
      ? "CopySlices"
      : `${mode === "reflect" ? "Reflection" : "Replication"}Pad${amounts.length / 2}DBackward0`;
  return takeFlat(x, positions, shape, name);
}

/** The source of padded position i, counted from the first real element. */
function sourceIndex(i: number, size: number, mode: PadMode): number {
  if (mode === "replicate") return Math.min(Math.max(i, 0), size - 1);
  if (mode === "circular") return ((i % size) + size) % size;
  return i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i;
}
