// The readers, each with right files of its format and every kind of change that is made to them.
import {
  loadNpy,
  loadNpz,
  loadPth,
  loadPthValue,
  loadSafetensors,
  type Source,
  saveNpy,
  saveNpz,
  savePth,
  saveSafetensors,
} from "../../src/index.ts";
import { golden } from "../described.ts";
import { sharedTensors, tensorsToSave } from "../our-files.ts";
import { changesOfBytes, type Make, type Random } from "./draw.ts";
import { npyChanges, rightNpy } from "./npy-changes.ts";
import { npzChanges, rightNpz } from "./npz-changes.ts";
import { legacyPthChanges, pthChanges, rightLegacyPth, rightPth } from "./pickle-changes.ts";
import { rightSafetensors, safetensorsChanges } from "./safetensors-changes.ts";

/** One reader under test. */
export interface Reader {
  readonly name: string;
  readonly load: (source: Source) => Promise<unknown>;
  readonly kinds: Readonly<Record<string, Make>>;
  /** A file that it must read as ever, whatever it read before. */
  readonly good: Uint8Array<ArrayBuffer>;
  /**
   * Bytes of elements that it may allocate for a byte of a file: each is read, copied, and decoded to at most four. Where members
   * may be deflated, one byte may stand for 1032.
   */
  readonly most: number;
  /** And for whatever file: tables and windows for inflating it, which live as long as a load. */
  readonly inflating: number;
}

const plain = { most: 16, inflating: 0 };
const deflated = { most: 3 * 1032, inflating: 4 * 2 ** 20 };

/** All readers. */
export async function readers(): Promise<readonly Reader[]> {
  const tensors = tensorsToSave();
  const few = new Map([...tensors].slice(0, 3));
  const reader = (
    name: string,
    load: Reader["load"],
    right: Make,
    changes: Reader["kinds"],
    recorded: readonly Uint8Array[],
    limits: Pick<Reader, "most" | "inflating">,
  ): Reader => {
    const kinds = { ...changesOfBytes(right, recorded), ...changes };
    const zeros: Random = () => 0;
    return { name, load, kinds, good: right(zeros), ...limits };
  };
  const recordedNpy = ["vector", "version-2", "version-3", "fortran", "complex", "record", "text"].map((name) =>
    golden(`${name}.npy`),
  );
  const recordedNpz = ["compressed", "objects"].map((name) => golden(`${name}.npz`));
  const pth = ["tensor", "state-dict", "shared", "dtypes", "checkpoint", "refused"];
  return [
    reader(
      "safetensors",
      loadSafetensors,
      rightSafetensors,
      safetensorsChanges,
      [await saveSafetensors(tensors, { metadata: { a: "b" } }), await saveSafetensors(few, { half: "bfloat16" })],
      plain,
    ),
    reader("npy", loadNpy, rightNpy, npyChanges, [await saveNpy(tensors.get("float32")!), ...recordedNpy], plain),
    reader(
      "npz",
      loadNpz,
      rightNpz,
      npzChanges,
      [await saveNpz(few), await saveNpz(few, { compress: true }), ...recordedNpz],
      deflated,
    ),
    reader(
      "pth",
      loadPthValue,
      rightPth,
      pthChanges,
      [await savePth(few), await savePth(sharedTensors()), ...pth.map((name) => golden(`${name}.pth`))],
      deflated,
    ),
    reader(
      "old pth",
      loadPth,
      rightLegacyPth,
      legacyPthChanges,
      pth.map((name) => golden(`${name}-legacy.pth`)),
      plain,
    ),
  ];
}
