// The digest that golden data keep of an array whose every bit is known: eight hexadecimal digits for type, shape and elements.
import type { DType } from "@toeplitz/tensor";

export type Elements = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** A hash of type, shape and bytes of the elements in their order. 0 and -0 are two numbers, all NaNs are one. */
export function digest(dtype: DType, shape: readonly number[], elements: Elements): string {
  let state = 0x811c9dc5;
  const mix = (word: number) => {
    state = Math.imul(state ^ word, 0x01000193);
    state ^= state >>> 15;
  };
  for (const character of `${dtype} ${shape}`) mix(character.charCodeAt(0));
  for (const byte of bytesOf(elements)) mix(byte);
  return (state >>> 0).toString(16).padStart(8, "0");
}

/** The bytes of the elements, those of each NaN all ones: which bits a NaN has, no standard says. */
function bytesOf(elements: Elements): Uint8Array {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT: size } = elements;
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  if (!(elements instanceof Float32Array || elements instanceof Float64Array) || !elements.some(Number.isNaN)) {
    return bytes;
  }
  const own = bytes.slice();
  elements.forEach((x, i) => void (Number.isNaN(x) && own.fill(0xff, i * size, (i + 1) * size)));
  return own;
}
