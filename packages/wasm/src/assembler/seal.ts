// The last bytes of a module: a section of its own that says which build it is from, and in which flavour.

const title = "toeplitz";
const hashBytes = 4;

/** What the last byte says. */
export const flavour = { fused: 1, shared: 2 } as const;

/** The module with its seal: a custom section of the hash of all other bytes and the flavour. */
export function sealed(module: readonly number[]): Uint8Array<ArrayBuffer> {
  let hash = 0x811c9dc5; // FNV-1a
  for (const byte of module) hash = Math.imul(hash ^ byte, 0x01000193);
  const name = [title.length, ...new TextEncoder().encode(title)];
  const seal = [hash >>> 24, (hash >>> 16) & 255, (hash >>> 8) & 255, hash & 255, 0];
  return Uint8Array.from([...module, 0, name.length + seal.length, ...name, ...seal]);
}

/** Says in a module's seal that it is of another flavour, too. */
export function addFlavour(module: Uint8Array, more: number): void {
  module[module.length - 1]! |= more;
}

/** The hash in a module's seal: the same in all flavours. */
export function sealOf(module: Uint8Array): readonly number[] {
  return [...module.subarray(-hashBytes - 1, -1)];
}

/** Whether a compiled module has this seal and flavour. */
export function hasSeal(module: WebAssembly.Module, seal: readonly number[], wanted: number): boolean {
  const [found] = WebAssembly.Module.customSections(module, title);
  return found !== undefined && new Uint8Array(found).join() === [...seal, wanted].join();
}
