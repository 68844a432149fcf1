// The matrix applied a column at a time: what stands in the output after the first few inputs.
import { tensor, toTypedArray } from "@toeplitz/tensor";
import type { Side } from "./focus.ts";
import type { Scene } from "./scene.ts";

/** What a walk by columns goes along: the array that the matrix is applied to. A gradient of the weight has no such matrix. */
export function columnsSide({ result }: Scene): Side | null {
  return result === "weight" ? null : result === "output" ? "input" : "output";
}

/** The result of a scene as far as the first `count` elements of that array make it up. */
export function partialSums(scene: Scene, count: number): readonly number[] {
  const { matrix, result } = scene;
  const side = columnsSide(scene);
  if (side === null) return scene.weight.values;
  const { values } = scene[side];
  const begun = tensor(
    values.map((value, i) => (i < count ? value : 0)),
    { shape: [values.length], dtype: "float32" },
  );
  const sums = (result === "output" ? matrix : matrix.T).matmul(begun);
  return Array.from(toTypedArray(sums) as Float32Array);
}
