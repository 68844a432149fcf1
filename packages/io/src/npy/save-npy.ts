// Writing .npy: the bytes of numpy.save.
import { type Tensor, toTypedArray } from "@toeplitz/tensor";
import { argumentError, checkOptions, checkTensor } from "@toeplitz/tensor/extend";
import { allocateBytes, withRoom } from "../bytes/allocate-bytes.ts";
import type { Bytes } from "../bytes/input.ts";
import { elementTypes, encodeElements } from "../elements/element-type.ts";
import { descrOf } from "./descr.ts";

/** Options of {@link saveNpy}. */
export interface SaveNpyOptions {
  /** Writes a floating tensor in half precision, each number rounded once, to nearest, ties to even. NumPy has no bfloat16. */
  readonly half?: "float16";
}

/** The names in {@link SaveNpyOptions}, checked. */
export function checkNpyOptions(api: string, options: SaveNpyOptions, more: readonly string[] = []): void {
  checkOptions(api, options, ["half", ...more]);
  if (options.half === undefined || options.half === "float16") return;
  throw argumentError(api, "half", 'be "float16"', options.half, { code: "option", legal: ["float16"] });
}

/**
 * The bytes of a .npy file with the tensor's elements, in C order: those that `numpy.save` writes.
 *
 * @param options `half: "float16"` writes a floating tensor as `<f2`
 * @see https://numpy.org/doc/stable/reference/generated/numpy.save.html
 */
export async function saveNpy(x: Tensor, options: SaveNpyOptions = {}): Promise<Bytes> {
  checkNpyOptions("saveNpy", options);
  checkTensor("saveNpy", "x", x);
  return encodeNpy("saveNpy", x, options);
}

/** The file; everything has been checked. */
export function encodeNpy(api: string, x: Tensor, { half }: SaveNpyOptions): Bytes {
  const as = half === "float16" && x.dtype.startsWith("float") ? half : x.dtype;
  const elements = withRoom(api, x.numel() * elementTypes[as].size, () => encodeElements(as, toTypedArray(x)));
  const shape = x.shape.length === 1 ? `(${x.shape[0]},)` : `(${x.shape.join(", ")})`;
  const dict = `{'descr': '${descrOf[as]}', 'fortran_order': False, 'shape': ${shape}, }`;
  // NumPy leaves room for the first axis to grow to 21 digits, then pads with 1 to 64 spaces to a multiple of 64, ending the line.
  const room = x.ndim === 0 ? 0 : 21 - `${x.shape[0]}`.length;
  const length = Math.floor((10 + dict.length + room + 1) / 64) * 64 + 64;
  const header = `${dict.padEnd(length - 11)}\n`;

  const file = allocateBytes(api, length + elements.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(file.buffer).setUint16(8, header.length, true);
  file.set(new TextEncoder().encode(header), 10);
  file.set(elements, length);
  return file;
}
