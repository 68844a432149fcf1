// Random numbers against recordings of real PyTorch, and against published values of other platforms.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { allocate, type DType, type TypedArray } from "../src/dtype.ts";
import { dropout, ones, randn, type Tensor, zeros } from "../src/index.ts";
import { fillBernoulli, fillBernoulliFrom } from "../src/random/bernoulli.ts";
import { defaultGenerator, Generator, manualSeed } from "../src/random/generator.ts";
import { fillRandint, fillRandom, fillRandperm } from "../src/random/integers.ts";
import { fillNormal } from "../src/random/normal.ts";
import { getRandomProfile, setRandomProfile } from "../src/random/profile.ts";
import { fillUniform } from "../src/random/uniform.ts";
import recorded from "./fixtures/golden/random-numbers.json" with { type: "json" };

/** One call as tooling/golden/random-numbers.py records it. */
interface Call {
  fill: string;
  dtype: string;
  n: number;
  args?: (number | string)[];
  contiguous?: boolean;
  of?: string;
  hex?: string;
  sha256?: string;
}

type FloatArray = Float32Array | Float64Array;

function run(generator: Generator, call: Call): TypedArray {
  const dtype = call.dtype as DType;
  const array = allocate(dtype, call.n);
  const [a, b] = (call.args ?? []) as number[];
  if (call.fill === "uniform") fillUniform(generator, array as FloatArray, a, b);
  else if (call.fill === "normal") fillNormal(generator, array as FloatArray, a, b, call.contiguous);
  else if (call.fill === "bernoulli") fillBernoulli(generator, array, a);
  else if (call.fill === "randint") {
    const [low, high] = call.args as [string, string];
    fillRandint(generator, array, BigInt(low), BigInt(high), dtype);
  } else if (call.fill === "random") fillRandom(generator, array, dtype);
  else if (call.fill === "randperm") fillRandperm(generator, array, dtype);
  else {
    const p = allocate(call.of as DType, call.n) as FloatArray;
    for (let i = 0; i < p.length; i++) p[i] = (i % 17) / 16;
    fillBernoulliFrom(generator, array, p);
  }
  return array;
}

const bytesOf = (array: TypedArray | Uint8Array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
/** The digits that the recordings keep. */
const sha256 = (array: TypedArray) => createHash("sha256").update(bytesOf(array)).digest("hex").slice(0, 16);

beforeEach(() => setRandomProfile("debian"));
afterEach(() => setRandomProfile("x86-64"));

describe("real PyTorch 1.13.1", () => {
  test.each(recorded.streams.map((stream, i) => [i, stream] as const))("stream %i", (_, { seed, calls, state }) => {
    const generator = new Generator().manualSeed(BigInt(seed));
    for (const call of calls as Call[]) {
      const got = run(generator, call);
      const { hex, sha256: digest, ...what } = call;
      if (hex !== undefined) expect({ ...what, hex: bytesOf(got).toString("hex") }).toEqual(call);
      else expect({ ...what, sha256: sha256(got) }).toEqual({ ...what, sha256: digest });
    }
    expect(sha256(generator.getState())).toBe(state);
  });

  test("of 1024 long float64 normals, at most 4 differ, by an ulp of log, sin or cos", () => {
    const bytes = Uint8Array.from(Buffer.from(recorded.normal64, "base64"));
    const want = new Float64Array(bytes.buffer);
    const got = new Float64Array(want.length);
    fillNormal(new Generator().manualSeed(29), got);
    let different = 0;
    for (let i = 0; i < want.length; i++) {
      if (got[i] !== want[i]) different++;
      expect(Math.abs(got[i]! - want[i]!)).toBeLessThanOrEqual(2 ** -51 * Math.abs(want[i]!));
    }
    expect(different).toBeLessThanOrEqual(4);
  });
});

/** Float32 values from their bits in hex. */
function floats(hex: string): number[] {
  return hex.split(" ").map((word) => Buffer.from(word, "hex").readFloatBE());
}

function normals(seed: number, n: number): number[] {
  const array = new Float32Array(n);
  fillNormal(new Generator().manualSeed(seed), array);
  return [...array];
}

function linear22(seed: number): number[] {
  const array = new Float32Array(4);
  const bound = Math.sqrt(3) * (Math.sqrt(2 / 6) / Math.sqrt(2));
  fillUniform(new Generator().manualSeed(seed), array, -bound, bound);
  return [...array];
}

function bits(seed: number, n: number, p: number): string {
  const array = new Uint8Array(n);
  fillBernoulli(new Generator().manualSeed(seed), array, p);
  return array.join("");
}

describe("published values", () => {
  test("the six numbers that everybody recognises, on every platform", () => {
    for (const profile of ["x86-64", "apple", "debian"] as const) {
      setRandomProfile(profile);
      const shown = normals(0, 6).map((v) => v.toFixed(4));
      expect(shown).toEqual(["1.5410", "-0.2934", "-2.1788", "0.5684", "-1.0845", "-1.3986"]);
      manualSeed(0);
      expect(String(randn([2, 3]))).toBe("tensor([[ 1.5410, -0.2934, -2.1788],\n        [ 0.5684, -1.0845, -1.3986]])");
      expect(normals(0, 4)).toEqual(floats("3fc53f5c be963c50 c00b7149 3f1184b6"));
    }
  });

  test("x86-64: long normals and fused uniforms", () => {
    setRandomProfile("x86-64");
    const four = [1.9269152879714966, 1.4872840642929077, 0.9007171988487244, -2.1055209636688232];
    expect(normals(42, 16).slice(0, 4)).toEqual(four);
    expect(linear22(42).slice(2)).toEqual([-0.16565565764904022, 0.6495562791824341]);
    expect(linear22(0)[1]).toBe(0.37932288646698);
  });

  test("apple: long normals and unfused uniforms", () => {
    setRandomProfile("apple");
    const m1 =
      "bf901b85 bf93808a be804bd6 bede255e 3f594515 3f312784 bea1cc6d c0075fc2 " +
      "3ea50138 bfa1b4f4 3eb330ff 3e9dc3ba 3df56f77 3f9e6b93 3f8ef28e be7d365a";
    expect(normals(0, 16)).toEqual(floats(m1));
    const four = [1.9269150495529175, 1.4872841835021973, 0.9007171988487244, -2.1055214405059814];
    expect(normals(42, 16).slice(0, 4)).toEqual(four);
    expect(linear22(42).slice(2)).toEqual([-0.16565567255020142, 0.6495562195777893]);
    expect(linear22(0)[1]).toBe(0.37932294607162476);
  });

  test("bernoulli with and without MKL", () => {
    setRandomProfile("x86-64");
    expect(bits(0, 5, 0.5)).toBe("10011");
    expect(bits(123, 36, 0.5)).toBe("111111010000001010110001100001010000");
    setRandomProfile("apple");
    expect(bits(0, 5, 0.5)).toBe("00100");
    expect(bits(123, 36, 0.5)).toBe("110110000101111101011001010101011110");
  });

  test("dropout, which two readers of one book see differently", () => {
    const kept = () => {
      manualSeed(123);
      return Array.from(dropout(ones([6, 6])).toTypedArray() as Float32Array, (x) => x / 2).join("");
    };
    setRandomProfile("x86-64");
    expect(kept()).toBe("111111010000001010110001100001010000");
    setRandomProfile("apple");
    expect(kept()).toBe("110110000101111101011001010101011110");
  });

  test("MKL fills in row-major order whatever the strides, the others along the memory", () => {
    const filled = (x: Tensor) => {
      manualSeed(123);
      return x.bernoulli_().contiguous().toTypedArray().join("");
    };
    setRandomProfile("x86-64");
    expect(filled(zeros([6, 6]).t())).toBe("111111010000001010110001100001010000");
    setRandomProfile("apple");
    expect(filled(zeros([6, 6]).t())).toBe("101000101111001101111011100001011110");
  });

  test("uniform, randint and randperm", () => {
    setRandomProfile("x86-64");
    const rand = new Float32Array(6);
    fillUniform(new Generator().manualSeed(0), rand);
    expect([...rand]).toEqual([
      0.49625658988952637, 0.7682217955589294, 0.08847743272781372, 0.13203048706054688, 0.30742281675338745,
      0.6340786814689636,
    ]);
    const rand64 = new Float64Array(2);
    fillUniform(new Generator().manualSeed(0), rand64);
    expect([...rand64]).toEqual([0.9700530018065531, 0.707819864399788]);
    for (const [seed, ints, order] of [
      [0, "4 9 3 0 3 9 7 3 7 3", "4 1 7 5 3 9 0 8 6 2"],
      [42, "2 7 6 4 6 5 0 4 0 3", "2 6 1 8 4 5 0 9 3 7"],
    ] as const) {
      const array = new BigInt64Array(10);
      fillRandint(new Generator().manualSeed(seed), array, 0, 10);
      expect(array.join(" ")).toBe(ints);
      fillRandperm(new Generator().manualSeed(seed), array);
      expect(array.join(" ")).toBe(order);
    }
  });
});

describe("the generator", () => {
  test("only the low 32 bits of a seed matter, and a negative one wraps", () => {
    expect(new Generator().manualSeed(2 ** 32).random()).toBe(new Generator().manualSeed(0).random());
    expect(new Generator().manualSeed(-1).initialSeed()).toBe(2n ** 64n - 1n);
    expect(new Generator().initialSeed()).toBe(67280421310721n);
  });

  test("random64 is two draws, the first one high", () => {
    const one = new Generator().manualSeed(5);
    const two = new Generator().manualSeed(5);
    const high = BigInt(one.random());
    expect(two.random64()).toBe((high << 32n) | BigInt(one.random()));
  });

  test("a state goes on where it was saved, the waiting normal included", () => {
    const generator = new Generator().manualSeed(9);
    fillNormal(generator, new Float32Array(701), 0, 1, false);
    const state = generator.getState();
    const draw = (from: Generator) => {
      const array = new Float64Array(900);
      fillNormal(from, array, 0, 1, false);
      return [...array, from.random()];
    };
    const first = draw(generator);
    expect(draw(new Generator().setState(state))).toEqual(first);
    expect(draw(generator.setState(state))).toEqual(first);
    expect(generator.initialSeed()).toBe(9n);
  });

  test("the default generator takes its seed when it is first asked for something", async () => {
    const draws = vi.spyOn(globalThis.crypto, "getRandomValues");
    vi.resetModules();
    for (const ask of [
      (g: Generator) => g.random(),
      (g: Generator) => g.initialSeed(),
      (g: Generator) => g.getState(),
    ]) {
      const fresh = (await import("../src/random/generator.ts")).defaultGenerator;
      expect(draws).not.toHaveBeenCalled();
      ask(fresh);
      expect(draws).toHaveBeenCalledOnce();
      expect(fresh.initialSeed()).toBe(new DataView(fresh.getState().buffer).getBigUint64(0, true));
      expect(fresh.initialSeed()).not.toBe(new Generator().initialSeed());
      draws.mockClear();
      vi.resetModules();
    }
    const seeded = (await import("../src/random/generator.ts")).manualSeed(4);
    expect(seeded.random()).toBe(new Generator().manualSeed(4).random());
    expect(draws).not.toHaveBeenCalled();
    draws.mockRestore();
  });

  test("manualSeed seeds the default generator", () => {
    expect(manualSeed(3.7)).toBe(defaultGenerator);
    expect(defaultGenerator.initialSeed()).toBe(3n);
    expect(defaultGenerator.seed()).toBe(defaultGenerator.initialSeed());
  });
});

describe("refusals", () => {
  const g = new Generator();
  const f32 = new Float32Array(3);
  const u8 = new Uint8Array(3);
  test.each([
    ["manual_seed expected a long, but got float", () => g.manualSeed(1.5)],
    ["manual_seed expected a long, but got string", () => g.manualSeed("7" as unknown as number)],
    ["Overflow when unpacking long", () => g.manualSeed(2n ** 64n)],
    ["Overflow when unpacking long", () => manualSeed(-(2n ** 63n) - 1n)],
    ["uniform_ expects to return a [from, to) range, but found from=2.5 > to=1", () => fillUniform(g, f32, 2.5, 1)],
    ["to is out of bounds for float", () => fillUniform(g, f32, 0, 1e39)],
    ["from is out of bounds for float", () => fillUniform(g, f32, Number.NaN, 1)],
    ["to is out of bounds for double", () => fillUniform(g, new Float64Array(1), 0, Number.POSITIVE_INFINITY)],
    [
      "uniform_ expects to-from <= std::numeric_limits<Float>::max(), but found to=3e+38 and from=-3e+38 which result in to-from to exceed the limit",
      () => fillUniform(g, f32, -3e38, 3e38),
    ],
    ["normal expects std >= 0.0, but found std -1.5", () => fillNormal(g, f32, 0, -1.5)],
    ["normal expects std >= 0.0, but found std nan", () => fillNormal(g, f32, 0, Number.NaN)],
    ["bernoulli_ expects p to be in [0, 1], but got p=1.23457e+06", () => fillBernoulli(g, f32, 1234567)],
    [
      "Expected p_in >= 0 && p_in <= 1 to be true, but got false.",
      () =>
        fillBernoulliFrom(
          g,
          f32,
          f32.map(() => 2),
        ),
    ],
    ["random_ expects 'from' to be less than 'to', but got from=5 >= to=3", () => fillRandint(g, u8, 5, 3)],
    ["from is out of bounds for unsigned char", () => fillRandint(g, u8, -1, 3)],
    ["to - 1 is out of bounds for unsigned char", () => fillRandint(g, u8, 0, 257)],
    ["to - 1 is out of bounds for bool", () => fillRandint(g, u8, 0, 3, "bool")],
    ["to - 1 is out of bounds for int", () => fillRandint(g, new Int32Array(1), 0, 2 ** 40)],
    ["low must be a whole number of 64 bits, got 0.5", () => fillRandint(g, u8, 0.5, 3)],
    [`"randperm" not implemented for 'Bool'`, () => fillRandperm(g, u8, "bool")],
    ["value cannot be converted to type uint8_t without overflow", () => fillRandperm(g, new Uint8Array(300))],
    ["Invalid mt19937 state", () => g.setState(new Uint8Array(5056))],
    ["but found the input RNG state size to be 5", () => g.setState(new Uint8Array(5))],
    ["name must be one of x86-64, apple, debian, got", () => setRandomProfile("amiga" as "apple")],
  ])("%s", (sentence, call) => {
    const before = sha256(g.getState());
    expect(call).toThrow(sentence);
    expect(sha256(g.getState())).toBe(before);
    expect(getRandomProfile()).toBe("debian");
  });
});
