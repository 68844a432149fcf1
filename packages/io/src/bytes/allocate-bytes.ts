// Room for bytes, or an error of this library that names the call which needed it.
import { argumentError } from "@toeplitz/tensor/extend";
import type { Bytes } from "./input.ts";

/**
 * Zeroed bytes.
 *
 * @throws ToeplitzError where the host has no memory for them.
 */
export function allocateBytes(api: string, length: number): Bytes {
  try {
    return new Uint8Array(length);
  } catch {
    throw noRoom(api, length);
  }
}

/** The error for so many bytes that the host has no memory for. */
export function noRoom(api: string, length: number) {
  return argumentError(api, "memory", `have room for ${length} bytes`, "an allocation that failed", { code: "limit" });
}
