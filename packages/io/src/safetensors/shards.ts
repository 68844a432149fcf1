// A model in several .safetensors files, with an index that says which tensor is in which.
import type { Tensor } from "@toeplitz/tensor";
import { argumentError, show } from "@toeplitz/tensor/extend";
import { Input, type LoadOptions, type Source } from "../bytes/input.ts";
import { readHeader } from "./header.ts";
import { SafetensorsFile } from "./load-safetensors.ts";

const api = "loadSafetensorsShards";
/** A file beside the index, and nothing else: no folder, no scheme, no escape that becomes one. */
const fileName = /^[A-Za-z0-9_-][A-Za-z0-9._-]*\.safetensors$/;

/**
 * The tensors of a model that is split over several files.
 *
 * @param index the text of `model.safetensors.index.json`
 * @param open gives the file of a name, for example `(name) => fetch(new URL(name, base))`
 * @throws ToeplitzError for a name that is more than a file name, a tensor that its file lacks, one that the index lacks, and
 * whatever `loadSafetensors` refuses.
 * @see https://huggingface.co/docs/safetensors/index
 */
export async function loadSafetensorsShards(
  index: string,
  open: (name: string) => Source | Promise<Source>,
  options: LoadOptions = {},
): Promise<Map<string, Tensor>> {
  const files = filesOf(index);
  const opened: { name: string; file: SafetensorsFile }[] = [];
  for (const name of new Set(files.values())) {
    const input = await Input.open(api, await open(name), options);
    opened.push({ name, file: new SafetensorsFile(input, await readHeader(input)) });
  }
  const present = new Set(opened.flatMap(({ file }) => file.keys()));
  for (const { name, file } of opened) {
    for (const tensor of file.keys()) {
      if (files.get(tensor) === name) continue;
      throw argumentError(api, `tensor ${show(tensor)} of ${name}`, "be in the index", files.get(tensor), {
        code: "file",
      });
    }
  }
  for (const [tensor, name] of files) {
    if (present.has(tensor)) continue;
    throw argumentError(api, name, "have every tensor that the index says it has", tensor, { code: "file" });
  }
  const tensors = new Map<string, Tensor>();
  for (const { file } of opened) for (const [tensor, value] of await file.load()) tensors.set(tensor, value);
  return new Map([...files.keys()].map((tensor) => [tensor, tensors.get(tensor)!]));
}

function filesOf(index: string): Map<string, string> {
  const refuse = (where: string, rule: string, value: unknown) =>
    argumentError(api, where, rule, value, { code: "file" });
  let parsed: unknown;
  try {
    parsed = JSON.parse(index);
  } catch {
    throw refuse("index", "be JSON text", index);
  }
  const files = (parsed as { weight_map?: unknown } | null)?.weight_map;
  if (files === null || typeof files !== "object" || Array.isArray(files)) {
    throw refuse("index", "have a weight_map of file names", parsed);
  }
  for (const [tensor, name] of Object.entries(files)) {
    if (typeof name !== "string" || !fileName.test(name)) {
      throw refuse(`file of tensor ${show(tensor)}`, "be a plain name that ends in .safetensors", name);
    }
  }
  return new Map(Object.entries(files as Record<string, string>));
}
