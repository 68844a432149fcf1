// A tensor as PyTorch prints it.
import { tensorText } from "./printing/tensor-text.ts";
import type { Tensor } from "./tensor.ts";

/** The text of `print(x)` in PyTorch. Only elements that are shown are read. */
export function toString(x: Tensor): string {
  const elements = x.storage.read();
  return tensorText({
    shape: x.shape,
    dtype: x.dtype,
    values: (flat) => elements[place(x, flat)] as number | bigint,
    requiresGrad: x.requiresGrad,
    gradFnName: x.gradFn?.name,
  });
}

/** Where the element with a row-major number lies in the storage. */
function place(x: Tensor, flat: number): number {
  let rest = flat;
  let at = x.offset;
  for (let axis = x.ndim - 1; axis >= 0; axis--) {
    const size = x.shape[axis]!;
    at += (rest % size) * x.strides[axis]!;
    rest = Math.floor(rest / size);
  }
  return at;
}
