// The frame of every op on one operand: promotion and recording.
import { defineOp } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { type DType, isFloating } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { unary } from "../kernels/elementwise.ts";
import type { UnaryName } from "../kernels/scalar-functions.ts";
import { empty, type Tensor } from "../tensor.ts";
import { to } from "./convert.ts";
import { floatingType } from "./promotion.ts";

/** @internal Runs a unary kernel; `out` is the result's type. */
export function applyUnary(op: UnaryName, x: Tensor, out: DType): Tensor {
  const y = empty(x.shape, out);
  launch(unary, { x, y }, { op, shape: x.shape, x: x.strides, dtype: x.dtype });
  return y;
}

/** A public function of one tensor. */
export type UnaryFunction = (x: Tensor) => Tensor;

/**
 * @internal Makes a public function of one tensor.
 *
 * @param api its public name
 * @param saves what the derivative reads: the operand, the result, or nothing
 * @param derivative gradient of the operand from the result's gradient and what was saved
 * @param floats whether integers become float32 first
 * @param noBool PyTorch's sentence, where booleans are refused
 */
export function defineUnary(
  api: string,
  name: string,
  op: UnaryName,
  saves: "x" | "y" | "none",
  derivative: (g: Tensor, saved: Tensor) => Tensor,
  floats = true,
  noBool?: string,
): UnaryFunction {
  const run = defineOp<[Tensor]>({
    letsGo: true,
    name,
    forward({ inputs: [x], save }) {
      const y = applyUnary(op, x, x.dtype);
      if (saves !== "none") save(saves === "x" ? x : y);
      return y;
    },
    backward: ({ grads, saved }) => [derivative(grads, saved[0] as Tensor)],
  });
  return (x) => {
    checkTensor(api, "x", x);
    if (noBool !== undefined && x.dtype === "bool") {
      throw new ToeplitzError(noBool, { code: "dtype", api, argument: "x", value: x.dtype });
    }
    const from = floats ? to(x, floatingType(x.dtype)) : x;
    return isFloating(from.dtype) ? run([from], undefined) : applyUnary(op, from, from.dtype);
  };
}
