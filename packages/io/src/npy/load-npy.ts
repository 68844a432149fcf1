// Reading .npy.
import type { Tensor } from "@toeplitz/tensor";
import { argumentError } from "@toeplitz/tensor/extend";
import { Input, type LoadOptions, type Source } from "../bytes/input.ts";
import { readNpy } from "./npy-array.ts";

/** Options of {@link loadNpy}. */
export interface LoadNpyOptions extends LoadOptions {
  /** Whether bytes may follow the array, as where several arrays were saved into one file. Default false. */
  readonly allowTrailing?: boolean;
}

/**
 * The array of a .npy file, in C or Fortran order and in either byte order.
 *
 * float16 becomes float32; int8, int16 and uint16 int32; uint32 and uint64 int64: without loss, or refused. All else keeps its type.
 *
 * @throws ToeplitzError with code `file` for anything that breaks the format, `dtype` for element types that no tensor has
 * (objects, strings, records, complex and extended numbers), `limit` beyond `maxBytes`.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.load.html
 */
export async function loadNpy(source: Source, options: LoadNpyOptions = {}): Promise<Tensor> {
  const input = await Input.open("loadNpy", source, options, { more: ["allowTrailing"] });
  const { allowTrailing = false } = options;
  if (typeof allowTrailing !== "boolean") {
    throw argumentError("loadNpy", "allowTrailing", "be a boolean", allowTrailing, { code: "option" });
  }
  return readNpy(input, input, "", allowTrailing);
}
