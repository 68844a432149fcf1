// Operands that share a part of the memory that is written to: what comes out would depend on the order of writing.
import { ToeplitzError } from "../errors.ts";
import { sameShape } from "../shape.ts";
import { Tensor } from "../tensor.ts";

/** Whether the elements fill a run of the storage, each once, in whatever order. PyTorch looks no further where they do not. */
function isDense(x: Tensor): boolean {
  const axes = x.shape.map((size, axis) => ({ size, stride: x.strides[axis]! })).filter(({ size }) => size > 1);
  axes.sort((a, b) => a.stride - b.stride);
  let step = 1;
  return axes.every(({ size, stride }) => {
    const next = stride === step;
    step *= size;
    return next;
  });
}

/**
 * Checks what is read while `x` is written to: it may be x's elements in x's order, or others.
 *
 * @throws ToeplitzError with PyTorch's sentence where both share some elements only, or in another order.
 */
export function checkOverlap(api: string, x: Tensor, other: unknown): void {
  if (!(other instanceof Tensor) || other.storage !== x.storage || other === x) return;
  const [count, otherCount] = [x.numel(), other.numel()];
  if (count === 0 || otherCount === 0 || !isDense(x) || !isDense(other)) return;
  if (x.offset >= other.offset + otherCount || other.offset >= x.offset + count) return;
  const inOrder = (size: number, axis: number) => size === 1 || x.strides[axis] === other.strides[axis];
  if (x.offset === other.offset && sameShape(x.shape, other.shape) && x.shape.every(inOrder)) return;
  throw new ToeplitzError(
    "unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.",
    { code: "argument", api, argument: "other", value: other },
  );
}
