// Makes .npy files, right ones and wrong ones.

/** What stands before the header, where it is not what it should be. */
interface Beginning {
  readonly major?: number;
  readonly minor?: number;
  readonly length?: number;
}

/** A file with this header, whatever it says, and these data. */
export function npyOf(
  header: string | Uint8Array,
  data: Uint8Array,
  { major = 1, minor = 0, length }: Beginning = {},
): Uint8Array<ArrayBuffer> {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const begin = major === 1 ? 10 : 12;
  const file = new Uint8Array(begin + text.length + data.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, major, minor]);
  const view = new DataView(file.buffer);
  if (major === 1) view.setUint16(8, length ?? text.length, true);
  else view.setUint32(8, length ?? text.length, true);
  file.set(text, begin);
  file.set(data, begin + text.length);
  return file;
}
