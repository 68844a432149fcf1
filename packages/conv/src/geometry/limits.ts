// Sizes that no memory could hold are refused before anything is computed.
import { argumentError } from "@toeplitz/tensor/extend";

/** Most elements that one array may have. */
const mostElements = 2 ** 32;

/** Checks the shape of an array that an operation would make. */
export function checkElements(api: string, shape: readonly number[], what = "output"): void {
  let elements = 1;
  for (const size of shape) elements *= size;
  if (elements <= mostElements) return;
  throw argumentError(api, what, `have at most ${mostElements} elements`, shape, { code: "shape" });
}
