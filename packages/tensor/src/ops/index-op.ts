// Indexing: views for numbers, slices and new axes; copies where tensors of positions or masks take part.

import { checkTensor } from "../check-tensor.ts";
import { fromData } from "../creation/from-data.ts";
import { allocate, filled } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { broadcastPair, numelOf, type Shape, sizes } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { add } from "./arithmetic.ts";
import { clone, to } from "./convert.ts";
import { expand } from "./expand-and-sum.ts";
import { heldPositions, putFlat, takeFlat } from "./gather.ts";
import { inPlace } from "./in-place.ts";
import { clipRange, type IndexEntry, type ParsedEntry, parseIndex } from "./index-spec.ts";
import { checkOverlap } from "./overlap.ts";
import { checkOperand, fillTensor, type TensorOrScalar } from "./promotion.ts";
import { reshape, unsqueeze } from "./shape-view.ts";
import { select, sliceAxis } from "./slice-and-pad.ts";

const api = "index";

/** What is left of an index after its views: x itself, and tensors of positions for some of its axes. */
interface Viewed {
  readonly x: Tensor;
  readonly tensors: readonly (Tensor | null)[];
}

function views(x: Tensor, entries: readonly ParsedEntry[]): Viewed {
  let current = x;
  let axis = 0;
  let dropped = 0; // axes that numbers took away; messages still count them
  const tensors: (Tensor | null)[] = [];
  for (const entry of entries) {
    if (entry.kind === "at") {
      const size = current.shape[axis]!;
      if (entry.index < -size || entry.index >= size) {
        throw new ToeplitzError(
          `index ${entry.index} is out of bounds for dimension ${axis + dropped} with size ${size}`,
          {
            code: "index",
            api,
            argument: "entries",
            value: entry.index,
            rule: `be in [${-size}, ${size - 1}]`,
            ...(size > 0 && { legal: [entry.index < 0 ? -size : size - 1] }),
          },
        );
      }
      current = select(current, axis, entry.index);
      dropped += 1;
    } else if (entry.kind === "new") {
      current = unsqueeze(current, axis);
      axis++;
      tensors.push(null);
    } else if (entry.kind === "range") {
      const size = current.shape[axis]!;
      const { start, length } = clipRange(entry.start, entry.stop, entry.step, size);
      if (start !== 0 || length !== size || entry.step !== 1)
        current = sliceAxis(current, axis, start, length, entry.step);
      axis++;
      tensors.push(null);
    } else if (entry.index.dtype === "bool" || entry.index.dtype === "uint8") {
      // A mask without axes keeps everything or nothing, along a new axis.
      const whole = entry.index.ndim === 0;
      if (whole) current = unsqueeze(current, axis);
      for (const positions of maskPositions(whole ? reshape(entry.index, [1]) : entry.index, current, axis)) {
        tensors.push(positions);
        axis++;
      }
    } else {
      tensors.push(entry.index);
      axis++;
    }
  }
  return { x: current, tensors };
}

/** The positions where a mask holds, one tensor per axis of the mask. */
function maskPositions(mask: Tensor, x: Tensor, axis: number): Tensor[] {
  mask.shape.forEach((size, i) => {
    if (size === x.shape[axis + i]) return;
    throw new ToeplitzError(
      `The shape of the mask ${sizes(mask.shape)} at index ${i} does not match the shape of the indexed tensor ${sizes(x.shape)} at index ${axis + i}`,
      { code: "index", api, argument: "entries", value: mask.shape },
    );
  });
  const found = heldPositions(mask.toTypedArray());
  let step = mask.numel();
  return mask.shape.map((size) => {
    step /= Math.max(1, size);
    const inner = step;
    return fromData(filled(allocate("int32", found.length), (i) => Math.floor(found[i]! / inner) % size));
  });
}

/** Flat positions in a contiguous x of everything that the tensors pick, and the shape of the result. */
function advancedPositions(x: Tensor, tensors: readonly (Tensor | null)[]) {
  const picked = tensors.map((tensor, axis) => ({ tensor, axis })).filter((entry) => entry.tensor !== null) as {
    tensor: Tensor;
    axis: number;
  }[];
  let common: readonly number[] = [];
  try {
    for (const { tensor } of picked) common = broadcastPair(api, common, tensor.shape);
  } catch {
    throw new ToeplitzError(
      `shape mismatch: indexing tensors could not be broadcast together with shapes ${picked.map(({ tensor }) => sizes(tensor.shape)).join(", ")}`,
      { code: "index", api, argument: "entries" },
    );
  }
  const given = picked.map(({ tensor }) => expand(tensor, common).toTypedArray());
  const lists = given.map(({ length }) => allocate("int32", length));
  for (let i = 0; i < numelOf(common); i++) {
    for (const [order, { axis }] of picked.entries()) {
      const size = x.shape[axis]!;
      const at = Number(given[order]![i]);
      // PyTorch goes from element to element, and counts the index tensors for dimensions.
      if (at < -size || at >= size) {
        throw new ToeplitzError(`index ${at} is out of bounds for dimension ${order} with size ${size}`, {
          code: "index",
          api,
          argument: "entries",
          value: at,
          rule: `be in [${-size}, ${size - 1}] along axis ${axis} of what is indexed`,
        });
      }
      lists[order]![i] = at < 0 ? at + size : at;
    }
  }
  const strides = x.shape.map((_, axis) => numelOf(x.shape.slice(axis + 1)));
  const first = picked[0]!.axis;
  const adjacent = picked.every(({ axis }, i) => axis === first + i);
  const rest = x.shape.map((_, axis) => axis).filter((axis) => !picked.some((entry) => entry.axis === axis));
  // Neighbouring index tensors put their axes where they stand; scattered ones put them first.
  const lead = adjacent ? rest.filter((axis) => axis < first) : [];
  const tail = rest.filter((axis) => !lead.includes(axis));
  const shape = [...lead.map((axis) => x.shape[axis]!), ...common, ...tail.map((axis) => x.shape[axis]!)];
  const positions = allocate("int32", numelOf(shape));
  const walk = (axes: readonly number[]) => {
    let offsets = allocate("int32", 1);
    for (const axis of axes) {
      const [inner, size] = [offsets, x.shape[axis]!];
      const along = (i: number) => inner[Math.floor(i / size)]! + (i % size) * strides[axis]!;
      offsets = filled(allocate("int32", inner.length * size), along);
    }
    return offsets;
  };
  const leading = walk(lead);
  const trailing = walk(tail);
  const count = numelOf(common);
  let o = 0;
  for (const a of leading) {
    for (let c = 0; c < count; c++) {
      let at = a;
      for (let i = 0; i < lists.length; i++) at += lists[i]![c]! * strides[picked[i]!.axis]!;
      for (const b of trailing) positions[o++] = at + b;
    }
  }
  return { positions, shape };
}

function parse(x: Tensor, entries: readonly IndexEntry[]): ParsedEntry[] {
  return parseIndex(api, entries, x.ndim, (list, dtype) => fromData([...list], dtype));
}

/**
 * Part of a tensor: `a.index(0, '1:5:2', '...', null)` is Python's `a[0, 1:5:2, ..., None]`.
 *
 * Numbers, slices and new axes give a view; tensors or lists of positions and masks give a copy.
 *
 * @throws ToeplitzError with PyTorch's sentence for an index out of bounds, too many entries, or an entry of another kind.
 * @see https://pytorch.org/docs/stable/tensor_view.html
 */
export function index(x: Tensor, ...entries: IndexEntry[]): Tensor {
  checkTensor(api, "x", x);
  const { x: viewed, tensors } = views(x, parse(x, entries));
  if (tensors.every((tensor) => tensor === null)) return viewed;
  const { positions, shape } = advancedPositions(viewed, tensors);
  return takeFlat(viewed, positions, shape);
}

/** Options of {@link indexPut_}. */
export interface IndexPutOptions {
  /** Add to what stands there; positions may repeat. */
  accumulate?: boolean;
}

/**
 * Writes into part of a tensor: `a.indexPut_([0, '1:3'], row)` is Python's `a[0, 1:3] = row`.
 *
 * @param entries as for {@link index}
 * @param value broadcast to the part's shape
 * @returns x
 * @throws ToeplitzError with PyTorch's sentences, before anything is written.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.index_put_.html
 */
export function indexPut_(
  x: Tensor,
  entries: readonly IndexEntry[],
  value: TensorOrScalar,
  options: IndexPutOptions = {},
): Tensor {
  const { viewed, read, write } = prepareWrite("indexPut_", x, entries, value, options);
  checkOverlap("indexPut_", viewed, read);
  inPlace("indexPut_", viewed, write);
  return x;
}

/**
 * A copy of x with part of it replaced, or added to; {@link indexPut_} without writing into x.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.index_put.html
 */
export function indexPut(
  x: Tensor,
  entries: readonly IndexEntry[],
  value: TensorOrScalar,
  options: IndexPutOptions = {},
): Tensor {
  const { viewed, write } = prepareWrite("indexPut", x, entries, value, options);
  return viewed === x ? write(x) : indexPut_(clone(x), entries, value, options);
}

/** Checks a write, and gives the part that it touches, what is read meanwhile, and the function that makes the part's new elements. */
function prepareWrite(
  name: string,
  x: Tensor,
  entries: readonly IndexEntry[],
  value: TensorOrScalar,
  options: IndexPutOptions,
): { viewed: Tensor; read: Tensor | null; write: (old: Tensor) => Tensor } {
  checkTensor(name, "x", x);
  checkOptions(name, options, ["accumulate"]);
  checkOperand(name, "value", value);
  if (!Array.isArray(entries)) {
    throw argumentError(name, "entries", "be a list of index entries", entries, { code: "index" });
  }
  const parsed = parse(x, entries);
  const { x: viewed, tensors } = views(x, parsed);
  const source = value instanceof Tensor ? to(value, x.dtype) : fillTensor(name, "value", value, x.dtype);
  const accumulate = options.accumulate ?? false;
  if (tensors.every((tensor) => tensor === null)) {
    const part = expand(withoutLeadingOnes(source, viewed.ndim), viewed.shape);
    return { viewed, read: part, write: (old) => (accumulate ? add(old, part) : clone(part)) };
  }
  const { positions, shape } = advancedPositions(viewed, tensors);
  const values = fitted(source, shape);
  // One number under a mask is taken before anything is written.
  const taken = !accumulate && source.numel() === 1 && parsed.filter(isTensor).every(isMask);
  return { viewed, read: taken ? null : source, write: (old) => put(old, values, positions, accumulate) };
}

const isTensor = (entry: ParsedEntry): entry is ParsedEntry & { kind: "tensor" } => entry.kind === "tensor";
const isMask = (entry: ParsedEntry) => isTensor(entry) && ["bool", "uint8"].includes(entry.index.dtype);

/** Booleans are added up as numbers: positions may repeat, and a boolean has no room for a 2. */
function put(old: Tensor, values: Tensor, positions: Int32Array, accumulate: boolean): Tensor {
  if (!accumulate || old.dtype !== "bool") return putFlat(old, values, positions, accumulate);
  return to(putFlat(to(old, "int32"), to(values, "int32"), positions, true), "bool");
}

/** A value stretched to the positions that it is written to. */
function fitted(value: Tensor, shape: Shape): Tensor {
  const from = withoutLeadingOnes(value, shape.length);
  const broadcasts =
    from.ndim <= shape.length &&
    from.shape.every((size, i) => size === 1 || size === shape[shape.length - from.ndim + i]);
  if (broadcasts) return expand(from, shape);
  throw new ToeplitzError(
    `shape mismatch: value tensor of shape ${sizes(value.shape)} cannot be broadcast to indexing result of shape ${sizes(shape)}`,
    { code: "shape", api: "indexPut_", argument: "value", value: value.shape },
  );
}

/** Leading axes of size 1 beyond `rank` carry no elements and are dropped. */
function withoutLeadingOnes(value: Tensor, rank: number): Tensor {
  let from = value;
  while (from.ndim > rank && from.shape[0] === 1) from = reshape(from, from.shape.slice(1));
  return from;
}
