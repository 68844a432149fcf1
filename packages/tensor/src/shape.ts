// Arithmetic of shapes and strides; the one validator of sizes, axes and broadcasting.
import { argumentError, ToeplitzError } from "./errors.ts";

/** Sizes per axis, outermost first. */
export type Shape = readonly number[];

/** Number of elements. */
export function numelOf(shape: Shape): number {
  let n = 1;
  for (const size of shape) n *= size;
  return n;
}

/** Row-major strides, in elements. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= Math.max(1, shape[axis]!);
  }
  return strides;
}

/** Whether a strided view lists its elements in row-major order without gaps. */
export function isContiguous(shape: Shape, strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    if (size === 0) return true;
    if (size !== 1 && strides[axis] !== step) return false;
    step *= size;
  }
  return true;
}

/**
 * The axes from the outermost to the innermost as they lie in memory, by which PyTorch fills tensors and lays out new ones like
 * them. Of axes with one stride the smaller one is further in; axes that repeat (stride 0) keep their place.
 */
export function memoryOrder(shape: Shape, strides: readonly number[]): number[] {
  const inwards = shape.map((_, axis) => shape.length - 1 - axis);
  // Insertion, as PyTorch does it: where pairs cannot be compared, the way of sorting decides.
  for (let i = 1; i < inwards.length; i++) {
    let at = i;
    for (let before = i - 1; before >= 0; before--) {
      const [a, b] = [inwards[before]!, inwards[at]!];
      if (strides[a] === 0 || strides[b] === 0) continue;
      const swap = strides[a]! > strides[b]! || (strides[a] === strides[b] && shape[a]! > shape[b]!);
      if (swap) {
        [inwards[before], inwards[at]] = [b, a];
        at = before;
      } else if (strides[a]! < strides[b]!) break;
    }
  }
  return inwards.reverse();
}

/** Strides without gaps for elements that go through the axes in this order, the innermost last. */
export function denseStrides(shape: Shape, order: readonly number[]): readonly number[] {
  const inOrder = contiguousStrides(order.map((axis) => shape[axis]!));
  return shape.map((_, axis) => inOrder[order.indexOf(axis)]!);
}

/** Same sizes in the same order. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** A shape as PyTorch's messages print it: `[1, 3, 28, 28]`. */
export function sizes(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Most elements that one tensor may have; typed arrays and exact strides end near here. */
export const mostElements = 2 ** 32;

/** Most axes of a tensor, as in NumPy and in most of PyTorch's operators. */
export const mostAxes = 64;

/** Whether this is a list of whole numbers, without holes. */
export function areWhole(list: unknown): list is readonly number[] {
  if (!Array.isArray(list)) return false;
  for (let i = 0; i < list.length; i++) if (!Number.isInteger(list[i])) return false;
  return true;
}

/** Checks a shape that a caller gave: whole numbers, none negative, not more elements than memory can address. */
export function checkShape(api: string, shape: unknown, argument = "shape"): number[] {
  if (!Array.isArray(shape)) throw argumentError(api, argument, "be a list of sizes", shape, { code: "shape" });
  if (shape.length > mostAxes) {
    throw argumentError(api, argument, `have at most ${mostAxes} dimensions`, shape.length, { code: "shape" });
  }
  // Read once: what is checked is what is used, whatever the caller's list is made of.
  const copy: number[] = [...shape];
  for (let axis = 0; axis < copy.length; axis++) {
    const size: unknown = copy[axis];
    if (typeof size !== "number" || !Number.isInteger(size)) {
      throw argumentError(api, `${argument}[${axis}]`, "be a whole number", size, { code: "shape" });
    }
  }
  for (const size of copy) {
    if (size < 0) {
      throw new ToeplitzError(`Trying to create tensor with negative dimension ${size}: ${sizes(copy)}`, {
        code: "shape",
        api,
        argument,
        value: shape,
        rule: "have no negative size",
        legal: [copy.map((each) => Math.max(Number(each), 0))],
      });
    }
  }
  // A size of zero hides no others: strides are products of them.
  if (numelOf(copy.filter((size) => size !== 0)) > mostElements) {
    throw argumentError(api, argument, `have at most ${mostElements} elements`, shape, { code: "shape" });
  }
  return copy;
}

/** Checks a number of elements that a caller gave: whole, and not more than memory can address. It may be negative. */
export function checkCount(api: string, argument: string, count: unknown): asserts count is number {
  if (typeof count !== "number" || !Number.isInteger(count)) {
    throw argumentError(api, argument, "be a whole number", count, { code: "shape" });
  }
  if (count > mostElements) throw argumentError(api, argument, `be at most ${mostElements}`, count, { code: "shape" });
}

/**
 * An axis counted from the front, from one that may count from the back.
 *
 * @throws ToeplitzError with PyTorch's "Dimension out of range" sentence.
 */
export function checkAxis(api: string, dim: unknown, rank: number, argument = "dim"): number {
  if (typeof dim !== "number" || !Number.isInteger(dim)) {
    throw argumentError(api, argument, "be a whole number", dim, { code: "axis" });
  }
  const span = Math.max(1, rank);
  if (dim < -span || dim >= span) {
    throw new ToeplitzError(
      `Dimension out of range (expected to be in range of [${-span}, ${span - 1}], but got ${dim})`,
      {
        code: "axis",
        api,
        argument,
        value: dim,
        rule: `be in [${-span}, ${span - 1}]`,
        legal: [dim < 0 ? -span : span - 1],
      },
    );
  }
  return dim < 0 ? dim + span : dim;
}

/** {@link checkAxis} where a tensor without axes will not do. */
export function checkAxisOfSome(api: string, dim: unknown, rank: number): number {
  const axis = checkAxis(api, dim, rank);
  if (rank > 0) return axis;
  throw new ToeplitzError(`Dimension specified as ${dim} but tensor has no dimensions`, {
    code: "axis",
    api,
    argument: "dim",
    value: dim,
  });
}

/** Several axes, none twice. `undefined` and an empty list mean all of them. */
export function checkAxes(api: string, dims: number | readonly number[] | undefined, rank: number): number[] {
  if (dims === undefined || (Array.isArray(dims) && dims.length === 0))
    return Array.from({ length: rank }, (_, i) => i);
  const listed = typeof dims === "number" ? [dims] : dims;
  if (!areWhole(listed)) {
    throw argumentError(api, "dim", "be a whole number or a list of whole numbers", dims, { code: "axis" });
  }
  const axes = listed.map((d) => checkAxis(api, d, rank));
  const seen = new Set<number>();
  for (const axis of axes) {
    if (seen.has(axis)) {
      throw new ToeplitzError(`dim ${axis} appears multiple times in the list of dims`, {
        code: "axis",
        api,
        argument: "dim",
        value: dims,
      });
    }
    seen.add(axis);
  }
  return rank === 0 ? [] : axes;
}

/**
 * The shape that two shapes broadcast to.
 *
 * @throws ToeplitzError with PyTorch's "The size of tensor a" sentence.
 */
export function broadcastPair(api: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const x = i <= a.length ? a[a.length - i]! : 1;
    const y = i <= b.length ? b[b.length - i]! : 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new ToeplitzError(
        `The size of tensor a (${x}) must match the size of tensor b (${y}) at non-singleton dimension ${rank - i}`,
        { code: "shape", api, argument: "other", value: b },
      );
    }
    out[rank - i] = x === 1 ? y : x;
  }
  return out;
}

/**
 * The shape that all of these broadcast to.
 *
 * @throws ToeplitzError with PyTorch's sentence where they do not broadcast.
 * @see https://pytorch.org/docs/stable/generated/torch.broadcast_shapes.html
 */
export function broadcastShapes(...shapes: Shape[]): number[] {
  const api = "broadcastShapes";
  const checked = shapes.map((shape, i) => checkShape(api, shape, `shapes[${i}]`));
  try {
    return checked.reduce<number[]>((all, shape) => broadcastPair(api, all, shape), []);
  } catch {
    throw new ToeplitzError("Shape mismatch: objects cannot be broadcast to a single shape", {
      code: "shape",
      api,
      argument: "shapes",
      value: shapes,
    });
  }
}

/** Strides of a view of `shape` stretched to `target`: 0 along every axis that is repeated. The shapes must broadcast. */
export function broadcastStrides(shape: Shape, strides: readonly number[], target: Shape): number[] {
  const lead = target.length - shape.length;
  return target.map((size, axis) =>
    axis < lead || (shape[axis - lead] === 1 && size !== 1) ? 0 : strides[axis - lead]!,
  );
}

/**
 * Strides that show the same elements under another shape without copying, or null where that is impossible.
 * Both shapes must have the same number of elements.
 */
export function viewStrides(shape: Shape, strides: readonly number[], target: Shape): number[] | null {
  if (numelOf(target) === 0) return contiguousStrides(target);
  const out = new Array<number>(target.length);
  let axis = target.length - 1;
  // Walk runs of old axes that are contiguous among themselves; new axes must tile each run exactly.
  let chunkStep = shape.length === 0 ? 1 : strides[shape.length - 1]!;
  let chunk = 1;
  let covered = 1;
  for (let old = shape.length - 1; old >= 0; old--) {
    chunk *= shape[old]!;
    const ends = old === 0 || (shape[old - 1] !== 1 && strides[old - 1] !== chunk * chunkStep);
    if (!ends) continue;
    while (axis >= 0 && (covered < chunk || target[axis] === 1)) {
      out[axis] = covered * chunkStep;
      covered *= target[axis]!;
      axis--;
    }
    if (covered !== chunk) return null;
    if (old > 0) {
      chunkStep = strides[old - 1]!;
      chunk = 1;
      covered = 1;
    }
  }
  while (axis >= 0) {
    if (target[axis] !== 1) return null;
    out[axis] = shape.length === 0 ? 1 : covered * chunkStep;
    axis--;
  }
  return out;
}
