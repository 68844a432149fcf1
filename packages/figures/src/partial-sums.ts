// The matrix applied a column at a time: what stands in the output after the first few inputs, sample by sample.
import { tensor, toTypedArray, transpose } from "@toeplitz/tensor";
import { outputOf, type Scene } from "./scene.ts";

/** What a walk by columns goes along: the array that the matrix is applied to. A gradient of the weight has no such matrix. */
export function columnsSide({ result }: Scene): "input" | "output" | null {
  return result === "weight" ? null : result === "output" ? "input" : "output";
}

/** The result of a scene as far as the first `count` elements of that array make it up; a bias is there from the beginning. */
export function partialSums(scene: Scene, count: number): readonly number[] {
  const { matrix, result } = scene;
  const side = columnsSide(scene);
  if (side === null) return scene.weight.values;
  const { shape, values } = scene[side];
  const begun = values.map((value, i) => (i < count ? value : 0));
  if (result === "output") return outputOf(scene.figure, begun);
  // Samples are the columns of what a matrix is applied to.
  const columns = transpose(tensor(begun, { shape: [shape[0]!, values.length / shape[0]!], dtype: "float32" }), 0, 1);
  return Array.from(toTypedArray(transpose(matrix.T.matmul(columns), 0, 1)) as Float32Array);
}
