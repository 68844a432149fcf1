// Reading .npz: a zip archive of .npy files.
import type { Tensor } from "@toeplitz/tensor";
import { show } from "@toeplitz/tensor/extend";
import { Input, type LoadOptions, type Source } from "../bytes/input.ts";
import { readMember } from "../zip/read-member.ts";
import { readZipDirectory } from "../zip/zip-directory.ts";
import { readNpy } from "./npy-array.ts";

const suffix = ".npy";

/**
 * The arrays of an .npz file, by name, whether `numpy.savez` or `numpy.savez_compressed` wrote it. A name is a key
 * and never a path; names that differ by case or in their Unicode form are different.
 *
 * Element types as {@link loadNpy} has them.
 *
 * @throws ToeplitzError with code `file` for anything that breaks either format, for a member that is no .npy, and for an archive
 * that two readers could read differently; `limit` where the declared sizes exceed `maxBytes`. Then nothing is returned, not even
 * in part.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.load.html
 */
export async function loadNpz(source: Source, options: LoadOptions = {}): Promise<Map<string, Tensor>> {
  const input = await Input.open("loadNpz", source, options);
  const members = await readZipDirectory(input);
  for (const name of members.keys()) {
    if (!name.endsWith(suffix)) throw input.refuse("members of the archive", `have names in ${suffix}`, name);
  }
  const arrays = new Map<string, Tensor>();
  for (const [name, member] of members) {
    const bytes = await readMember(input, member);
    const read = async (begin: number, end: number) => input.copy(bytes, begin, end);
    const array = await readNpy(input, { size: bytes.length, read }, `member ${show(name)}: `, false);
    arrays.set(name.slice(0, -suffix.length), array);
  }
  return arrays;
}
