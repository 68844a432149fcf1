// Bytes in JavaScript that hold what a backend's memory held, or PyTorch's words where the host has no room for them.
import { allocate } from "@toeplitz/tensor/extend";

/**
 * Zeroed bytes.
 *
 * @throws ToeplitzError where the host has no memory for them
 */
export function zeroBytes(bytes: number): ArrayBuffer {
  return allocate("uint8", bytes).buffer as ArrayBuffer;
}

/**
 * A copy of `bytes` bytes: never shared memory.
 *
 * @throws ToeplitzError where the host has no memory for it
 */
export function copyOfBytes(from: ArrayBufferLike, start: number, bytes: number): ArrayBuffer {
  try {
    // Shared memory would give shared bytes. Where it can be used, the first line is faster: nothing is zeroed before.
    if (from instanceof ArrayBuffer) return from.slice(start, start + bytes);
    return new Uint8Array(from, start, bytes).slice().buffer;
  } catch {
    // This throws, or there is room after all.
    const copy = zeroBytes(bytes);
    new Uint8Array(copy).set(new Uint8Array(from, start, bytes));
    return copy;
  }
}
