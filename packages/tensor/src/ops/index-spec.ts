// Reading index arguments: numbers, slices like '0:5:2', '...', null, tensors.
import { argumentError, ToeplitzError } from "../errors.ts";
import { areWhole } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/**
 * One entry of an index: a position, a slice `'start:stop:step'` (any part may be missing), `'...'` for all axes not named,
 * `null` for a new axis of size 1, a tensor or list of positions, or a mask (a tensor, or a list of booleans).
 */
export type IndexEntry = number | string | null | Tensor | readonly number[] | readonly boolean[];

/** A parsed entry; every one but `new` and `mask` consumes one axis. */
export type ParsedEntry =
  | { readonly kind: "at"; readonly index: number }
  | { readonly kind: "range"; readonly start: number | null; readonly stop: number | null; readonly step: number }
  | { readonly kind: "new" }
  | { readonly kind: "tensor"; readonly index: Tensor };

const slicePattern = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/;

/** Makes an index tensor of a list; false and true arrive as 0 and 1. */
type ListToTensor = (list: readonly number[], dtype: "int64" | "bool") => Tensor;

/** Parses a list of entries for a tensor of `rank` axes; `'...'` becomes as many full ranges as it stands for. */
export function parseIndex(
  api: string,
  entries: readonly IndexEntry[],
  rank: number,
  toTensor: ListToTensor,
): ParsedEntry[] {
  const consumed = entries.reduce<number>((n, entry) => n + axesOf(entry), 0);
  if (rank === 0 && entries.length === 1 && typeof entries[0] === "number") {
    throw new ToeplitzError(
      "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim " +
        "tensor to a number",
      { code: "index", api, argument: "entries", value: entries[0], hint: "item() gives the number" },
    );
  }
  if (consumed > rank) {
    throw new ToeplitzError(`too many indices for tensor of dimension ${rank}`, {
      code: "index",
      api,
      argument: "entries",
      value: entries.length,
    });
  }
  const full: ParsedEntry = { kind: "range", start: null, stop: null, step: 1 };
  const parsed: ParsedEntry[] = [];
  let ellipses = 0;
  for (const entry of entries) {
    if (entry === "...") {
      if (++ellipses > 1) throw argumentError(api, "entries", "have at most one '...'", "two", { code: "index" });
      for (let i = consumed; i < rank; i++) parsed.push(full);
    } else parsed.push(parseEntry(api, entry, toTensor));
  }
  if (ellipses === 0) for (let i = consumed; i < rank; i++) parsed.push(full);
  return parsed;
}

function axesOf(entry: IndexEntry): number {
  if (entry === null || entry === "...") return 0;
  return entry instanceof Tensor && (entry.dtype === "bool" || entry.dtype === "uint8") ? entry.ndim : 1;
}

function parseEntry(api: string, entry: IndexEntry, toTensor: ListToTensor): ParsedEntry {
  if (entry === null) return { kind: "new" };
  if (entry instanceof Tensor) {
    // A number in a tensor is a number: it gives a view, and the axis goes.
    if (entry.ndim === 0 && (entry.dtype === "int64" || entry.dtype === "int32")) {
      return { kind: "at", index: Number(entry.item()) };
    }
    if (["int64", "int32", "uint8", "bool"].includes(entry.dtype)) return { kind: "tensor", index: entry };
    throw new ToeplitzError("tensors used as indices must be long, byte or bool tensors", {
      code: "index",
      api,
      argument: "entries",
      value: entry.dtype,
    });
  }
  if (areWhole(entry)) return { kind: "tensor", index: toTensor(entry, "int64") };
  if (Array.isArray(entry) && Array.from(entry).every((value) => typeof value === "boolean")) {
    return { kind: "tensor", index: toTensor(entry.map(Number), "bool") };
  }
  if (typeof entry === "number" && Number.isInteger(entry)) return { kind: "at", index: entry };
  if (typeof entry === "string") {
    const match = slicePattern.exec(entry);
    if (match !== null) {
      const [start, stop, step] = [match[1], match[2], match[3]].map((part) =>
        part === undefined ? null : Number(part),
      );
      if (step === 0)
        throw new ToeplitzError("slice step cannot be zero", { code: "index", api, argument: "entries", value: entry });
      if (step !== null && step! < 0)
        throw new ToeplitzError("step must be greater than zero", {
          code: "index",
          api,
          argument: "entries",
          value: entry,
        });
      return { kind: "range", start: start ?? null, stop: stop ?? null, step: step ?? 1 };
    }
  }
  throw new ToeplitzError(
    "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got " +
      (Array.isArray(entry) ? "a list of something else" : typeof entry) +
      ")",
    { code: "index", api, argument: "entries", value: entry, hint: "a slice is a string: 'start:stop:step'" },
  );
}

/** First position and number of elements of a range over an axis of `size`, as Python's slices clip it. */
export function clipRange(
  start: number | null,
  stop: number | null,
  step: number,
  size: number,
): { start: number; length: number } {
  const clip = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
  const from = start === null ? 0 : clip(start);
  const to = stop === null ? size : clip(stop);
  return { start: from, length: Math.max(0, Math.ceil((to - from) / step)) };
}
