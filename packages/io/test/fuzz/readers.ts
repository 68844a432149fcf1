// The readers, each with right files of its format and every kind of change that is made to them.
import {
  type LoadOptions,
  loadNpy,
  loadNpz,
  loadPth,
  loadPthValue,
  loadSafetensors,
  openSafetensors,
  type Source,
  saveNpy,
  saveNpz,
  savePth,
  saveSafetensors,
} from "../../src/index.ts";
import { golden } from "../described.ts";
import { sharedTensors, tensorsToSave } from "../our-files.ts";
import { changesOfBytes, type Make, type Random } from "./draw.ts";
import { longLegacyPth, longNpy, longNpz, longPth, longSafetensors, longShards } from "./long-changes.ts";
import { npyChanges, rightNpy } from "./npy-changes.ts";
import { npzChanges, rightNpz } from "./npz-changes.ts";
import { legacyPthChanges, pthChanges, rightLegacyPth, rightPth } from "./pickle-changes.ts";
import { rightSafetensors, safetensorsChanges } from "./safetensors-changes.ts";
import { loadShards, rightShards, shardsChanges, shardsOf } from "./shards-changes.ts";

/** One reader under test. */
export interface Reader {
  readonly name: string;
  readonly load: (source: Source, options: LoadOptions) => Promise<unknown>;
  readonly kinds: Readonly<Record<string, Make>>;
  /** Files of megabytes. */
  readonly long: Readonly<Record<string, Make>>;
  /** A file that it must read as ever, whatever it read before. */
  readonly good: Uint8Array<ArrayBuffer>;
  /**
   * Bytes of elements that it may allocate for a byte of a file: each is read, copied, and decoded to at most four. Where members
   * may be deflated, one byte may stand for 1032.
   */
  readonly most: number;
  /** And for whatever file: tables and windows for inflating it, which live as long as a load. */
  readonly inflating: number;
  /** Whether it takes a Response. */
  readonly streams: boolean;
}

const plain = { most: 16, inflating: 0 };
const deflated = { most: 3 * 1032, inflating: 4 * 2 ** 20 };

/** Opens a file and reads its tensors one by one, those first that the header has last. */
async function loadOneByOne(source: Source, options: LoadOptions): Promise<unknown> {
  const file = await openSafetensors(source, options);
  const tensors = new Map<string, unknown>();
  for (const name of file.keys().reverse()) tensors.set(name, await file.get(name));
  return [tensors, file.metadata];
}

/** All readers. */
export async function readers(): Promise<readonly Reader[]> {
  const tensors = tensorsToSave();
  const few = new Map([...tensors].slice(0, 3));
  const reader = (
    name: string,
    load: Reader["load"],
    right: Make,
    changes: Reader["kinds"],
    long: Reader["long"],
    recorded: readonly Uint8Array[],
    limits: Pick<Reader, "most" | "inflating">,
  ): Reader => {
    const kinds = { ...changesOfBytes(right, recorded), ...changes };
    const zeros: Random = () => 0;
    return { name, load, kinds, long, good: right(zeros), streams: load !== loadShards, ...limits };
  };
  const recordedNpy = ["vector", "version-2", "version-3", "fortran", "complex", "record", "text"].map((name) =>
    golden(`${name}.npy`),
  );
  const recordedNpz = ["compressed", "objects"].map((name) => golden(`${name}.npz`));
  const recordedSafetensors = [
    await saveSafetensors(tensors, { metadata: { a: "b" } }),
    await saveSafetensors(few, { half: "bfloat16" }),
  ];
  const names = [...few.keys()].map((name) => `${JSON.stringify(name)}:"model.safetensors"`);
  const recordedShards = shardsOf(`{"weight_map":{${names}}}`, recordedSafetensors[1]!);
  const pth = ["tensor", "state-dict", "shared", "dtypes", "checkpoint", "refused"];
  return [
    reader(
      "safetensors",
      loadSafetensors,
      rightSafetensors,
      safetensorsChanges,
      longSafetensors,
      recordedSafetensors,
      plain,
    ),
    reader(
      "npy",
      loadNpy,
      rightNpy,
      npyChanges,
      longNpy,
      [await saveNpy(tensors.get("float32")!), ...recordedNpy],
      plain,
    ),
    reader(
      "npz",
      loadNpz,
      rightNpz,
      npzChanges,
      longNpz,
      [await saveNpz(few), await saveNpz(few, { compress: true }), ...recordedNpz],
      deflated,
    ),
    reader(
      "pth",
      loadPthValue,
      rightPth,
      pthChanges,
      longPth,
      [await savePth(few), await savePth(sharedTensors()), ...pth.map((name) => golden(`${name}.pth`))],
      deflated,
    ),
    reader(
      "old pth",
      loadPth,
      rightLegacyPth,
      legacyPthChanges,
      longLegacyPth,
      pth.map((name) => golden(`${name}-legacy.pth`)),
      plain,
    ),
    reader(
      "opened safetensors",
      loadOneByOne,
      rightSafetensors,
      safetensorsChanges,
      longSafetensors,
      recordedSafetensors,
      plain,
    ),
    reader("shards", loadShards, rightShards, shardsChanges, longShards, [recordedShards], plain),
  ];
}
