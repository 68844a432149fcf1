// The kernels against the contract, bit for bit, over random geometries.
import { describe, expect, it } from "vitest";
import type { Activation } from "../src/geometry.ts";
import { convGeometry } from "../src/geometry.ts";
import { convNarrow, convWeight, convWide, foldColumns, unfoldColumns } from "../src/kernels/index.ts";
import { sumPlain } from "../src/kernels/sum-plain.ts";
import { planNarrow, planWide } from "../src/kernels/sum-plan.ts";
import { narrowContract, weightContract, wideContract } from "./contract.ts";
import { counts, randomGeometry, wholeNumbers, wildNumbers } from "./random-geometry.ts";

const cases = 120;
const activations: Activation[] = ["none", "relu", "relu6"];

/** Fails with the first cell that differs; compares bits, so that -0 and NaN count. */
function expectSameBits(got: ArrayLike<number>, wanted: ArrayLike<number>, what: string): void {
  expect(got.length, what).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    if (!Object.is(got[i], wanted[i])) expect.fail(`${what}: element ${i} is ${got[i]}, not ${wanted[i]}`);
  }
}

/** A buffer full of something else, with room behind that must stay as it is. */
function buffer<A extends Float32Array | Float64Array>(of: { new (n: number): A }, count: number): A {
  const array = new of(count + 3);
  array.fill(77);
  return array;
}

function expectOnlyOperandWritten(array: Float32Array | Float64Array, count: number, what: string): void {
  expect([...array.subarray(count)], what).toEqual([77, 77, 77]);
}

describe.each([
  ["float32", Float32Array, Math.fround],
  ["float64", Float64Array, (value: number) => value],
] as const)("%s", (_, array, round) => {
  const fill = (numbers: readonly number[]): Float32Array | Float64Array => new array(numbers);

  it("narrow, wide and weight give the contract's bits", () => {
    for (let seed = 1; seed <= cases; seed++) {
      const g = randomGeometry(seed);
      const what = JSON.stringify(g);
      const size = counts(g);
      const x = fill(wildNumbers(size.wide, seed + 1000));
      const y = fill(wildNumbers(size.narrow, seed + 2000));
      const w = fill(wildNumbers(size.weight, seed + 3000));
      const activation = activations[seed % 3]!;
      const params = { geometry: g, activation };

      const narrowBias = seed % 2 === 0 ? null : fill(wildNumbers(g.groups * g.narrowPerGroup, seed));
      const narrow = buffer<Float32Array | Float64Array>(array, size.narrow);
      convNarrow.run({ x, weight: w, bias: narrowBias, y: narrow }, params);
      const wantedNarrow = narrowContract(x, w, narrowBias, g, activation, round);
      expectSameBits(narrow.subarray(0, size.narrow), wantedNarrow, `narrow ${what}`);
      expectOnlyOperandWritten(narrow, size.narrow, `narrow ${what}`);

      const wideBias = seed % 2 === 0 ? null : fill(wildNumbers(g.groups * g.widePerGroup, seed));
      const wide = buffer<Float32Array | Float64Array>(array, size.wide);
      convWide.run({ y, weight: w, bias: wideBias, x: wide }, params);
      const wantedWide = wideContract(y, w, wideBias, g, activation, round);
      expectSameBits(wide.subarray(0, size.wide), wantedWide, `wide ${what}`);
      expectOnlyOperandWritten(wide, size.wide, `wide ${what}`);

      const gradient = buffer<Float32Array | Float64Array>(array, size.weight);
      convWeight.run({ x, y, weight: gradient }, g);
      expectSameBits(gradient.subarray(0, size.weight), weightContract(x, y, g, round), `weight ${what}`);
      expectOnlyOperandWritten(gradient, size.weight, `weight ${what}`);
    }
  }, 30_000);
});

describe("rows longer than a block of columns", () => {
  it.each([
    [1, 1, 5],
    [1, 3, 1],
    [3, 2, 4],
  ])("stride %i, kernel %i, %i channels", (stride, kernel, channels) => {
    const { geometry: g } = convGeometry({
      api: "test",
      rank: 1,
      transposed: false,
      input: { shape: [1, 2, 2300 * stride], dtype: "float32" },
      weight: { shape: [channels, 2, kernel], dtype: "float32" },
      options: { stride, padding: kernel >> 1 },
    });
    const size = counts(g);
    const x = Float32Array.from(wildNumbers(size.wide, 1));
    const y = Float32Array.from(wildNumbers(size.narrow, 2));
    const w = Float32Array.from(wildNumbers(size.weight, 3));
    const params = { geometry: g, activation: "relu" as const };
    const narrow = new Float32Array(size.narrow);
    convNarrow.run({ x, weight: w, bias: null, y: narrow }, params);
    expectSameBits(narrow, narrowContract(x, w, null, g, "relu", Math.fround), "narrow");
    const wide = new Float32Array(size.wide);
    convWide.run({ y, weight: w, bias: null, x: wide }, params);
    expectSameBits(wide, wideContract(y, w, null, g, "relu", Math.fround), "wide");
    const gradient = new Float32Array(size.weight);
    convWeight.run({ x, y, weight: gradient }, g);
    expectSameBits(gradient, weightContract(x, y, g, Math.fround), "weight");
  });
});

it("the loops for every dtype give float32 the same bits: arrays of 2^31 elements go through them", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const g = randomGeometry(seed + 300);
    const size = counts(g);
    const [x, y] = [Float32Array.from(wildNumbers(size.wide, seed)), Float32Array.from(wildNumbers(size.narrow, seed))];
    const w = Float32Array.from(wildNumbers(size.weight, seed));
    const [narrow, wide] = [new Float32Array(size.narrow), new Float32Array(size.wide)];
    sumPlain(planNarrow(g), x, w, null, narrow, "relu6");
    expectSameBits(narrow, narrowContract(x, w, null, g, "relu6", Math.fround), JSON.stringify(g));
    sumPlain(planWide(g), y, w, null, wide, "none");
    expectSameBits(wide, wideContract(y, w, null, g, "none", Math.fround), JSON.stringify(g));
  }
});

describe("integers", () => {
  it("agree with float64 on small numbers, and are adjoint to each other exactly", () => {
    for (let seed = 1; seed <= 120; seed++) {
      const g = randomGeometry(seed + 5000);
      const size = counts(g);
      const big = (numbers: readonly number[]) => BigInt64Array.from(numbers, BigInt);
      const [x, y, w] = [
        wholeNumbers(size.wide, seed),
        wholeNumbers(size.narrow, seed + 1),
        wholeNumbers(size.weight, seed + 2),
      ];
      const params = { geometry: g, activation: "none" as const };

      const y64 = new BigInt64Array(size.narrow);
      const x64 = new BigInt64Array(size.wide);
      const w64 = new BigInt64Array(size.weight);
      convNarrow.run({ x: big(x), weight: big(w), bias: null, y: y64 }, params);
      convWide.run({ y: big(y), weight: big(w), bias: null, x: x64 }, params);
      convWeight.run({ x: big(x), y: big(y), weight: w64 }, g);
      const wanted = narrowContract(x, w, null, g, "none", (value) => value);
      expect(Array.from(y64, Number), JSON.stringify(g)).toEqual(wanted.map((value) => value + 0));

      const y32 = new Int32Array(size.narrow);
      convNarrow.run({ x: Int32Array.from(x), weight: Int32Array.from(w), bias: null, y: y32 }, params);
      expect(Array.from(y32)).toEqual(Array.from(y64, Number));

      // <conv(x, w), y> = <x, convT(y, w)> = <w, gradient(x, y)>: one trilinear form, read three ways.
      const dot = (a: BigInt64Array, b: readonly number[]) => a.reduce((sum, v, i) => sum + v * BigInt(b[i]!), 0n);
      expect(dot(x64, x), JSON.stringify(g)).toBe(dot(y64, y));
      expect(dot(w64, w), JSON.stringify(g)).toBe(dot(y64, y));
    }
  }, 30_000);

  it("wrap as 64-bit and 8-bit integers do", () => {
    const { geometry } = convGeometry({
      api: "test",
      rank: 1,
      transposed: false,
      input: { shape: [1, 1, 2], dtype: "int64" },
      weight: { shape: [1, 1, 2], dtype: "int64" },
    });
    const y = new BigInt64Array(1);
    const half = 2n ** 62n;
    convNarrow.run(
      { x: BigInt64Array.of(half, half), weight: BigInt64Array.of(3n, 1n), bias: null, y },
      { geometry, activation: "none" },
    );
    expect(y[0]).toBe(0n);
    const bytes = new Uint8Array(1);
    convNarrow.run(
      { x: Uint8Array.of(200, 3), weight: Uint8Array.of(2, 1), bias: null, y: bytes },
      { geometry, activation: "none" },
    );
    expect(bytes[0]).toBe((200 * 2 + 3) % 256);
  });
});

describe("special values", () => {
  it("taps in the padding are left out, so that a weight of NaN or infinity there does nothing", () => {
    const { geometry } = convGeometry({
      api: "test",
      rank: 1,
      transposed: false,
      input: { shape: [1, 1, 1], dtype: "float32" },
      weight: { shape: [1, 1, 3], dtype: "float32" },
      options: { padding: 1 },
    });
    const y = new Float32Array(1);
    const weight = Float32Array.of(Number.NaN, 2, Number.POSITIVE_INFINITY);
    convNarrow.run({ x: Float32Array.of(3), weight, bias: null, y }, { geometry, activation: "relu" });
    expect(y[0]).toBe(6);
  });

  it("an activation keeps NaN and -0", () => {
    const { geometry } = convGeometry({
      api: "test",
      rank: 1,
      transposed: false,
      input: { shape: [1, 1, 3], dtype: "float32" },
      weight: { shape: [1, 1, 1], dtype: "float32" },
    });
    const y = new Float32Array(3);
    convNarrow.run(
      { x: Float32Array.of(Number.NaN, 0, -5), weight: Float32Array.of(-1), bias: Float32Array.of(-0), y },
      { geometry, activation: "relu" },
    );
    expect([...y]).toEqual([Number.NaN, -0, 5]);
  });
});

describe("unfold and fold", () => {
  it("list blocks in the order (channel, kd, kh, kw), and are adjoint", () => {
    for (let seed = 1; seed <= 80; seed++) {
      const g = { ...randomGeometry(seed + 9000), groups: 1 };
      const size = counts(g);
      const kernel = g.kernel[0] * g.kernel[1] * g.kernel[2];
      const places = g.narrow[0] * g.narrow[1] * g.narrow[2];
      const count = g.batch * g.widePerGroup * kernel * places;
      const x = Float32Array.from(wholeNumbers(size.wide, seed));
      const columns = buffer(Float32Array, count);
      unfoldColumns.run({ x, columns }, g);
      expectOnlyOperandWritten(columns, count, "unfold");

      // A weight of one 1 picks one row of the columns.
      const row = seed % (g.widePerGroup * kernel);
      const weight = new Float32Array(g.widePerGroup * kernel);
      weight[row] = 1;
      const picked = narrowContract(x, weight, null, { ...g, narrowPerGroup: 1 }, "none", Math.fround);
      const rows = Array.from({ length: g.batch }, (_, n) => {
        const start = (n * g.widePerGroup * kernel + row) * places;
        return [...columns.subarray(start, start + places)];
      });
      expect(rows.flat(), JSON.stringify(g)).toEqual(picked.map((value) => value + 0));

      const given = Float32Array.from(wholeNumbers(count, seed + 1));
      const folded = buffer(Float32Array, size.wide);
      foldColumns.run({ columns: given, x: folded }, g);
      expectOnlyOperandWritten(folded, size.wide, "fold");
      const dot = (a: ArrayLike<number>, b: ArrayLike<number>, n: number) => {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += a[i]! * b[i]!;
        return sum;
      };
      expect(dot(folded, x, size.wide)).toBe(dot(columns, given, count));
    }
  });
});
