// Matrix products: vectors, matrices and batches, as PyTorch's matmul has them.
import { defineOp } from "../autograd/define-op.ts";
import { launch } from "../backend.ts";
import { checkTensor } from "../check-tensor.ts";
import { titleOf } from "../dtype.ts";
import { ToeplitzError } from "../errors.ts";
import { matmul as matmulKernel } from "../kernels/matmul.ts";
import { broadcastStrides, sizes } from "../shape.ts";
import { empty, type Tensor } from "../tensor.ts";
import { sumTo } from "./expand-and-sum.ts";
import { reshape, transpose, unsqueeze } from "./shape-view.ts";

/** Batches of matrices that broadcast: [..., m, k] @ [..., k, n] -> [..., m, n]. */
const matmulOp = defineOp<
  [Tensor, Tensor],
  { batch: readonly number[]; name: string; shapes: readonly [readonly number[], readonly number[]] }
>({
  letsGo: true,
  name: ({ name }) => name,
  forward({ inputs: [a, b], options: { batch }, needs, save }) {
    save(a, needs[1]);
    save(b, needs[0]);
    const m = a.shape[a.ndim - 2]!;
    const k = a.shape[a.ndim - 1]!;
    const n = b.shape[b.ndim - 1]!;
    const y = empty([...batch, m, n], a.dtype);
    if (y.numel() === 0) return y;
    launch(
      matmulKernel,
      { a, b, y },
      {
        dtype: a.dtype,
        batch,
        m,
        k,
        n,
        a: broadcastStrides(a.shape, a.strides, [...batch, m, k]),
        b: broadcastStrides(b.shape, b.strides, [...batch, k, n]),
      },
    );
    return y;
  },
  backward({ grads, saved, options: { shapes }, needs }) {
    const [a, b] = saved as [Tensor, Tensor];
    return [
      needs[0] ? sumTo(matmul(grads, transpose(b, -1, -2)), shapes[0]) : null,
      needs[1] ? sumTo(matmul(transpose(a, -1, -2), grads), shapes[1]) : null,
    ];
  },
});

const scalarNames = {
  bool: "bool",
  uint8: "unsigned char",
  int32: "int",
  int64: "long int",
  float32: "float",
  float64: "double",
} as const;

/**
 * Matrix product. Vectors count as rows (left) or columns (right); batch axes broadcast.
 *
 * @throws ToeplitzError with PyTorch's sentences for sizes that do not meet, scalars, and mixed types.
 * @see https://pytorch.org/docs/stable/generated/torch.matmul.html
 */
export function matmul(x: Tensor, other: Tensor): Tensor {
  return product("matmul", x, other);
}

function product(api: string, x: Tensor, other: Tensor): Tensor {
  checkTensor(api, "x", x);
  checkTensor(api, "other", other);
  const fail = (sentence: string) => {
    throw new ToeplitzError(sentence, { code: "shape", api, argument: "other", value: other.shape });
  };
  if (x.ndim === 0 || other.ndim === 0) {
    fail(`both arguments to matmul need to be at least 1D, but they are ${x.ndim}D and ${other.ndim}D`);
  }
  // Vectors look at their types first, matrices at their sizes.
  if (x.ndim === 1 && other.ndim === 1) checkTypes(api, x, other);
  const a = x.ndim === 1 ? unsqueeze(x, 0) : x;
  const b = other.ndim === 1 ? unsqueeze(other, 1) : other;
  const [m, k] = [a.shape[a.ndim - 2]!, a.shape[a.ndim - 1]!];
  const [rows, n] = [b.shape[b.ndim - 2]!, b.shape[b.ndim - 1]!];
  if (k !== rows) fail(mismatch(x, other, [m, k, rows, n]));
  const batch = batchShape(a, b, fail);
  checkTypes(api, x, other);
  const name =
    x.ndim === 1 && other.ndim === 1
      ? "DotBackward0"
      : batch.length > 0
        ? "UnsafeViewBackward0"
        : other.ndim === 1
          ? "MvBackward0"
          : x.ndim === 1
            ? "SqueezeBackward4"
            : "MmBackward0";
  const y = matmulOp([a, b], { batch, name, shapes: [a.shape, b.shape] });
  if (x.ndim > 1 && other.ndim > 1) return y;
  return reshape(y, [...batch, ...(x.ndim === 1 ? [] : [m]), ...(other.ndim === 1 ? [] : [n])]);
}

function checkTypes(api: string, x: Tensor, other: Tensor): void {
  if (x.dtype !== other.dtype) {
    const sentence =
      x.ndim === 1 && other.ndim === 1
        ? `dot : expected both vectors to have same dtype, but found ${titleOf(x.dtype)} and ${titleOf(other.dtype)}`
        : `expected m1 and m2 to have the same dtype, but got: ${scalarNames[x.dtype]} != ${scalarNames[other.dtype]}`;
    throw new ToeplitzError(sentence, {
      code: "dtype",
      api,
      argument: "other",
      value: other.dtype,
      rule: `be ${x.dtype}, as x is`,
      legal: [x.dtype],
    });
  }
  if (x.dtype === "bool") {
    throw new ToeplitzError(`"${boolRoutine(x, other)}" not implemented for 'Bool'`, {
      code: "dtype",
      api,
      argument: "x",
      value: x.dtype,
      rule: "have numbers",
      legal: ["float32", "float64", "int32", "int64", "uint8"],
    });
  }
}

/** The routine that PyTorch's message names where it finds booleans. */
function boolRoutine(x: Tensor, other: Tensor): string {
  if (x.ndim === 1 && other.ndim === 1) return "dot";
  if (x.ndim > 2 && other.ndim > 2) return "bmm";
  return x.ndim === 1 || other.ndim === 1 ? "addmv_impl_cpu" : "addmm_impl_cpu_";
}

function mismatch(x: Tensor, other: Tensor, [m, k, rows, n]: readonly [number, number, number, number]): string {
  if (x.ndim === 1 && other.ndim === 1) {
    return `inconsistent tensor size, expected tensor [${k}] and src [${rows}] to have the same number of elements, but got ${k} and ${rows} elements respectively`;
  }
  if (x.ndim > 2 && other.ndim > 2) {
    return `Expected size for first two dimensions of batch2 tensor to be: ${sizes([x.shape[0]!, k])} but got: ${sizes([other.shape[0]!, rows])}.`;
  }
  const folded = x.ndim > 2 && other.ndim <= 2 ? x.shape.slice(0, -1).reduce((p, size) => p * size, 1) : m;
  if (other.ndim === 1) return `size mismatch, got ${folded}, ${folded}x${k},${rows}`;
  return `mat1 and mat2 shapes cannot be multiplied (${folded}x${k} and ${rows}x${n})`;
}

function batchShape(a: Tensor, b: Tensor, fail: (sentence: string) => void): number[] {
  const rank = Math.max(a.ndim, b.ndim) - 2;
  return Array.from({ length: rank }, (_, axis) => {
    const of = (t: Tensor) => t.shape[axis - (rank - (t.ndim - 2))] ?? 1;
    const [p, q] = [axis < rank - (a.ndim - 2) ? 1 : of(a), axis < rank - (b.ndim - 2) ? 1 : of(b)];
    if (p !== q && p !== 1 && q !== 1) {
      fail(`The size of tensor a (${p}) must match the size of tensor b (${q}) at non-singleton dimension ${axis}`);
    }
    return p === 1 ? q : p;
  });
}

/** Product of two matrices. @see https://pytorch.org/docs/stable/generated/torch.mm.html */
export function mm(x: Tensor, other: Tensor): Tensor {
  checkTensor("mm", "x", x);
  checkTensor("mm", "other", other);
  if (x.ndim !== 2)
    throw new ToeplitzError("self must be a matrix", { code: "shape", api: "mm", argument: "x", value: x.shape });
  if (other.ndim !== 2)
    throw new ToeplitzError("mat2 must be a matrix", {
      code: "shape",
      api: "mm",
      argument: "other",
      value: other.shape,
    });
  return product("mm", x, other);
}

/** Batched product: [b, m, k] @ [b, k, n]. @see https://pytorch.org/docs/stable/generated/torch.bmm.html */
export function bmm(x: Tensor, other: Tensor): Tensor {
  checkTensor("bmm", "x", x);
  checkTensor("bmm", "other", other);
  if (x.ndim !== 3)
    throw new ToeplitzError("batch1 must be a 3D tensor", { code: "shape", api: "bmm", argument: "x", value: x.shape });
  if (other.ndim !== 3)
    throw new ToeplitzError("batch2 must be a 3D tensor", {
      code: "shape",
      api: "bmm",
      argument: "other",
      value: other.shape,
    });
  if (x.shape[0] !== other.shape[0] || x.shape[2] !== other.shape[1]) {
    throw new ToeplitzError(
      `Expected size for first two dimensions of batch2 tensor to be: ${sizes([x.shape[0]!, x.shape[2]!])} but got: ${sizes([other.shape[0]!, other.shape[1]!])}.`,
      { code: "shape", api: "bmm", argument: "other", value: other.shape },
    );
  }
  return product("bmm", x, other);
}
