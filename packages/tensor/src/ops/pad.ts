// Padding in PyTorch's four modes; amounts are listed from the last axis on.
import { checkTensor } from "../check-tensor.ts";
import { argumentError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { areWhole } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { positionsByAxis, takeFlat } from "./gather.ts";
import {
  checkBesideMode,
  checkCopies,
  checkCuts,
  checkLength,
  checkMode,
  checkRoom,
  checkWrap,
  type PadMode,
  perAxis,
} from "./pad-checks.ts";
import { checkRange, storedValue } from "./promotion.ts";
import { constantPad } from "./slice-and-pad.ts";

export type { PadMode };

/** Options of {@link pad}. */
export interface PadOptions {
  /** @defaultValue "constant" */
  mode?: PadMode;
  /** What `constant` fills with. @defaultValue 0 */
  value?: number;
}

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
  if (mode !== "constant") checkMode(mode);
  checkLength(x.shape, amounts);
  const { before, after } = perAxis(x.shape, amounts);
  if (mode === "constant") {
    checkCuts(x.shape, amounts, before, after);
    checkRoom(x.shape, amounts, before, after);
    checkRange("pad", "value", value, x.dtype);
    return constantPad(x, before, after, storedValue("pad", "value", value ?? 0, x.dtype));
  }
  checkBesideMode(mode, value, x.ndim, amounts.length / 2);
  if (mode !== "circular") {
    checkCopies(mode, x, amounts, before, after);
    checkRoom(x.shape, amounts, before, after);
    return padByCopying(x, amounts, mode);
  }
  checkWrap(x.shape, amounts, before, after);
  if (amounts.every((n) => n >= 0)) return padByCopying(x, amounts, mode);
  // PyTorch cuts first, so that what is cut off does not come back on the other side.
  const cutBefore = before.map((n) => Math.min(n, 0));
  const cutAfter = after.map((n) => Math.min(n, 0));
  checkCuts(x.shape, amounts, cutBefore, cutAfter);
  const grown = amounts.map((n) => Math.max(n, 0));
  return padByCopying(constantPad(x, cutBefore, cutAfter, 0), grown, mode);
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
