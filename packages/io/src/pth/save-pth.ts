// Writing .pth: a state dict in the zip format of PyTorch 1.6 and later.
import type { Tensor } from "@toeplitz/tensor";
import { argumentError, checkOptions, type Storage, show } from "@toeplitz/tensor/extend";
import type { Bytes } from "../bytes/input.ts";
import { Output, type SaveOptions, saveOptionNames } from "../bytes/output.ts";
import { elementTypes, encodeElements, type SavedType, savedAs } from "../elements/element-type.ts";
import { checkHalf, entriesOf, type HalfOptions, type NamedTensors } from "../named-tensors.ts";
import { writeZip } from "../zip/write-zip.ts";
import { PickleWriter } from "./pickle-writer.ts";
import { storageClasses } from "./torch-globals.ts";

/** PyTorch keeps the elements of every storage at a multiple of this. */
const alignment = 64;
const version = 3;
const classOf: ReadonlyMap<string, string> = new Map(
  [...storageClasses].map(([name, as]) => [as, name.slice("torch.".length)]),
);

/** Options of {@link savePth}. */
export type SavePthOptions = HalfOptions & SaveOptions;

/**
 * The bytes of a .pth file that `torch.load` reads as a state dict: an OrderedDict of tensors.
 *
 * As in PyTorch, a view is saved with the whole of its storage, and tensors that share a storage share it in the file.
 *
 * @param options `half` writes floating tensors as torch.float16 or torch.bfloat16; `signal` and `onProgress`
 * @throws ToeplitzError for what is no map of tensors, and with code `limit` for 4 GiB or more.
 * @see https://pytorch.org/docs/stable/generated/torch.save.html
 */
export async function savePth(tensors: NamedTensors, options: SavePthOptions = {}): Promise<Bytes> {
  const api = "savePth";
  checkOptions(api, options, ["half", ...saveOptionNames]);
  checkHalf(api, options.half);
  const entries = entriesOf(api, tensors);
  for (const [name] of entries) {
    if (/\p{Surrogate}/u.test(name)) throw argumentError(api, `name ${show(name)}`, "have no lone surrogate", name);
  }
  const storages = new Map<Storage, { key: string; as: SavedType }>();
  for (const [, { storage, dtype }] of entries) {
    if (storages.has(storage)) continue;
    storages.set(storage, { key: `${storages.size}`, as: savedAs(dtype, options.half) });
  }
  const text = (value: string) => new TextEncoder().encode(value);
  const members = [
    { name: "archive/data.pkl", bytes: () => pickleOf(api, entries, storages), part: null },
    { name: "archive/byteorder", bytes: () => text("little"), part: null },
    ...[...storages].map(([storage, { key, as }]) => ({
      name: `archive/data/${key}`,
      bytes: () => encodeElements(as, storage.copy(0, storage.length)),
      part: { storage, bytes: storage.length * elementTypes[as].size },
    })),
    { name: "archive/version", bytes: () => text(`${version}\n`), part: null },
  ];
  const output = new Output(
    api,
    options,
    members.flatMap(({ part }) => part ?? []),
  );
  return writeZip(output, members, { align: alignment });
}

function pickleOf(
  api: string,
  entries: readonly (readonly [name: string, tensor: Tensor])[],
  storages: ReadonlyMap<Storage, { key: string; as: SavedType }>,
): Bytes {
  const [mark, tuple, emptyTuple, reduce, setItems, persistent, newFalse] = [0x28, 0x74, 0x29, 0x52, 0x75, 0x51, 0x89];
  const pickle = new PickleWriter().global("collections", "OrderedDict").raw(emptyTuple, reduce, mark);
  for (const [name, { storage, shape, strides, offset }] of entries) {
    const { key, as } = storages.get(storage)!;
    pickle.text(name).global("torch._utils", "_rebuild_tensor_v2").raw(mark);
    pickle.raw(mark).text("storage").global("torch", classOf.get(as)!).text(key).text("cpu").whole(storage.length);
    pickle.raw(tuple, persistent).whole(offset).tuple(shape).tuple(strides).raw(newFalse);
    pickle.global("collections", "OrderedDict").raw(emptyTuple, reduce, tuple, reduce);
  }
  return pickle.raw(setItems).finish(api);
}
