// Whether two tensors agree.

import { noGrad } from "../autograd/mode.ts";
import { checkTensor } from "../check-tensor.ts";
import { promoteTypes, titleOf } from "../dtype.ts";
import { argumentError, ToeplitzError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { broadcastPair, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { to } from "./convert.ts";
import { expand } from "./expand-and-sum.ts";

/** Options of {@link allclose}. */
export interface CloseOptions {
  /** Relative tolerance, times |other|. @defaultValue 1e-5 */
  rtol?: number;
  /** Absolute tolerance. @defaultValue 1e-8 */
  atol?: number;
  /** Whether nan equals nan. */
  equalNan?: boolean;
}

/**
 * Whether |x - other| <= atol + rtol |other| for all elements, broadcast.
 *
 * @throws ToeplitzError with PyTorch's sentence where the types differ.
 * @see https://pytorch.org/docs/stable/generated/torch.allclose.html
 */
export function allclose(x: Tensor, other: Tensor, options: CloseOptions = {}): boolean {
  checkTensor("allclose", "x", x);
  checkTensor("allclose", "other", other);
  checkOptions("allclose", options, ["rtol", "atol", "equalNan"]);
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  for (const [name, value] of [
    ["rtol", rtol],
    ["atol", atol],
  ] as const) {
    if (typeof value !== "number") throw argumentError("allclose", name, "be a number", value);
    if (!(value >= 0))
      throw new ToeplitzError(`${name} must be greater than or equal to zero, but got ${value}`, {
        code: "value",
        api: "allclose",
        argument: name,
        value,
      });
  }
  if (x.dtype !== other.dtype) {
    throw new ToeplitzError(`${titleOf(x.dtype)} did not match ${titleOf(other.dtype)}`, {
      code: "dtype",
      api: "allclose",
      argument: "other",
      value: other.dtype,
    });
  }
  const shape = broadcastPair("allclose", x.shape, other.shape);
  const a = expand(x, shape).toTypedArray();
  const b = expand(other, shape).toTypedArray();
  // PyTorch compares in the tensors' own type.
  const rounded = x.dtype === "float32" ? Math.fround : (v: number) => v;
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [Number(a[i]), Number(b[i])];
    if (a[i] === b[i]) continue;
    if (Number.isNaN(p) && Number.isNaN(q) && equalNan) continue;
    const bound = rounded(rounded(atol) + rounded(Math.abs(rounded(rounded(rtol) * q))));
    const distance = Math.abs(rounded(p - q));
    if (!(distance <= bound) || !Number.isFinite(distance)) return false;
  }
  return true;
}

/**
 * Whether both tensors have the same shape and the same elements, brought to one type; nan differs from itself.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.equal.html
 */
export function equal(x: Tensor, other: Tensor): boolean {
  checkTensor("equal", "x", x);
  checkTensor("equal", "other", other);
  if (!sameShape(x.shape, other.shape)) return false;
  const dtype = promoteTypes(x.dtype, other.dtype);
  const [a, b] = noGrad(() => [to(x, dtype).toTypedArray(), to(other, dtype).toTypedArray()]);
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
