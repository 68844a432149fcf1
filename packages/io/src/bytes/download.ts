// The body of a response, read to its end: what a server may do wrong is named.
import { argumentError } from "@toeplitz/tensor/extend";
import { allocateBytes } from "./allocate-bytes.ts";
import type { LoadOptions } from "./input.ts";

/**
 * All bytes of the body, at most `most`.
 *
 * @throws ToeplitzError for a status that is no success, a body that was read before, and one of another length than promised.
 */
export async function download(
  api: string,
  response: Response,
  { signal, onProgress }: LoadOptions,
  most: number,
): Promise<Uint8Array> {
  const refuse = (where: string, rule: string, value: unknown, code = "read") =>
    argumentError(api, where, rule, value, { code });
  if (!response.ok || response.status === 206) {
    throw refuse("response", "have a status of success and its whole body", `${response.status}`);
  }
  if (response.body === null || response.bodyUsed) throw refuse("response", "have a body nobody has read", "none");
  const promised = promisedLength(response);
  const checkSize = (length: number) => {
    if (length > most) throw refuse("body of the response", `have at most ${most} bytes`, length, "limit");
  };
  checkSize(promised ?? 0);

  const reader = response.body.getReader();
  const stop = () => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener("abort", stop, { once: true });
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        signal?.throwIfAborted();
        throw Object.assign(refuse("body of the response", "be readable", String(cause)), { cause });
      });
      signal?.throwIfAborted();
      if (done) break;
      pieces.push(value);
      length += value.length;
      checkSize(length);
      onProgress?.(length, promised);
    }
  } catch (error) {
    stop();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  if (promised !== undefined && length !== promised) {
    throw refuse("body of the response", `have the ${promised} bytes of its Content-Length`, `${length} bytes`);
  }
  const whole = allocateBytes(api, length);
  let at = 0;
  for (const bytes of pieces) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}

/** The length that the header promises for the bytes that arrive here, where it can be told. */
function promisedLength(response: Response): number | undefined {
  const text = response.headers.get("content-length");
  // The length is that of the encoded body, and of another site's response the encoding cannot be seen.
  if (text === null || response.type === "cors" || response.headers.has("content-encoding")) return undefined;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
