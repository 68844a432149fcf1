// Reading .pth and .pt, the files of torch.save: data alone, by a list of what may be in them. Nothing of the file runs.
import { Tensor } from "@toeplitz/tensor";
import { argumentError, show } from "@toeplitz/tensor/extend";
import { Input, type LoadOptions, type Source } from "../bytes/input.ts";
import { firstBytes, looksLike } from "../bytes/look-alikes.ts";
import { readLegacyCheckpoint } from "./legacy-checkpoint.ts";
import type { PthValue } from "./torch-globals.ts";
import { readZipCheckpoint } from "./zip-checkpoint.ts";

/** Options of {@link loadPth}. */
export interface LoadPthOptions extends LoadOptions {
  /** Where the state dict is in a checkpoint that holds more: a key, or keys from the outside in. */
  readonly key?: string | readonly string[];
}

/**
 * All that a .pth or .pt file holds, as `torch.load(..., weights_only=True)` gives it: dicts as maps, lists and tuples as arrays.
 *
 * Tensors keep their strides and share storages as they did in PyTorch. float16 and bfloat16 become float32; int8 and int16 int32.
 * A parameter is a tensor that requires a gradient. Attributes of dicts, such as a state dict's `_metadata`, are left out.
 *
 * @throws ToeplitzError with code `global` for a pickle that names anything but tensors and containers, `file` for anything that
 * breaks the format, `limit` beyond `maxBytes`; then nothing is returned, not even in part.
 * @see https://pytorch.org/docs/stable/generated/torch.load.html
 */
export async function loadPthValue(source: Source, options: LoadOptions = {}): Promise<PthValue> {
  return readCheckpoint(await Input.open("loadPthValue", source, options));
}

/**
 * The state dict of a .pth or .pt file, by name, as `module.loadStateDict` takes it.
 *
 * Tensors as {@link loadPthValue} has them.
 *
 * @param options `key` says where the state dict is in a checkpoint that holds more, for example `"model_state_dict"`
 * @throws ToeplitzError as {@link loadPthValue} does, and with code `state` where the value is no dict of tensors.
 * @see https://pytorch.org/docs/stable/generated/torch.load.html
 */
export async function loadPth(source: Source, options: LoadPthOptions = {}): Promise<Map<string, Tensor>> {
  const input = await Input.open("loadPth", source, options, { more: ["key"] });
  const path = checkKey(options.key);
  let value = await readCheckpoint(input);
  for (const [depth, key] of path.entries()) {
    const inner = value instanceof Map ? value.get(key) : undefined;
    if (inner === undefined) {
      const where = depth === 0 ? "checkpoint" : `checkpoint at ${show(path.slice(0, depth))}`;
      throw input.refuse(where, `have the key ${show(key)}`, kindOf(value), { code: "state" });
    }
    value = inner;
  }
  const where = path.length === 0 ? "checkpoint" : `checkpoint at ${show(path)}`;
  const obstacle = whyNoStateDict(value);
  if (obstacle === undefined) return value as Map<string, Tensor>;
  // Each dict of a few is walked once: a file can hold one large dict a thousand times.
  const dicts = value instanceof Map ? [...value].filter(([, inner]) => inner instanceof Map) : [];
  const few = dicts.slice(0, mostHints);
  const inside = few.filter(([, inner]) => whyNoStateDict(inner) === undefined);
  const hint =
    inside.length > 0
      ? `the option key finds it: ${inside.map(([key]) => show(key)).join(", ")}`
      : "loadPthValue gives the whole checkpoint";
  throw input.refuse(where, "be a dict of tensors", obstacle, { code: "state", hint });
}

/** How many dicts in a checkpoint are looked at for a state dict. */
const mostHints = 10;

async function readCheckpoint(input: Input): Promise<PthValue> {
  const head = await input.read(0, Math.min(input.size, firstBytes));
  const value =
    head[0] === 0x50
      ? await readZipCheckpoint(input)
      : head[0] === 0x80
        ? await readLegacyCheckpoint(input)
        : undefined;
  if (value !== undefined) return value as PthValue;
  throw input.refuse("file", "begin as a file of torch.save does", [...head.subarray(0, 8)], looksLike(head));
}

function checkKey(key: unknown): readonly string[] {
  if (key === undefined) return [];
  const path = Array.isArray(key) ? key : [key];
  if (path.every((part) => typeof part === "string")) return path;
  throw argumentError("loadPth", "key", "be a string or a list of strings", key, { code: "option" });
}

function whyNoStateDict(value: PthValue): string | undefined {
  if (!(value instanceof Map)) return kindOf(value);
  for (const [key, inner] of value) {
    if (typeof key !== "string") return `a dict with the key ${show(key)}`;
    if (!(inner instanceof Tensor)) return `a dict with ${kindOf(inner)} at ${show(key)}`;
  }
  return undefined;
}

function kindOf(value: PthValue): string {
  if (value instanceof Map) return `a dict with the keys ${show([...value.keys()])}`;
  return Array.isArray(value) ? `a list of ${value.length}` : show(value);
}
