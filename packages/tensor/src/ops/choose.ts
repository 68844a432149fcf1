// Choice between values: where, maximum, minimum, clamp, maskedFill.
import { defineOp } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { zerosLike } from "../creation/filled.ts";
import { titleOf } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { select } from "../kernels/elementwise.ts";
import { checkOptions } from "../options.ts";
import { broadcastPair, broadcastStrides, type Shape } from "../shape.ts";
import { empty, Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { applyBinary, defineBinary, prepare } from "./binary.ts";
import { eq, ge, gt, le, logicalAnd, logicalOr, lt } from "./compare.ts";
import { to } from "./convert.ts";
import { sumTo } from "./expand-and-sum.ts";
import { nonzero } from "./nonzero.ts";
import { checkOperand, checkRange, fillTensor, type TensorOrScalar } from "./promotion.ts";

const whereOp = defineOp<[Tensor, Tensor, Tensor], { name: string; shape: Shape; a: Shape; b: Shape }>({
  letsGo: true,
  name: ({ name }) => name,
  forward({ inputs: [condition, a, b], options: { shape }, save }) {
    save(condition);
    const y = empty([...shape], a.dtype);
    launch(
      select,
      { condition, a, b, y },
      {
        shape,
        condition: broadcastStrides(condition.shape, condition.strides, shape),
        a: broadcastStrides(a.shape, a.strides, shape),
        b: broadcastStrides(b.shape, b.strides, shape),
      },
    );
    return y;
  },
  backward({ grads, saved, options, needs }) {
    const condition = saved[0] as Tensor;
    return [
      null,
      needs[1] ? sumTo(where(condition, grads, 0), options.a) : null,
      needs[2] ? sumTo(where(condition, 0, grads), options.b) : null,
    ];
  },
});

/**
 * Elements of `a` where the condition holds, of `b` elsewhere; all three broadcast. With the condition alone, the positions where it
 * holds: one int64 vector per axis.
 *
 * @param condition booleans (or uint8)
 * @throws ToeplitzError with PyTorch's sentence for a condition of another type, and a number that the result's type has no room for.
 * @see https://pytorch.org/docs/stable/generated/torch.where.html
 */
export function where(condition: Tensor): Tensor[];
export function where(condition: Tensor, a: TensorOrScalar, b: TensorOrScalar): Tensor;
export function where(condition: Tensor, a?: TensorOrScalar, b?: TensorOrScalar): Tensor | Tensor[] {
  checkTensor("where", "condition", condition);
  if (a === undefined && b === undefined) return nonzero(condition, { asTuple: true });
  if (condition.dtype !== "bool" && condition.dtype !== "uint8") {
    throw new ToeplitzError(
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${titleOf(condition.dtype)}`,
      {
        code: "dtype",
        api: "where",
        argument: "condition",
        value: condition.dtype,
      },
    );
  }
  const { a: left, b: right, shape: both, dtype } = prepare("where", a as TensorOrScalar, b as TensorOrScalar);
  checkRange("where", "a", a, dtype);
  checkRange("where", "b", b, dtype);
  const shape = broadcastPair("where", condition.shape, both);
  return whereOp([condition, left, right], { name: "WhereBackward0", shape, a: left.shape, b: right.shape });
}

/**
 * x with `value` wherever the mask holds, which broadcasts with x. Keeps x's type.
 *
 * @param value a number, or a tensor without axes, to which gradients flow
 * @throws ToeplitzError with PyTorch's sentences for a mask of another type, or a value with axes.
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html
 */
export function maskedFill(x: Tensor, mask: Tensor, value: TensorOrScalar): Tensor {
  checkTensor("maskedFill", "x", x);
  checkTensor("maskedFill", "mask", mask);
  if (mask.dtype !== "bool" && mask.dtype !== "uint8") {
    throw new ToeplitzError(`masked_fill_ only supports boolean masks, but got mask with dtype ${mask.dtype}`, {
      code: "dtype",
      api: "maskedFill",
      argument: "mask",
      value: mask.dtype,
    });
  }
  if (value instanceof Tensor && value.ndim > 0) {
    throw new ToeplitzError(
      `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.ndim} dimension(s).`,
      { code: "shape", api: "maskedFill", argument: "value", value: value.shape },
    );
  }
  const filling = value instanceof Tensor ? to(value, x.dtype) : fillTensor("maskedFill", "value", value, x.dtype);
  const shape = broadcastPair("maskedFill", mask.shape, x.shape);
  return whereOp([mask, filling, x], { name: "MaskedFillBackward0", shape, a: filling.shape, b: x.shape });
}

const half = (g: Tensor, tie: Tensor, loses: Tensor) => where(loses, 0, where(tie, mul(g, 0.5), g));
const maximumOp = defineBinary("MaximumBackward0", "maximum", { a: "ab", b: "ab" }, ({ g, a, b }) => [
  half(g, eq(a, b), lt(a, b)),
  half(g, eq(a, b), gt(a, b)),
]);
const minimumOp = defineBinary("MinimumBackward0", "minimum", { a: "ab", b: "ab" }, ({ g, a, b }) => [
  half(g, eq(a, b), gt(a, b)),
  half(g, eq(a, b), lt(a, b)),
]);

/** The larger of both, element by element; nan wins. Ties share the gradient. @see https://pytorch.org/docs/stable/generated/torch.maximum.html */
export function maximum(x: TensorOrScalar, other: TensorOrScalar): Tensor {
  const { a, b, shape } = prepare("maximum", x, other);
  return maximumOp(a, b, shape);
}

/** The smaller of both, element by element; nan wins. Ties share the gradient. @see https://pytorch.org/docs/stable/generated/torch.minimum.html */
export function minimum(x: TensorOrScalar, other: TensorOrScalar): Tensor {
  const { a, b, shape } = prepare("minimum", x, other);
  return minimumOp(a, b, shape);
}

/** Bounds of {@link clamp}; at least one. */
export interface ClampOptions {
  min?: TensorOrScalar | null;
  max?: TensorOrScalar | null;
}

const clampOp = defineOp<[Tensor, Tensor | null, Tensor | null], { shape: Shape; shapes: readonly (Shape | null)[] }>({
  name: ({ shapes }) =>
    shapes[1] === null ? "ClampMaxBackward0" : shapes[2] === null ? "ClampMinBackward0" : "ClampBackward1",
  forward({ inputs: [x, min, max], options: { shape }, save }) {
    let y = x;
    if (min !== null) y = applyBinary("maximum", y, min, shape, x.dtype);
    if (max !== null) y = applyBinary("minimum", y, max, shape, x.dtype);
    for (const tensor of [x, min, max]) if (tensor !== null) save(tensor);
    return y;
  },
  backward({ grads, saved, options: { shapes }, needs }) {
    const x = saved[0] as Tensor;
    const min = shapes[1] === null ? null : (saved[1] as Tensor);
    const max = shapes[2] === null ? null : (saved[saved.length - 1] as Tensor);
    const inside = [min === null ? null : ge(x, min), max === null ? null : le(x, max)].filter((m) => m !== null);
    const mask = inside.reduce((m, n) => logicalAnd(m, n));
    const below = min === null ? null : max === null ? lt(x, min) : logicalAnd(lt(min, max), lt(x, min));
    const above = max === null ? null : min === null ? gt(x, max) : logicalOr(gt(x, max), lt(max, min));
    const masked = (m: Tensor | null, i: number) =>
      needs[i] && m !== null ? sumTo(where(m, grads, zerosLike(grads)), shapes[i] as Shape) : null;
    return [masked(mask, 0), masked(below, 1), masked(above, 2)];
  },
});

/**
 * x held between bounds, which may be numbers or tensors.
 *
 * @throws ToeplitzError if neither bound is given.
 * @see https://pytorch.org/docs/stable/generated/torch.clamp.html
 */
export function clamp(x: Tensor, options: ClampOptions): Tensor {
  checkTensor("clamp", "x", x);
  checkOptions("clamp", options, ["min", "max"]);
  const min = options?.min ?? null;
  const max = options?.max ?? null;
  if (min === null && max === null) {
    throw new ToeplitzError("torch.clamp: At least one of 'min' or 'max' must not be None", {
      code: "option",
      api: "clamp",
      legal: ["min", "max"],
    });
  }
  let from = x;
  let shape: readonly number[] = x.shape;
  for (const bound of [min, max]) {
    if (bound === null) continue;
    checkOperand("clamp", "bound", bound);
    const { a, shape: both } = prepare("clamp", from, bound);
    from = a;
    shape = broadcastPair("clamp", shape, both);
  }
  const bring = (bound: TensorOrScalar | null) =>
    bound === null
      ? null
      : bound instanceof Tensor
        ? to(bound, from.dtype)
        : fillTensor("clamp", "bound", bound, from.dtype);
  const lower = bring(min);
  const upper = bring(max);
  return clampOp([from, lower, upper], { shape, shapes: [from.shape, lower?.shape ?? null, upper?.shape ?? null] });
}

/** x, nowhere below `min`: a number, or a tensor that broadcasts. @see https://pytorch.org/docs/stable/generated/torch.clamp.html */
export function clampMin(x: Tensor, min: TensorOrScalar): Tensor {
  return clamp(x, { min });
}

/** x, nowhere above `max`: a number, or a tensor that broadcasts. @see https://pytorch.org/docs/stable/generated/torch.clamp.html */
export function clampMax(x: Tensor, max: TensorOrScalar): Tensor {
  return clamp(x, { max });
}
