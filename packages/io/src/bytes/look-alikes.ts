// What a file that is not of the expected kind seems to be, from its first bytes: the most helpful line of a refusal.

const starts: readonly (readonly [kind: string, bytes: string])[] = [
  ["a Git LFS pointer, which stands for the file itself", "version https://git-lfs"],
  ["an HTML page", "<!doctype html"],
  ["an HTML page", "<html"],
  ["an array of NumPy (.npy): loadNpy reads it", "\x93NUMPY"],
  ["a zip archive: .npz and .pth are, loadNpz and loadPth read them", "PK\x03\x04"],
  ["a zip archive without entries", "PK\x05\x06"],
  ["a gzip file", "\x1f\x8b"],
  ["a GGUF model", "GGUF"],
  ["an HDF5 file", "\x89HDF"],
  ["a pickle; PyTorch's old .pth is one, loadPth reads it", "\x80\x02"],
  ["a pickle, which can run code", "\x80\x03"],
  ["a pickle, which can run code", "\x80\x04"],
  ["a pickle, which can run code", "\x80\x05"],
  ["JSON text", "{"],
];

/** How many bytes {@link looksLike} wants to see. */
export const firstBytes = 24;

/** "this looks like ..." for known kinds of files. */
export function looksLike(head: Uint8Array): { hint?: string } {
  const text = String.fromCharCode(...head.subarray(0, firstBytes)).toLowerCase();
  const found = starts.find(([, bytes]) => text.startsWith(bytes.toLowerCase()));
  if (found !== undefined) return { hint: `this looks like ${found[0]}` };
  return text.charCodeAt(8) === 0x7b ? { hint: "this looks like a safetensors file: loadSafetensors reads it" } : {};
}
