// The same module for a shared memory: one byte differs, the flags of the imported memory's limits.
import { addFlavour, flavour } from "./seal.ts";

/** Sections: types come first, then imports. */
const importSection = 2;
/** Bytes of an import section from its number of entries to the flags, when `env.memory` is its first entry. */
const flagsAt = 1 + (1 + "env".length) + (1 + "memory".length) + 1;
const hasMaximum = 1;
const isShared = 2;

/** A copy of a module of {@link ModuleBuilder} that imports a shared memory. */
export function forSharedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(module);
  // After the magic number and the version.
  let at = 8;
  for (;;) {
    const id = bytes[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = bytes[at++] as number;
      size |= (byte & 127) << shift;
      more = byte > 127;
    }
    if (id === importSection) break;
    at += size;
  }
  bytes[at + flagsAt] = hasMaximum | isShared;
  addFlavour(bytes, flavour.shared);
  return bytes;
}
