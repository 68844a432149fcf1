// The checksum of zip.

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let word = byte;
  for (let bit = 0; bit < 8; bit++) word = (word & 1) === 1 ? (word >>> 1) ^ 0xedb88320 : word >>> 1;
  return word;
});

/** CRC-32 of the bytes, or of others and then these, where that of the others is given. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let word = ~before;
  for (let i = 0; i < bytes.length; i++) word = table[(word ^ bytes[i]!) & 0xff]! ^ (word >>> 8);
  return (word ^ 0xffffffff) >>> 0;
}
