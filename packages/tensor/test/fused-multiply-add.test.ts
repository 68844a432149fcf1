// Fused multiply-adds where rounding twice, or rounding the product, gives another number.
import { describe, expect, test } from "vitest";
import { fma32, fma64 } from "../src/random/fused-multiply-add.ts";

/** The double a * b + c rounded once to `keep` bits, halves to even, in exact whole numbers of 2^-scale. */
function reference(a: number, b: number, c: number, keep: number): number {
  const scale = 400;
  const whole = (value: number, by: number) => BigInt(value * 2 ** by);
  // Each factor is a whole number of 2^-200 in what follows; scaling by a power of two is exact.
  const exact = whole(a, 200) * whole(b, 200) + whole(c, 200) * 2n ** 200n;
  const size = exact < 0n ? -exact : exact;
  const drop = BigInt(Math.max(0, size.toString(2).length - keep));
  let kept = size >> drop;
  const twice = (size - (kept << drop)) * 2n;
  if (twice > 1n << drop || (twice === 1n << drop && drop > 0n && kept % 2n === 1n)) kept += 1n;
  return (exact < 0n ? -1 : 1) * Number(kept) * 2 ** (Number(drop) - scale);
}

/** Numbers that meet halves often: few bits set, at several magnitudes. */
function sparse(bits: number): number[] {
  const out: number[] = [];
  for (const high of [1, 1.5, -1, 2 ** -12, -(2 ** -24), 2 ** 7]) {
    for (const step of [2, 9, 12, 20, bits - 1]) out.push(high * (1 + 2 ** -step), high * (1 - 2 ** -step));
  }
  return out;
}

describe.each([
  ["fma32", fma32, 24],
  ["fma64", fma64, 53],
] as const)("%s", (_, fma, bits) => {
  test("is rounded once, half way cases included", () => {
    const values = sparse(bits);
    for (const a of values) {
      for (const b of values) {
        for (const c of [...values.slice(0, 30), 2 ** -bits, 1 + 2 ** (1 - bits)]) {
          if (fma(a, b, c) !== reference(a, b, c, bits))
            expect([a, b, c, fma(a, b, c)]).toEqual([a, b, c, reference(a, b, c, bits)]);
        }
      }
    }
  });
});

test("the half way case that a double sum gets wrong", () => {
  const [a, b, c] = [2 ** -24 * (1 + 2 ** -20), 1 - 2 ** -20, 1 + 2 ** -23];
  expect(Math.fround(a * b + c)).toBe(1 + 2 ** -22);
  expect(fma32(a, b, c)).toBe(1 + 2 ** -23);
});
