// The innermost loops of float32: a row of sums that grows by a row of products.
//
// A row is its own accumulator: storing to a Float32Array rounds the sum, Math.fround the product. Those roundings are what a
// step costs, so two or three taps per pass, and four rows per load, get near to what the engine can do. In every pass each sum
// takes its taps one after the other, so that the order of its terms is the contract's.
//
// `| 0` spares the engine a check for overflow in every step (measured: a fifth to a half faster), and is why arrays of 2^31
// elements and more go through sum-plain.ts.

/** One row, one tap: `sums[o] += terms[i] * a` for the positions o, o + oStep, ... before end. */
export function addOne(
  sums: Float32Array,
  o: number,
  end: number,
  oStep: number,
  terms: Float32Array,
  i: number,
  iStep: number,
  a: number,
): void {
  for (; o < end; o = (o + oStep) | 0, i = (i + iStep) | 0) sums[o] = sums[o]! + Math.fround(terms[i]! * a);
}

/** One row, two taps that lie `gap` apart. */
export function addTwo(
  sums: Float32Array,
  o: number,
  end: number,
  oStep: number,
  terms: Float32Array,
  i: number,
  iStep: number,
  gap: number,
  a: number,
  b: number,
): void {
  for (; o < end; o = (o + oStep) | 0, i = (i + iStep) | 0) {
    const sum = Math.fround(sums[o]! + Math.fround(terms[i]! * a));
    sums[o] = sum + Math.fround(terms[(i + gap) | 0]! * b);
  }
}

/** One row, three taps that lie `gap` apart. */
export function addThree(
  sums: Float32Array,
  o: number,
  end: number,
  oStep: number,
  terms: Float32Array,
  i: number,
  iStep: number,
  gap: number,
  a: number,
  b: number,
  c: number,
): void {
  const gap2 = 2 * gap;
  for (; o < end; o = (o + oStep) | 0, i = (i + iStep) | 0) {
    const first = Math.fround(sums[o]! + Math.fround(terms[i]! * a));
    const second = Math.fround(first + Math.fround(terms[(i + gap) | 0]! * b));
    sums[o] = second + Math.fround(terms[(i + gap2) | 0]! * c);
  }
}

/** Four rows that lie `plane` apart, one tap. */
export function addOneToFour(
  sums: Float32Array,
  o: number,
  end: number,
  oStep: number,
  plane: number,
  terms: Float32Array,
  i: number,
  iStep: number,
  a0: number,
  a1: number,
  a2: number,
  a3: number,
): void {
  const plane2 = 2 * plane;
  const plane3 = 3 * plane;
  for (; o < end; o = (o + oStep) | 0, i = (i + iStep) | 0) {
    const term = terms[i]!;
    sums[o] = sums[o]! + Math.fround(term * a0);
    sums[o + plane] = sums[o + plane]! + Math.fround(term * a1);
    sums[o + plane2] = sums[o + plane2]! + Math.fround(term * a2);
    sums[o + plane3] = sums[o + plane3]! + Math.fround(term * a3);
  }
}

/** Four rows that lie `plane` apart, two taps that lie `gap` apart. */
export function addTwoToFour(
  sums: Float32Array,
  o: number,
  end: number,
  oStep: number,
  plane: number,
  terms: Float32Array,
  i: number,
  iStep: number,
  gap: number,
  a0: number,
  a1: number,
  a2: number,
  a3: number,
  b0: number,
  b1: number,
  b2: number,
  b3: number,
): void {
  const plane2 = 2 * plane;
  const plane3 = 3 * plane;
  for (; o < end; o = (o + oStep) | 0, i = (i + iStep) | 0) {
    const a = terms[i]!;
    const b = terms[(i + gap) | 0]!;
    sums[o] = Math.fround(sums[o]! + Math.fround(a * a0)) + Math.fround(b * b0);
    sums[o + plane] = Math.fround(sums[o + plane]! + Math.fround(a * a1)) + Math.fround(b * b1);
    sums[o + plane2] = Math.fround(sums[o + plane2]! + Math.fround(a * a2)) + Math.fround(b * b2);
    sums[o + plane3] = Math.fround(sums[o + plane3]! + Math.fround(a * a3)) + Math.fround(b * b3);
  }
}
