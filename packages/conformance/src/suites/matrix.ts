// Matrix suite: the kernel matrix is the convolution, its transpose is the transposed convolution, and both are adjoint.
import type { Tensor } from "@toeplitz/tensor";
import { type Api, type ConvCase, convLine, data } from "../rows/index.ts";
import { type Bound, sumBound, tensorDifference } from "./compare.ts";
import { callConv, callPartner, convInputs, hasPartner } from "./conv-call.ts";
import { make } from "./inputs.ts";

type Matrix = ReturnType<Api["kernelMatrix"]>;

const fail = (conv: ConvCase, problem: string): never => {
  const error = new Error(`${conv.id}: ${problem}\n  TypeScript  ${convLine(conv)}`);
  error.stack = `Mismatch: ${error.message}`;
  throw error;
};

/** Whether a case has samples that a matrix can be made for. */
export const hasMatrix = ({ input, weight }: ConvCase): boolean =>
  !input.shape.includes(0) && !weight.shape.includes(0);

/** How well a product and a function agree: to the bit, or as two sums of the same products do that are rounded in other ways. */
type Agreement = "bits" | "sums";

interface Sample {
  readonly K: Matrix;
  readonly x: Tensor;
  readonly w: Tensor;
  readonly y: Tensor;
}

/** The first sample of a case without its bias, and the matrix that takes it to its output. */
function sampleOf(t: Api, conv: ConvCase, { x, w }: { x: Tensor; w: Tensor }): Sample {
  const { rank, transposed, options } = conv;
  const first = x.ndim === rank + 2 ? x.index(0) : x;
  const y = callConv(t, { ...conv, bias: null }, { x: first, w, b: null });
  return { K: t.kernelMatrix(w, first.shape, { ...options, ...(transposed ? { transposed } : {}) }), x: first, w, y };
}

/** How far two rounded sums may be apart: each has its own error. `sum` is called on absolute values, and on ones to count terms. */
function apart(agreement: Agreement, sum: (of: (x: Tensor) => Tensor) => Tensor): Bound | undefined {
  if (agreement === "bits") return undefined;
  const bound = sumBound(
    sum((x) => x.abs()),
    sum((x) => x.mul(0).add(1)),
  );
  return (i) => 2 * bound(i);
}

/** K x is the convolution of x; so is the dense matrix's product where no sum is rounded. */
export function checkMatrix(t: Api, conv: ConvCase, agreement: Agreement = "bits"): void {
  const { K, x, w, y } = sampleOf(t, conv, convInputs(t, conv));
  const bound = apart(agreement, (of) => callConv(t, { ...conv, bias: null }, { x: of(x), w: of(w), b: null }));
  const product = tensorDifference(K.matmul(x.reshape([-1])).reshape(y.shape), y, bound);
  if (product !== undefined) fail(conv, `matmul: ${product}`);
  if (conv.input.fill === "random" || conv.weight.fill === "values") return;

  const dense: Tensor = K.dense();
  const byDense = tensorDifference(t.add(dense.matmul(x.reshape([-1])).reshape(y.shape), 0), t.add(y, 0));
  if (byDense !== undefined) fail(conv, `dense: ${byDense}`);
  checkEntries(conv, K, dense);
}

/** The compressed rows and the symbolic entries say what the dense matrix says. */
function checkEntries(conv: ConvCase, K: Matrix, dense: Tensor): void {
  const [rows, columns] = K.shape;
  const cells = Array.from(dense.toTypedArray(), Number);
  const { crowIndices, colIndices, values } = K.csr();
  const rebuilt = new Array<number>(rows * columns).fill(0);
  const stored = Array.from(values.toTypedArray(), Number);
  for (let r = 0; r < rows; r++) {
    for (let i = crowIndices[r]!; i < crowIndices[r + 1]!; i++) rebuilt[r * columns + colIndices[i]!] = stored[i]!;
  }
  if (rebuilt.some((value, i) => value !== cells[i])) fail(conv, "csr: other entries than dense");
  if (K.nnz !== stored.length) fail(conv, `nnz: says ${K.nnz}, csr has ${stored.length} entries`);

  const weight = Array.from(K.weight.toTypedArray(), Number);
  const symbolic = new Array<number>(rows * columns).fill(0);
  for (const { row, column, weights } of K.entries()) {
    for (const i of weights) symbolic[row * columns + column]! += weight[i]!;
  }
  if (symbolic.some((value, i) => value !== cells[i])) fail(conv, "entries: other values than dense");
}

/** K.T y is the partner function of y; K.T is the dense transpose. */
export function checkTransposedMatrix(t: Api, conv: ConvCase, agreement: Agreement = "bits"): void {
  const { K, x, w, y } = sampleOf(t, conv, convInputs(t, conv));
  const back: Tensor = K.T.matmul(y.reshape([-1])).reshape(x.shape);
  if (hasPartner(conv)) {
    const partnerOf = (of: (x: Tensor) => Tensor) => callPartner(t, conv, of(y), of(w), x.shape.slice(1));
    const problem = tensorDifference(
      back,
      partnerOf((x) => x),
      apart(agreement, partnerOf),
    );
    if (problem !== undefined) fail(conv, `K.T: ${problem}`);
  }
  const turned = tensorDifference(K.T.dense(), K.dense().t().contiguous());
  if (turned !== undefined) fail(conv, `K.T.dense(): ${turned}`);
  if (K.T.T !== K) fail(conv, "K.T.T is not K");
}

/** On whole numbers <K x, y> = <x, K.T y> and <conv x, y> = <x, convT y> hold exactly: nothing is rounded. */
export function checkAdjoint(t: Api, conv: ConvCase): void {
  const whole = (shape: readonly number[], seed: number) =>
    make(t, data(shape, { dtype: conv.weight.dtype, fill: "nonzero", scale: 4, seed }));
  const { K, x, w, y } = sampleOf(t, conv, { x: whole(conv.input.shape, 1), w: whole(conv.weight.shape, 2) });
  const other = whole(y.shape, 3);
  const left = inner(y, other);
  const byMatrix = inner(x, K.T.matmul(other.reshape([-1])));
  if (left !== byMatrix) fail(conv, `<K x, y> is ${left}, <x, K.T y> is ${byMatrix}`);
  if (!hasPartner(conv)) return;
  const byFunction = inner(x, callPartner(t, conv, other, w, x.shape.slice(1)));
  if (left !== byFunction) fail(conv, `<conv x, y> is ${left}, <x, convT y> is ${byFunction}`);
}

function inner(a: Tensor, b: Tensor): number {
  const [x, y] = [a.toTypedArray(), b.toTypedArray()];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Number(x[i]) * Number(y[i]);
  return sum;
}
