// The matrix of a scene's equation, as pictures and tables have it: y = K x; ∂x = Kᵀ ∂y; ∂w out of what ∂y xᵀ has where K has entries.
import { tapsOfOutput } from "@toeplitz/conv";
import { mul, sum, tensor, toTypedArray } from "@toeplitz/tensor";
import type { Scene } from "./scene.ts";

export interface DrawnMatrix {
  readonly name: string;
  /** Whether the rows that are drawn are K's columns. */
  readonly turned: boolean;
  /** What lies along the rows and meets the columns, and what stands beside the rows. */
  readonly above: "input" | "output";
  readonly beside: "input" | "output";
  /** Whether the entries are made of what lies around them, instead of what stands beside them of the entries. */
  readonly isProduct: boolean;
  readonly shape: readonly [rows: number, columns: number];
  /** Shapes of one sample of what stands beside it and of what lies above it. */
  readonly besideShape: readonly number[];
  readonly aboveShape: readonly number[];
  /** Compressed rows. */
  readonly crowIndices: ArrayLike<number>;
  readonly colIndices: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Weight elements at the entries of a row, by column. */
  weightsIn(row: number): readonly { readonly column: number; readonly weight: number }[];
}

export function drawnMatrixOf(scene: Scene): DrawnMatrix {
  const { result, geometry } = scene;
  const turned = result === "input";
  const isProduct = result === "weight";
  const matrix = turned ? scene.matrix.T : scene.matrix;
  const { crowIndices, colIndices, values } = matrix.csr();
  const isTransposed = geometry.transposed !== turned;
  return {
    name: `${isProduct ? "∂" : ""}K${isTransposed ? "ᵀ" : ""}`,
    turned,
    above: turned ? "output" : "input",
    beside: turned ? "input" : "output",
    isProduct,
    shape: matrix.shape,
    besideShape: matrix.outputShape,
    aboveShape: matrix.inputShape,
    crowIndices,
    colIndices,
    values: isProduct ? productsOf(scene, crowIndices, colIndices) : (toTypedArray(values) as Float32Array),
    weightsIn: (row) => tapsOfOutput(matrix.geometry, row).map(({ input, weight }) => ({ column: input, weight })),
  };
}

/** Its shape, without its entries. */
export function drawnShapeOf({ matrix, result }: Scene): readonly [rows: number, columns: number] {
  const [row, column] = matrix.shape;
  const turned = acrossDiagonal(result === "input", { row, column });
  return [turned.row, turned.column];
}

/** Row and column of K where the drawn matrix has them, and the other way round. */
export function acrossDiagonal<T>(
  turned: boolean,
  { row, column }: { readonly row: T; readonly column: T },
): { readonly row: T; readonly column: T } {
  return turned ? { row: column, column: row } : { row, column };
}

/** The entries of ∂Y Xᵀ at the places of K: products of an output's gradient and an input, added over the samples. */
function productsOf({ input, output, geometry }: Scene, crow: ArrayLike<number>, col: ArrayLike<number>) {
  const nnz = col.length;
  if (nnz === 0) return [];
  const rows = Array.from({ length: crow.length - 1 }, (_, row) =>
    new Array<number>(crow[row + 1]! - crow[row]!).fill(row),
  ).flat();
  const gathered = ({ values }: { readonly values: readonly number[] }, places: ArrayLike<number>) => {
    const each = values.length / geometry.batch;
    const numbers = Array.from({ length: geometry.batch * nnz }, (_, i) => {
      return values[Math.floor(i / nnz) * each + places[i % nnz]!]!;
    });
    return tensor(numbers, { shape: [geometry.batch, nnz], dtype: "float32" });
  };
  return toTypedArray(sum(mul(gathered(output, rows), gathered(input, col)), { dim: 0 })) as Float32Array;
}
