// Elements into a storage that a checkpoint's pickle named.
import { show } from "@toeplitz/tensor/extend";
import type { Bytes, Input } from "../bytes/input.ts";
import { decodeElements, elementTypes, swapBytes } from "../elements/element-type.ts";
import type { NamedStorage } from "./torch-globals.ts";

/** Decodes the bytes, which are the loader's own, into the storage. */
export function fillStorage(input: Input, { key, as, storage }: NamedStorage, bytes: Bytes, bigEndian: boolean): void {
  if (bigEndian) swapBytes(bytes, elementTypes[as].size);
  const elements = decodeElements(input, `storage ${show(key)}`, as, bytes);
  storage.write("all").set(elements as never);
  // Nobody has seen the storage without its elements.
  storage.version = 0;
}
