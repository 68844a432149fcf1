// The frame of every op on two broadcast operands: promotion, broadcasting, recording.
import { type BackwardContext, defineOp } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { type DType, isFloating } from "../dtype.ts";
import { binary } from "../kernels/elementwise.ts";
import type { BinaryName } from "../kernels/scalar-functions.ts";
import { broadcastPair, broadcastStrides } from "../shape.ts";
import { empty, Tensor } from "../tensor.ts";
import { to } from "./convert.ts";
import { sumTo } from "./expand-and-sum.ts";
import { checkOperand, resultType, scalarTensor, type TensorOrScalar } from "./promotion.ts";

/** @internal Runs a binary kernel on operands of one type; `out` is the result's type. */
export function applyBinary(op: BinaryName, a: Tensor, b: Tensor, shape: readonly number[], out: DType): Tensor {
  const y = empty([...shape], out);
  launch(
    binary,
    { a, b, y },
    {
      op,
      shape,
      a: broadcastStrides(a.shape, a.strides, shape),
      b: broadcastStrides(b.shape, b.strides, shape),
      dtype: a.dtype,
    },
  );
  return y;
}

/** @internal Two operands brought to one type, and the shape that they broadcast to. */
export function prepare(api: string, a: TensorOrScalar, b: TensorOrScalar, choose: (dtype: DType) => DType = (d) => d) {
  checkOperand(api, "x", a);
  checkOperand(api, "other", b);
  const dtype = choose(resultType(a, b));
  const shape = broadcastPair(api, a instanceof Tensor ? a.shape : [], b instanceof Tensor ? b.shape : []);
  const bring = (argument: string, value: TensorOrScalar) =>
    value instanceof Tensor ? to(value, dtype) : scalarTensor(api, argument, value, dtype);
  return { a: bring("x", a), b: bring("other", b), shape, dtype };
}

interface BinaryOptions {
  readonly shape: readonly number[];
}

/** What the derivative of a binary op sees. */
export interface BinaryBackward {
  readonly g: Tensor;
  readonly a: Tensor;
  readonly b: Tensor;
  readonly y: Tensor;
  readonly needs: readonly boolean[];
}

/**
 * @internal A recorded op on two tensors of one floating type.
 *
 * @param name what the tape calls it, unless a call says otherwise: PyTorch's overloads have names of their own
 * @param saves for whose gradients, a's or b's, the derivative reads a, b and the result; what it does not read may change meanwhile
 * @param derivative gradients of the broadcast shape; they are added up to the operands' shapes here
 */
export function defineBinary(
  name: string,
  op: BinaryName,
  saves: { readonly [what in "a" | "b" | "y"]?: "a" | "b" | "ab" },
  derivative: (context: BinaryBackward) => readonly [Tensor | null, Tensor | null],
): (a: Tensor, b: Tensor, shape: readonly number[], recorded?: string) => Tensor {
  const run = defineOp<
    [Tensor, Tensor],
    BinaryOptions & { recorded: string; aShape: readonly number[]; bShape: readonly number[] }
  >({
    letsGo: true,
    name: ({ recorded }) => recorded,
    forward({ inputs: [a, b], options: { shape }, needs, save }) {
      const y = applyBinary(op, a, b, shape, a.dtype);
      const reads = (of = "") => (needs[0] === true && of.includes("a")) || (needs[1] === true && of.includes("b"));
      save(a, reads(saves.a));
      save(b, reads(saves.b));
      save(y, reads(saves.y));
      return y;
    },
    backward({
      grads,
      saved,
      options,
      needs,
    }: BackwardContext<{ aShape: readonly number[]; bShape: readonly number[] }, Tensor>) {
      const [a, b, y] = saved as [Tensor, Tensor, Tensor];
      const [da, db] = derivative({ g: grads, a, b, y, needs });
      return [
        needs[0] && da !== null ? sumTo(da, options.aShape) : null,
        needs[1] && db !== null ? sumTo(db, options.bShape) : null,
      ];
    },
  });
  return (a, b, shape, recorded = name) => {
    if (!isFloating(a.dtype)) return applyBinary(op, a, b, shape, a.dtype);
    return run([a, b], { shape, recorded, aShape: a.shape, bShape: b.shape });
  };
}
