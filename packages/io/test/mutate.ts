// Mutations of files that know where their structure is: seeded, so that a failure can be run again.
import { ToeplitzError } from "@toeplitz/tensor";
import {
  loadNpy,
  loadNpz,
  loadPthValue,
  loadSafetensors,
  saveNpy,
  saveNpz,
  savePth,
  saveSafetensors,
} from "../src/index.ts";
import { golden } from "./described.ts";
import { tensorsToSave } from "./our-files.ts";

/** A generator of whole numbers below a limit (mulberry32). */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) % limit;
  };
}

/** One right file to start from. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly load: (bytes: Uint8Array<ArrayBuffer>) => Promise<unknown>;
}

/** Right files of every format, by this library, by NumPy and by PyTorch. */
async function seeds(): Promise<readonly Seed[]> {
  const tensors = tensorsToSave();
  const few = new Map([...tensors].slice(0, 3));
  const pth = ["state-dict", "shared", "dtypes", "checkpoint"].flatMap((name) => [`${name}.pth`, `${name}-legacy.pth`]);
  const maxBytes = 1e6;
  return [
    { name: "safetensors", bytes: await saveSafetensors(tensors, { metadata: { a: "b" } }) },
    { name: "few.safetensors", bytes: await saveSafetensors(few) },
  ]
    .map((seed): Seed => ({ ...seed, load: (bytes) => loadSafetensors(bytes, { maxBytes }) }))
    .concat([
      { name: "npy", bytes: await saveNpy(tensors.get("float32")!), load: (bytes) => loadNpy(bytes, { maxBytes }) },
      { name: "version-3.npy", bytes: golden("version-3.npy"), load: (bytes) => loadNpy(bytes, { maxBytes }) },
      { name: "npz", bytes: await saveNpz(few), load: (bytes) => loadNpz(bytes, { maxBytes }) },
      {
        name: "deflated.npz",
        bytes: await saveNpz(few, { compress: true }),
        load: (bytes) => loadNpz(bytes, { maxBytes }),
      },
      { name: "compressed.npz", bytes: golden("compressed.npz"), load: (bytes) => loadNpz(bytes, { maxBytes }) },
      { name: "pth", bytes: await savePth(few), load: (bytes) => loadPthValue(bytes, { maxBytes }) },
      ...pth.map((name) => ({
        name,
        bytes: golden(name),
        load: (bytes: Uint8Array<ArrayBuffer>) => loadPthValue(bytes, { maxBytes }),
      })),
    ]);
}

const wildBytes = [
  0, 1, 0x7f, 0x80, 0xff, 0x22, 0x27, 0x28, 0x29, 0x2c, 0x2e, 0x30, 0x39, 0x5b, 0x5d, 0x7b, 0x7d, 0x52, 0x51, 0x62,
  0x63,
];
const wildTokens = [
  "18446744073709551614",
  "9223372036854775807",
  "-1",
  "0",
  "4294967296",
  '"w":',
  "__proto__",
  "F64",
  "'<f8'",
  "(0,)",
  "True",
  "cos\nsystem\n",
  "\ud83d\ude00",
  "PK\x05\x06",
];

/** The file with one to three changes. Most fall where the structure is: into the first and the last part, and around text and signatures. */
export function mutated(bytes: Uint8Array, random: (limit: number) => number): Uint8Array<ArrayBuffer> {
  let file = new Uint8Array(bytes);
  for (let changes = 1 + random(3); changes > 0; changes--) file = mutatedOnce(file, random);
  return file;
}

function mutatedOnce(file: Uint8Array<ArrayBuffer>, random: (limit: number) => number): Uint8Array<ArrayBuffer> {
  const size = file.length;
  if (size === 0) return file;
  const at = [
    random(Math.min(size, 64)),
    random(size),
    size - 1 - random(Math.min(size, 200)),
    structureNear(file, random(size)),
  ][random(4)]!;
  const view = new DataView(file.buffer);
  switch (random(9)) {
    case 0:
      file[at] = wildBytes[random(wildBytes.length)]!;
      return file;
    case 1:
      file[at] = file[at]! ^ (1 << random(8));
      return file;
    case 2:
      if (at + 4 <= size)
        view.setUint32(
          at,
          [0, 1, size, size - 1, 2 ** 31, 2 ** 32 - 1, view.getUint32(at, true) + 1][random(7)]!,
          true,
        );
      return file;
    case 3:
      if (at + 8 <= size)
        view.setBigUint64(at, [0n, BigInt(size), 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n][random(5)]!, true);
      return file;
    case 4:
      return file.slice(0, at);
    case 5:
      return spliced(file, at, Math.min(size - at, 1 + random(16)), new Uint8Array(0));
    case 6:
      return spliced(file, at, 0, file.slice(at, at + 1 + random(64)));
    case 7:
      return spliced(file, at, random(20), new TextEncoder().encode(wildTokens[random(wildTokens.length)]));
    default: {
      const from = random(size);
      file.copyWithin(at, from, from + 1 + random(32));
      return file;
    }
  }
}

/** A place from `at` on where a signature, a quote, a bracket or a digit stands. */
function structureNear(file: Uint8Array, at: number): number {
  for (let i = at; i < file.length; i++)
    if ("PK{}[](),:'\"0123456789".includes(String.fromCharCode(file[i]!))) return i;
  return at;
}

function spliced(file: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(file.length - Math.min(remove, file.length - at) + insert.length);
  out.set(file.subarray(0, at));
  out.set(insert, at);
  out.set(file.subarray(Math.min(file.length, at + remove)), at + insert.length);
  return out;
}

/** What became of the inputs. */
export interface Verdicts {
  accepted: number;
  refused: number;
  /** Why the refused ones were, by the words after the place. */
  readonly rules: Set<string>;
}

/**
 * Loads `count` mutated files per seed.
 *
 * @param check what must hold of a file that is accepted
 * @throws whatever is no ToeplitzError, with the seed and the number of the file in it
 */
export async function fuzz(
  seed: number,
  count: number,
  check: (value: unknown, from: Seed) => Promise<void>,
): Promise<Verdicts> {
  const verdicts: Verdicts = { accepted: 0, refused: 0, rules: new Set() };
  for (const from of await seeds()) {
    const random = randomNumbers(seed);
    for (let i = 0; i < count; i++) {
      const file = mutated(from.bytes, random);
      let value: unknown;
      try {
        value = await from.load(file);
      } catch (error) {
        if (!(error instanceof ToeplitzError) || error.message.length > 1000 || /[\p{Cc}\u202e]/u.test(error.message)) {
          throw Object.assign(new Error(`${from.name}, seed ${seed}, file ${i}: ${error}`), { cause: error });
        }
        verdicts.refused += 1;
        verdicts.rules.add(error.rule ?? error.message);
        continue;
      }
      verdicts.accepted += 1;
      await check(value, from);
    }
  }
  return verdicts;
}
