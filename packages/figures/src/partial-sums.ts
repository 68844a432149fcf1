// The matrix applied a column at a time: what stands in the output after the first few inputs, sample by sample.
import { tensor, toTypedArray, transpose } from "@toeplitz/tensor";
import type { Scene } from "./scene.ts";

/** What a walk by columns goes along: the array that the matrix is applied to. A gradient of the weight has no such matrix. */
export function columnsSide({ result }: Scene): "input" | "output" | null {
  return result === "weight" ? null : result === "output" ? "input" : "output";
}

/** The result of a scene as far as the first `count` elements of that array make it up. */
export function partialSums(scene: Scene, count: number): readonly number[] {
  const { matrix, result } = scene;
  const side = columnsSide(scene);
  if (side === null) return scene.weight.values;
  const { values } = scene[side];
  const samples = scene[side].shape[0]!;
  const begun = tensor(
    values.map((value, i) => (i < count ? value : 0)),
    { shape: [samples, values.length / samples], dtype: "float32" },
  );
  // Samples are the columns of what a matrix is applied to.
  const sums = (result === "output" ? matrix : matrix.T).matmul(transpose(begun, 0, 1));
  return Array.from(toTypedArray(transpose(sums, 0, 1)) as Float32Array);
}
