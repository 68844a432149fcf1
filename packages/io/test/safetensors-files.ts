// Makes safetensors files, right ones and wrong ones.

const text = (given: string | Uint8Array) => (typeof given === "string" ? new TextEncoder().encode(given) : given);

/** A length and whatever follows it. */
export function withHeader(length: bigint, rest: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(8 + rest.length);
  new DataView(file.buffer).setBigUint64(0, length, true);
  file.set(rest, 8);
  return file;
}

/** A file with this header, whatever it says, and these data. */
export function fileOf(header: string | Uint8Array, data: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const bytes = text(header);
  const rest = new Uint8Array(bytes.length + data.length);
  rest.set(bytes);
  rest.set(data, bytes.length);
  return withHeader(BigInt(bytes.length), rest);
}

/** A file with one tensor over all of the data. */
export function oneTensor(
  dtype: string,
  shape: readonly number[],
  data: Uint8Array,
  name = "w",
): Uint8Array<ArrayBuffer> {
  return fileOf(`{${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [0, data.length] })}}`, data);
}
