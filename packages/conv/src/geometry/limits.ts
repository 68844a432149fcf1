// Sizes that no memory could hold are refused before anything is computed.
import { argumentError, mostElements } from "@toeplitz/tensor/extend";

/** Checks the shape of an array that an operation would make. */
export function checkElements(api: string, shape: readonly number[], what = "output"): void {
  let elements = 1;
  for (const size of shape) elements *= size;
  if (elements <= mostElements) return;
  throw argumentError(api, what, `have at most ${mostElements} elements`, shape, { code: "shape" });
}
