// Writing .safetensors.
import { toTypedArray } from "@toeplitz/tensor";
import { argumentError, checkOptions, show } from "@toeplitz/tensor/extend";
import { allocateBytes } from "../bytes/allocate-bytes.ts";
import type { Bytes } from "../bytes/input.ts";
import { Output, type SaveOptions, saveOptionNames } from "../bytes/output.ts";
import { elementTypes, encodeElements, savedAs } from "../elements/element-type.ts";
import { checkHalf, entriesOf, type HalfOptions, type NamedTensors } from "../named-tensors.ts";
import { fileTypeOf } from "./dtypes.ts";
import { mostNameLength } from "./header.ts";

/** Options of {@link saveSafetensors}. */
export interface SaveSafetensorsOptions extends HalfOptions, SaveOptions {
  /** Strings to keep beside the tensors, under `__metadata__`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The bytes of a .safetensors file with these tensors. Views are written as what they show, each on its own.
 *
 * @param options `half` writes floating tensors as F16 or BF16; `metadata` are strings to keep with them; `signal` and `onProgress`
 * @throws ToeplitzError for names, tensors or metadata that the format cannot hold, before anything is written.
 * @see https://huggingface.co/docs/safetensors/index
 */
export async function saveSafetensors(tensors: NamedTensors, options: SaveSafetensorsOptions = {}): Promise<Bytes> {
  const api = "saveSafetensors";
  checkOptions(api, options, ["half", "metadata", ...saveOptionNames]);
  checkHalf(api, options.half);
  const entries = entriesOf(api, tensors).map(([name, tensor]) => {
    checkName(api, name);
    const as = savedAs(tensor.dtype, options.half);
    return { name, tensor, as, bytes: tensor.numel() * elementTypes[as].size, begin: 0 };
  });
  const metadata = checkMetadata(api, options.metadata);
  const parts = entries.map(({ tensor, bytes }) => ({ storage: tensor.storage, bytes }));
  const output = new Output(api, options, parts);

  // Wide elements first, so that every tensor begins at a multiple of its own element's size.
  let at = 0;
  for (const entry of entries.toSorted((a, b) => elementTypes[b.as].size - elementTypes[a.as].size)) {
    entry.begin = at;
    at += entry.bytes;
  }
  const described = entries.map(({ name, tensor, as, bytes, begin }) => {
    const entry = { dtype: fileTypeOf[as], shape: tensor.shape };
    return `${JSON.stringify(name)}:${JSON.stringify({ ...entry, data_offsets: [begin, begin + bytes] })}`;
  });
  if (metadata !== undefined) described.unshift(`"__metadata__":${metadata}`);
  const header = new TextEncoder().encode(`{${described.join(",")}}`);
  const length = Math.ceil(header.length / 8) * 8;

  const file = allocateBytes(api, 8 + length + at);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(header, 8);
  file.fill(0x20, 8 + header.length, 8 + length);
  for (const [i, { tensor, as, begin }] of entries.entries()) {
    await output.write(parts[i]!, () => file.set(encodeElements(as, toTypedArray(tensor)), 8 + length + begin));
  }
  return file;
}

function checkName(api: string, name: string): void {
  const refuse = (rule: string) => argumentError(api, `name ${show(name)}`, rule, name);
  if (name === "__metadata__") throw refuse("not be the one that the format keeps for metadata");
  if (name.length > mostNameLength) throw refuse(`have at most ${mostNameLength} characters`);
  if (/\p{Surrogate}/u.test(name)) throw refuse("have no lone surrogate");
}

function checkMetadata(api: string, metadata: unknown): string | undefined {
  if (metadata === undefined) return undefined;
  if (metadata === null || typeof metadata !== "object" || Array.isArray(metadata)) {
    throw argumentError(api, "metadata", "be an object of strings", metadata, { code: "option" });
  }
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text !== "string" || /\p{Surrogate}/u.test(key + text)) {
      throw argumentError(api, `metadata[${show(key)}]`, "be a string without lone surrogates", text, {
        code: "option",
      });
    }
  }
  return JSON.stringify(metadata);
}
