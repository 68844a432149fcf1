// Derivatives that are constant piece by piece: functions of x all the same, whose own derivative is 0.
import { defineOp } from "../autograd/define-op.ts";
import { isGradEnabled } from "../autograd/mode.ts";
import { zeros } from "../creation/filled.ts";
import type { DType } from "../dtype.ts";
import type { Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

const flatOp = defineOp<[Tensor, Tensor], { name: string; shape: Shape; dtype: DType }>({
  name: ({ name }) => name,
  forward: ({ inputs: [gradient] }) => gradient,
  backward: ({ grads, options: { shape, dtype }, needs }) => [grads, needs[1] ? zeros(shape, { dtype }) : null],
});

/**
 * @internal `gradient`, which was made of x by comparisons alone. Where second derivatives are recorded, PyTorch counts it as a
 * function of x: it requires a gradient, which is 0.
 *
 * @param name what the tape calls it
 */
export function flatIn(x: Tensor, gradient: Tensor, name: string): Tensor {
  if (!isGradEnabled() || !x.requiresGrad) return gradient;
  return flatOp([gradient, x], { name, shape: x.shape, dtype: x.dtype });
}
