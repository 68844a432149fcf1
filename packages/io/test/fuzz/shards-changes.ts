// Models in several files: an index and a file that it names, one of which is not as it should be. Both in one file, for the fuzz's sake.
import { type LoadOptions, loadSafetensorsShards, type Source } from "../../src/index.ts";
import { join } from "../zip-files.ts";
import { type Make, pick, type Random, wildNames, wildNumbers } from "./draw.ts";
import { rightSafetensors, safetensorsChanges } from "./safetensors-changes.ts";

const shard = "model-1.safetensors";
const fileNames = [
  "../model.safetensors",
  "https://evil/w.safetensors",
  "/w.safetensors",
  "model.pth",
  "w\n.safetensors",
];

/** An index and a shard in one: the length of the index, the index, the shard. */
export function shardsOf(index: string, file: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(index);
  return join(
    Uint8Array.of(text.length & 255, (text.length >> 8) & 255, (text.length >> 16) & 255, text.length >>> 24),
    text,
    file,
  );
}

/** Loads what {@link shardsOf} has made, whatever has become of it. */
export async function loadShards(source: Source, options: LoadOptions): Promise<unknown> {
  const blob = source instanceof Blob ? source : new Blob([source as Uint8Array<ArrayBuffer>]);
  const head = new DataView(await blob.slice(0, 4).arrayBuffer());
  const begin = 4 + (head.byteLength < 4 ? 0 : head.getUint32(0, true));
  const file = blob.slice(begin);
  const opened = source instanceof Blob ? file : new Uint8Array(await file.arrayBuffer());
  return loadSafetensorsShards(await blob.slice(4, begin).text(), () => opened, options);
}

function namesIn(file: Uint8Array): string[] {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return Object.keys(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)))).filter(
    (n) => n !== "__metadata__",
  );
}

type Entries = [tensor: string, file: string][];

function indexOf(entries: Readonly<Entries>, before = '"metadata":{"total_size":16.0},'): string {
  return `{${before}"weight_map":{${entries.map(([tensor, file]) => `${tensor}:${file}`).join(",")}}}`;
}

const make =
  (change: (entries: Entries, random: Random) => string | void): Make =>
  (random) => {
    const file = rightSafetensors(random);
    const entries = namesIn(file).map((name): [string, string] => [JSON.stringify(name), JSON.stringify(shard)]);
    return shardsOf(change(entries, random) ?? indexOf(entries), file);
  };

/** Right files. */
export const rightShards: Make = make(() => {});

/** Every kind of change of the structure. */
export const shardsChanges: Readonly<Record<string, Make>> = {
  "file name": make((entries, random) => {
    const wild = [...fileNames, ...wildNames].map((name) => JSON.stringify(name));
    pick(random, entries)[1] = pick(random, [...wild, ...wildNumbers]);
  }),
  "tensor name": make((entries, random) => {
    const wild = wildNames.map((name) => JSON.stringify(name));
    pick(random, entries)[0] = pick(random, [...wild, ...wildNumbers, '"\\ud800"']);
  }),
  "tensors of the index": make((entries, random) => {
    entries.splice(random(entries.length + 1), random(2), ...(random(2) === 0 ? [] : [pick(random, entries)]));
  }),
  "rest of the index": make((entries, random) => {
    const depth = pick(random, [1, 3, 63, 64, 3000]);
    const wild = [
      ...wildNumbers,
      '{"a":[1.5e3,true,null]}',
      `${"[".repeat(depth)}${"]".repeat(random(depth + 1))}`,
      '"\\n"',
    ];
    return indexOf(entries, `"metadata":${pick(random, wild)}${pick(random, [",", ",", ""])}`);
  }),
  "text of the index": make((entries, random) => {
    const text = indexOf(entries);
    const at = random(text.length);
    const token = pick(random, ["{", "}", "[", "]", ",", ":", '"', " ", "\n", "\ufeff", "\\", "null", ...wildNumbers]);
    return text.slice(0, at) + token + text.slice(at + random(3));
  }),
  shard: (random) => {
    const entries = namesIn(rightSafetensors(random)).map((name): [string, string] => [
      JSON.stringify(name),
      JSON.stringify(shard),
    ]);
    return shardsOf(indexOf(entries), pick(random, Object.values(safetensorsChanges))(random));
  },
};
