// Writing .npz.
import { argumentError } from "@toeplitz/tensor/extend";
import type { Bytes } from "../bytes/input.ts";
import { Output, type SaveOptions, saveOptionNames } from "../bytes/output.ts";
import { elementTypes, savedAs } from "../elements/element-type.ts";
import { entriesOf, type NamedTensors } from "../named-tensors.ts";
import { writeZip } from "../zip/write-zip.ts";
import { checkNpyOptions, encodeNpy, type SaveNpyOptions } from "./save-npy.ts";

/** Options of {@link saveNpz}. */
export interface SaveNpzOptions extends SaveNpyOptions, SaveOptions {
  /** Whether to deflate the arrays, as `numpy.savez_compressed` does. Default false. */
  readonly compress?: boolean;
}

/**
 * The bytes of an .npz file with these arrays, as `numpy.savez` writes it.
 *
 * @param options `compress` deflates; `half: "float16"` writes floating tensors as `<f2`; `signal` and `onProgress`
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 */
export async function saveNpz(tensors: NamedTensors, options: SaveNpzOptions = {}): Promise<Bytes> {
  const api = "saveNpz";
  checkNpyOptions(api, options, ["compress", ...saveOptionNames]);
  const { compress = false } = options;
  if (typeof compress !== "boolean") throw argumentError(api, "compress", "be a boolean", compress, { code: "option" });
  const entries = entriesOf(api, tensors);
  const members = entries.map(([name, x]) => ({
    name: `${name}.npy`,
    bytes: () => encodeNpy("saveNpz", x, options),
    part: { storage: x.storage, bytes: x.numel() * elementTypes[savedAs(x.dtype, options.half)].size },
  }));
  const output = new Output(
    api,
    options,
    members.map(({ part }) => part),
  );
  return writeZip(output, members, { deflate: compress });
}
