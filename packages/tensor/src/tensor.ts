// A strided view of a storage, and its place on the tape. Operators are installed by methods.ts; this file imports none.
import type { Edge, Node } from "./autograd/node.ts";
import { type DType, isFloating } from "./dtype.ts";
import { argumentError, ToeplitzError } from "./errors.ts";
import type { TensorMethods } from "./methods.ts";
import { checkAxis, contiguousStrides, isContiguous, mostAxes, numelOf, type Shape } from "./shape.ts";
import { Storage } from "./storage.ts";

/** Called with a gradient during backward; what it returns, if anything, takes the gradient's place. */
export type GradHook = (grad: Tensor) => Tensor | null | undefined | void;

/** What a tensor keeps for autograd; made on first need, because most tensors never need it. */
interface Tape {
  requiresGrad: boolean;
  grad: Tensor | null;
  /** The operation that made this tensor, and which of its outputs this is. */
  node: Node | null;
  output: number;
  hooks: Set<GradHook> | null;
  retainsGrad: boolean;
}

/** Marks the tensors of every copy of the library, so that a foreign one can be told from other objects. */
export const tensorBrand: unique symbol = Symbol.for("toeplitz.tensor");

/** What a view remembers, so that writing through it, or through another view, can be differentiated. */
interface ViewOf {
  readonly base: Tensor;
  /** The base's history when the view's own was last right. */
  history: Node | null;
  /** Why the tape cannot follow what is written through this view, if it cannot. */
  untraced: Untraced | null;
}

/** How a view came about that may not be written to while a gradient is wanted. */
export interface Untraced {
  readonly reason: "made in noGrad" | "one of several";
  /** Which of several it is; 0 for a view of one. */
  readonly output: number;
}

export interface Tensor extends TensorMethods {}

/**
 * An n-dimensional array of one element type.
 *
 * A tensor is a view: shape, strides and an offset into a {@link Storage} that other tensors may share. Create one with
 * `tensor`, `zeros`, `randn` and their kin rather than with the constructor.
 *
 * @see https://pytorch.org/docs/stable/tensors.html
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: see above.
export class Tensor {
  readonly storage: Storage;
  /** Sizes per axis. */
  readonly shape: Shape;
  /** Distance between neighbours along each axis, in elements. */
  readonly strides: readonly number[];
  /** First element, in elements of the storage. */
  readonly offset: number;
  /** @internal Set for views of another tensor. */
  readonly viewOf: ViewOf | null;
  #tape: Tape | null = null;

  constructor(storage: Storage, shape: Shape, strides?: readonly number[], offset = 0, base: Tensor | null = null) {
    checkPlace(storage, shape, strides, offset);
    if (base !== null && !(base instanceof Tensor)) throw argumentError("Tensor", "base", "be a tensor or null", base);
    this.storage = storage;
    this.shape = Object.freeze(shape as number[]);
    // Kernels go where shape and strides lead, so nobody may exchange them later.
    this.strides = Object.freeze((strides ?? contiguousStrides(shape)) as number[]);
    this.offset = offset;
    const root = base?.viewOf?.base ?? base;
    this.viewOf = root === null ? null : { base: root, history: root.#tape?.node ?? null, untraced: null };
  }

  /** @internal Gives a view the history that its base has taken on since; set by in-place.ts. */
  static refreshView: (view: Tensor, base: Tensor) => void = () => {};

  /** The tape, after catching up with what was written into the base. */
  get #current(): Tape | null {
    const { viewOf } = this;
    if (viewOf !== null) {
      const history = viewOf.base.#tape?.node ?? null;
      if (history !== viewOf.history) {
        viewOf.history = history;
        Tensor.refreshView(this, viewOf.base);
      }
    }
    return this.#tape;
  }

  /** @internal */
  get [tensorBrand](): true {
    return true;
  }

  /** Element type. */
  get dtype(): DType {
    return this.storage.dtype;
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** Number of axes, as PyTorch's method. */
  dim(): number {
    return this.shape.length;
  }

  /** Number of elements. */
  numel(): number {
    return numelOf(this.shape);
  }

  /** All sizes, or the one along `dim`. */
  size(): Shape;
  size(dim: number): number;
  size(dim?: number): Shape | number {
    return dim === undefined ? this.shape : (this.shape[checkAxis("size", dim, this.ndim)] as number);
  }

  /** Distance between neighbours along each axis, or along `dim`, in elements. */
  stride(): readonly number[];
  stride(dim: number): number;
  stride(dim?: number): readonly number[] | number {
    return dim === undefined ? this.strides : (this.strides[checkAxis("stride", dim, this.ndim)] as number);
  }

  /** Whether the elements lie in row-major order without gaps. */
  isContiguous(): boolean {
    return isContiguous(this.shape, this.strides);
  }

  /** @internal The same storage seen with another shape. Autograd learns of it only through a view op. */
  alias(shape: Shape, strides: readonly number[], offset: number = this.offset): Tensor {
    return new Tensor(this.storage, shape, strides, offset, this);
  }

  /** Whether backward computes a gradient for this tensor. Settable on leaves. */
  get requiresGrad(): boolean {
    const tape = this.#current;
    return tape !== null && (tape.requiresGrad || tape.node !== null);
  }

  set requiresGrad(value: boolean) {
    if (typeof value !== "boolean") throw argumentError("requiresGrad", "requiresGrad", "be a boolean", value);
    if (value && !isFloating(this.dtype)) {
      throw new ToeplitzError("only Tensors of floating point dtype can require gradients", {
        code: "autograd",
        api: "requiresGrad",
        argument: "requiresGrad",
        value: this.dtype,
      });
    }
    if (this.#tape !== null && this.#tape.node !== null && !value) {
      throw new ToeplitzError(
        "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().",
        { code: "autograd", api: "requiresGrad", argument: "requiresGrad", value },
      );
    }
    if (value || this.#tape !== null) this.#ownTape().requiresGrad = value;
  }

  /** Sets {@link requiresGrad} and returns this tensor. */
  requiresGrad_(value = true): this {
    this.requiresGrad = value;
    return this;
  }

  /** The same elements, off the tape. Writing to either is seen by both. */
  detach(): Tensor {
    return new Tensor(this.storage, this.shape, this.strides, this.offset);
  }

  /** Whether no recorded operation made this tensor. Backward stores gradients on leaves. */
  get isLeaf(): boolean {
    const tape = this.#current;
    return tape === null || tape.node === null;
  }

  /** The gradient that backward has accumulated here, of this tensor's shape, or null. */
  get grad(): Tensor | null {
    return this.#tape?.grad ?? null;
  }

  set grad(value: Tensor | null) {
    if (value !== null) checkGradient(this, value);
    if (value !== null || this.#tape !== null) this.#ownTape().grad = value;
  }

  /** The recorded operation that made this tensor, or null for a leaf. */
  get gradFn(): Node | null {
    return this.#current?.node ?? null;
  }

  /** @internal Which output of {@link gradFn} this tensor is. */
  get outputIndex(): number {
    return this.#current?.output ?? 0;
  }

  /** @internal Puts this tensor on the tape as an output of `node`. */
  record(node: Node | null, output = 0): void {
    const tape = this.#ownTape();
    if (tape.retainsGrad) {
      tape.node?.retain(tape.output, undefined);
      node?.retain(output, this);
    }
    tape.node = node;
    tape.output = output;
  }

  /** @internal Where a gradient of this tensor goes: to its node, to itself if it is a leaf, or nowhere. */
  get edge(): Edge | null {
    const tape = this.#current;
    if (tape === null) return null;
    if (tape.node !== null) return { node: tape.node, index: tape.output, leaf: null };
    return tape.requiresGrad ? { node: null, index: 0, leaf: this } : null;
  }

  /** Makes backward keep this tensor's gradient although it is no leaf. */
  retainGrad(): void {
    if (!this.requiresGrad) {
      throw new ToeplitzError("can't retain_grad on Tensor that has requires_grad=False", {
        code: "autograd",
        api: "retainGrad",
      });
    }
    const tape = this.#ownTape();
    if (tape.node === null || tape.retainsGrad) return;
    tape.retainsGrad = true;
    tape.node.retain(tape.output, this);
  }

  /** Whether {@link retainGrad} was called on a tensor that is no leaf. */
  get retainsGrad(): boolean {
    return this.#tape?.retainsGrad ?? false;
  }

  /**
   * Calls `hook` with this tensor's gradient whenever backward computes it; a returned tensor replaces the gradient.
   *
   * @returns a handle whose `remove()` takes the hook away.
   */
  registerHook(hook: GradHook): { remove(): void } {
    if (typeof hook !== "function") throw argumentError("registerHook", "hook", "be a function", hook);
    if (!this.requiresGrad) {
      throw new ToeplitzError("cannot register a hook on a tensor that doesn't require gradient", {
        code: "autograd",
        api: "registerHook",
      });
    }
    const tape = this.#ownTape();
    const hooks = tape.node === null ? (tape.hooks ??= new Set()) : tape.node.hooksOf(tape.output);
    // One hook may be registered twice; a wrapper keeps the two apart.
    const own: GradHook = (grad) => hook(grad);
    hooks.add(own);
    return { remove: () => void hooks.delete(own) };
  }

  /** @internal Hooks of a leaf. */
  get leafHooks(): ReadonlySet<GradHook> | null {
    return this.#tape?.hooks ?? null;
  }

  /** Gives the elements' memory back at once. Never needed; every view of the same storage becomes unreadable. */
  dispose(): void {
    this.storage.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @throws ToeplitzError with Python's sentence: JSON has no tensors, and which of their elements it shall have is the caller's choice. */
  toJSON(): never {
    throw new ToeplitzError("Object of type Tensor is not JSON serializable", {
      code: "argument",
      api: "JSON.stringify",
      argument: "x",
      value: this,
      hint: "toArray() gives numbers in nested lists",
    });
  }

  #ownTape(): Tape {
    this.#tape ??= { requiresGrad: false, grad: null, node: null, output: 0, hooks: null, retainsGrad: false };
    return this.#tape;
  }
}

/** Refuses a view that would reach out of its storage: the constructor is public, and kernels look no more. */
function checkPlace(
  storage: unknown,
  shape: unknown,
  strides: readonly number[] | undefined,
  offset: number,
): asserts storage is Storage {
  if (!(storage instanceof Storage)) {
    throw argumentError("Tensor", "storage", "be a storage", storage, { hint: "tensor(data) makes a tensor" });
  }
  if (!Array.isArray(shape) || (strides !== undefined && !isAsLong(strides, shape))) {
    throw argumentError("Tensor", "shape", "be a list of sizes, and strides as many", shape, { code: "shape" });
  }
  if (shape.length > mostAxes) {
    throw argumentError("Tensor", "shape", `have at most ${mostAxes} dimensions`, shape.length, { code: "shape" });
  }
  let last = Number.isInteger(offset) ? offset : Number.NaN;
  let empty = false;
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    const size: number = shape[axis];
    const stride = strides === undefined ? step : (strides[axis] as number);
    if (!(Number.isInteger(size) && Number.isInteger(stride) && size >= 0 && stride >= 0)) {
      last = Number.NaN;
      break;
    }
    if (size === 0) empty = true;
    else last += (size - 1) * stride;
    step *= size;
  }
  if (Number.isInteger(last) && offset >= 0 && (empty || last < storage.length)) return;
  throw argumentError("Tensor", "shape", `lie within a storage of ${storage.length} elements`, shape, {
    code: "shape",
  });
}

const isAsLong = (list: unknown, shape: readonly unknown[]) => Array.isArray(list) && list.length === shape.length;

function checkGradient(of: Tensor, grad: unknown): void {
  if (!(grad instanceof Tensor)) throw argumentError("grad", "grad", "be a tensor or null", grad);
  if (grad.dtype !== of.dtype) {
    throw new ToeplitzError("assigned grad has data of a different type", {
      code: "autograd",
      api: "grad",
      argument: "grad",
      value: grad.dtype,
    });
  }
  if (grad.shape.length !== of.shape.length || grad.shape.some((size, axis) => size !== of.shape[axis])) {
    throw new ToeplitzError("assigned grad has data of a different size", {
      code: "autograd",
      api: "grad",
      argument: "grad",
      value: grad,
    });
  }
}

/**
 * A tensor whose elements are about to be overwritten by a kernel.
 *
 * @param shape sizes, already checked
 * @param strides where they leave no gaps; in order when left out
 */
export function empty(shape: Shape, dtype: DType, strides?: readonly number[]): Tensor {
  return new Tensor(new Storage(dtype, numelOf(shape)), shape, strides);
}
