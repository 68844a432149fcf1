// How WebAssembly writes numbers and names.

/** A growing list of bytes. */
export type Bytes = number[];

/** Unsigned LEB128. */
export function unsigned(out: Bytes, value: number): void {
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    out.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(out: Bytes, value: number): void {
  let rest = value | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    if ((rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)) {
      out.push(low);
      return;
    }
    out.push(low | 128);
  }
}

/** A length and that many bytes. */
export function block(out: Bytes, content: Bytes): void {
  unsigned(out, content.length);
  for (const byte of content) out.push(byte);
}

/** A name in ASCII, as the names of kernels are. */
export function name(out: Bytes, text: string): void {
  block(
    out,
    Array.from(text, (c) => c.charCodeAt(0)),
  );
}

/** The four bytes of a float32. */
export function float32(out: Bytes, value: number): void {
  out.push(...new Uint8Array(new Float32Array([value]).buffer));
}

/** The eight bytes of a float64. */
export function float64(out: Bytes, value: number): void {
  out.push(...new Uint8Array(new Float64Array([value]).buffer));
}
