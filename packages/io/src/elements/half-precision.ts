// float16 and bfloat16 to float32 and back. The way back rounds once, to nearest, ties to even.

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** float32 has every float16. Subnormal ones are scaled up by a multiplication, which is exact. */
export function float16ToFloat32(halves: Uint16Array): Float32Array {
  const out = new Float32Array(halves.length);
  const outBits = new Uint32Array(out.buffer);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i]!;
    const magnitude = half & 0x7fff;
    const sign = (half & 0x8000) << 16;
    if (magnitude >= 0x7c00) {
      outBits[i] = sign | 0x7f800000 | (magnitude << 13);
    } else {
      bits[0] = sign | (magnitude << 13);
      out[i] = float[0]! * 2 ** 112;
    }
  }
  return out;
}

/** A bfloat16 is the upper half of a float32. */
export function bfloat16ToFloat32(halves: Uint16Array): Float32Array {
  const out = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) out[i] = halves[i]! << 16;
  return new Float32Array(out.buffer);
}

/** Bits of the float16 nearest to each number; a NaN is PyTorch's. */
export function toFloat16(values: Float32Array | Float64Array): Uint16Array<ArrayBuffer> {
  return mapBits(values, (word) => {
    const sign = (word >>> 16) & 0x8000;
    const magnitude = word & 0x7fffffff;
    if (magnitude > 0x7f800000) return sign | 0x7e00;
    if (magnitude >= 0x47800000) return sign | 0x7c00;
    if (magnitude >= 0x38800000) return sign | roundedShift(magnitude - 0x38000000, 13);
    // Below 2^-14 float16 counts in steps of 2^-24.
    const shift = 126 - (magnitude >>> 23);
    return shift > 24 ? sign : sign | roundedShift((magnitude & 0x7fffff) | 0x800000, shift);
  });
}

/** Bits of the bfloat16 nearest to each number; a NaN is PyTorch's. */
export function toBfloat16(values: Float32Array | Float64Array): Uint16Array<ArrayBuffer> {
  return mapBits(values, (word) => ((word & 0x7fffffff) > 0x7f800000 ? 0x7fc0 : roundedShift(word, 16)));
}

/** word / 2^shift, to nearest, ties to even. */
function roundedShift(word: number, shift: number): number {
  const quotient = word >>> shift;
  const rest = word & (2 ** shift - 1);
  const half = 2 ** (shift - 1);
  return quotient + (rest > half || (rest === half && (quotient & 1) === 1) ? 1 : 0);
}

function mapBits(values: Float32Array | Float64Array, convert: (word: number) => number): Uint16Array<ArrayBuffer> {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = convert(oddBits(values[i]!));
  return out;
}

/**
 * Bits of a float32 for x: x itself where it is one, else the nearest one towards zero with its last bit set. Rounding that to
 * fewer bits gives what rounding x would: the set bit stands for everything below.
 */
function oddBits(x: number): number {
  float[0] = x;
  const word = bits[0]!;
  const rounded = float[0]!;
  if (rounded === x || x !== x) return word;
  return (Math.abs(rounded) > Math.abs(x) ? word - 1 : word) | 1;
}
