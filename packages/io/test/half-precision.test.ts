// float16 and bfloat16: every pattern of bits survives the way there and back, and rounding is to nearest, ties to even, once.
import { expect, test } from "vitest";
import { bfloat16ToFloat32, float16ToFloat32, toBfloat16, toFloat16 } from "../src/elements/half-precision.ts";

const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
const kinds = [
  {
    name: "float16",
    decode: float16ToFloat32,
    encode: toFloat16,
    infinity: 0x7c00,
    nan: (bits: number) => (bits & 0x8000) | 0x7e00,
  },
  { name: "bfloat16", decode: bfloat16ToFloat32, encode: toBfloat16, infinity: 0x7f80, nan: () => 0x7fc0 },
];

test.each(kinds)("$name: every pattern comes back, a NaN as PyTorch's", ({ decode, encode, infinity, nan }) => {
  const expected = all.map((bits) => ((bits & 0x7fff) > infinity ? nan(bits) : bits));
  expect(encode(decode(all))).toEqual(expected);
  expect(encode(Float64Array.from(decode(all)))).toEqual(expected);
});

test("float16 means what IEEE 754 says", () => {
  const meaning = (bits: number) => {
    const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
    if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  };
  expect(float16ToFloat32(all)).toEqual(Float32Array.from(all, meaning));
});

test.each(kinds)(
  "$name: between two neighbours the nearer wins, at the middle the even one",
  ({ decode, encode, infinity }) => {
    const values = decode(all);
    for (let bits = 0; bits < infinity - 1; bits++) {
      const [low, high] = [values[bits]!, values[bits + 1]!];
      const middle = (low + high) / 2;
      const even = bits % 2 === 0 ? bits : bits + 1;
      const nudge = middle * 2 ** -52 || Number.MIN_VALUE;
      const found = encode(Float64Array.of(middle, middle - nudge, middle + nudge, -middle));
      if (found[0] !== even || found[1] !== bits || found[2] !== bits + 1 || found[3] !== (even | 0x8000)) {
        expect({ bits, found: [...found] }).toEqual({ bits, found: [even, bits, bits + 1, even | 0x8000] });
      }
    }
  },
);

test.each(kinds)("$name: what is too large is infinite, what is too small is zero", ({ decode, encode, infinity }) => {
  const largest = decode(Uint16Array.of(infinity - 1))[0]!;
  const step = largest - decode(Uint16Array.of(infinity - 2))[0]!;
  expect([...encode(Float64Array.of(largest + step / 2, largest + step * 0.49, 1e300, -1e300))]).toEqual([
    infinity,
    infinity - 1,
    infinity,
    infinity | 0x8000,
  ]);
  const smallest = decode(Uint16Array.of(1))[0]!;
  expect([...encode(Float64Array.of(smallest / 2, smallest * 0.51, -smallest / 2, Number.MIN_VALUE))]).toEqual([
    0, 1, 0x8000, 0,
  ]);
});

test.each(kinds)("$name: what lies at the middle in float32, too, goes to the even one", ({ encode }) => {
  const step = encode === toFloat16 ? 2 ** -10 : 2 ** -7;
  const one = encode(Float32Array.of(1))[0]!;
  expect([...encode(Float32Array.of(1 + step / 2, 1 + 1.5 * step))]).toEqual([one, one + 2]);
  expect([...encode(Float64Array.of(1 + step / 2, 1 + 1.5 * step))]).toEqual([one, one + 2]);
});

test("float16: every power of two far below the smallest is zero", () => {
  expect(toFloat16(Float64Array.from({ length: 130 }, (_, i) => 2 ** -(26 + i)))).toEqual(new Uint16Array(130));
});
