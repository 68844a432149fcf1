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
  } catch (cause) {
    throw noRoom(api, length, cause);
  }
}

/**
 * What `work` makes, for which about so many bytes are needed.
 *
 * @throws ToeplitzError where the host has no memory for the arrays that are made on the way.
 */
export function withRoom<T>(api: string, length: number, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof RangeError ? noRoom(api, length, cause) : cause;
  }
}

/** The error for so many bytes that the host has no memory for. */
export function noRoom(api: string, length: number, cause: unknown) {
  const error = argumentError(api, "memory", `have room for ${length} bytes`, "an allocation that failed", {
    code: "limit",
  });
  return Object.assign(error, { cause });
}
