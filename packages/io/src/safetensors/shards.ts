// A model in several .safetensors files, with an index that says which tensor is in which.
import type { Tensor } from "@toeplitz/tensor";
import { argumentError, show } from "@toeplitz/tensor/extend";
import { HeapBudget, heapOf } from "../bytes/heap-budget.ts";
import { checkLoadOptions, Input, type LoadOptions, type Source } from "../bytes/input.ts";
import { readHeader } from "./header.ts";
import { JsonText } from "./json-text.ts";
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
  // Before anything is asked for, which may take a network.
  checkLoadOptions(api, options);
  if (typeof open !== "function") throw argumentError(api, "open", "be a function", open);
  const heap = new HeapBudget(api, options);
  const files = filesOf(index, heap);
  const opened: { name: string; file: SafetensorsFile }[] = [];
  for (const name of new Set(files.values())) {
    const input = await Input.open(api, await open(name), options, { heap });
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

/** Which file each tensor is in, as the index says; whatever else it says is passed over. */
function filesOf(index: unknown, heap: HeapBudget): Map<string, string> {
  if (typeof index !== "string") throw argumentError(api, "index", "be a text", index);
  heap.allow(index.length);
  const refuse = (where: string, rule: string, value: unknown) =>
    argumentError(api, where, rule, value, { code: "file" });
  const json = new JsonText(api, "index", index);
  let files: Map<string, string> | undefined;
  const before = { has: (key: string) => key === "weight_map" && files !== undefined };
  json.begin();
  while (json.more("}")) {
    if (json.key(before) !== "weight_map") {
      json.skip();
      continue;
    }
    if (json.next() !== "{") throw refuse("index", "have a weight_map of file names", json.found());
    files = new Map();
    json.open();
    while (json.more("}")) {
      const tensor = json.key(files);
      const name = json.next() === '"' ? json.string() : json.found();
      if (!fileName.test(name)) {
        throw refuse(`file of tensor ${show(tensor)}`, "be a plain name that ends in .safetensors", name);
      }
      heap.spend(heapOf.item + heapOf.text(tensor.length + name.length));
      files.set(tensor, name);
    }
  }
  json.end();
  if (files === undefined) throw refuse("index", "have a weight_map of file names", "none");
  return files;
}
