// The suites themselves: each notices what it is there for, and names the row.

import type { Tensor } from "@toeplitz/tensor";
import { defineOp } from "@toeplitz/tensor/extend";
import { afterEach, describe, expect, it } from "vitest";
import {
  checkAdjoint,
  checkDerivatives,
  checkGolden,
  checkHashed,
  checkMatrix,
  checkModule,
  checkTransposedMatrix,
  type Golden,
  type GoldenRecord,
  hashedGolden,
  keptRecord,
  recordProblem,
  staleness,
  usesOf,
} from "../src/index.ts";
import { type Api, convCases, convPresets, data, fingerprint, groups, type Row, row, rows } from "../src/rows/index.ts";
import { pairwise } from "../src/rows/pairwise.ts";
import { rowsOn } from "../src/rows/row.ts";
import { isShortened } from "../src/suites/compare.ts";
import { digest } from "../src/suites/digest.ts";
import { makeInputs } from "../src/suites/inputs.ts";
import { runOn } from "./backends.ts";
import { goldenOf } from "./golden-files.ts";
import { library } from "./library.ts";

const id = "mul/same-shape";
const chosen = rows.find((candidate) => candidate.id === id)!;
const truth = goldenOf("arithmetic");

/** The golden file with one record changed. */
const changed = (change: (record: GoldenRecord) => GoldenRecord | undefined): Golden => {
  const { [id]: record, ...others } = truth.rows;
  const after = change(record!);
  return { ...truth, rows: after === undefined ? others : { ...others, [id]: after } };
};

/** The library with some functions replaced. */
const broken = (functions: Record<string, unknown>): Api => ({ ...library, ...functions }) as unknown as Api;

describe("the hashed suite", () => {
  const printed = rowsOn(
    { x: data([3]) },
    [
      ["plain", "str(x)", (_, { x }) => String(x)],
      ["twice", "x * 2", (t, { x }) => t.mul(x, 2)],
    ],
    { grad: false },
  );
  const answers = (text: string, bits: Float32Array): Record<string, GoldenRecord> => ({
    plain: { hash: "", out: [{ value: text }] },
    twice: { hash: "", out: [{ dtype: "float32", shape: [3], bits: Buffer.from(bits.buffer).toString("base64") }] },
  });
  const [plain, twice] = printed as [Row, Row];
  const text = String(plain.run(library, makeInputs(library, plain)));
  const doubled = (twice.run(library, makeInputs(library, twice)) as Tensor).toTypedArray() as Float32Array;
  const kept = (step: number, said = text, bits = doubled) =>
    hashedGolden(printed, "", answers(said, bits), { step, longest: 300 });

  it("passes answers of these hashes, and keeps a sample of texts", () => {
    const golden = kept(1);
    expect(staleness(printed, golden)).toBeUndefined();
    expect(golden.texts).toEqual({ plain: text });
    printed.forEach((each, i) => void checkHashed(library, each, i, golden));
  });

  it("notices another character, another bit, and rows that were not asked about", () => {
    const other = kept(1, `${text} `, new Float32Array(3));
    expect(() => checkHashed(library, plain, 0, other)).toThrow(/plain: expected\ntensor.* \ngot\ntensor/);
    expect(() => checkHashed(library, twice, 1, other)).toThrow('pnpm golden:live "twice"');
    const unread = { ...other, texts: {} };
    expect(() => checkHashed(library, plain, 0, unread)).toThrow(/expected an answer of hash [0-9a-f]{8}, got one of/);
    expect(staleness(printed.slice(1), other)).toContain("run pnpm golden");
  });
});

describe("the golden suite", () => {
  it("passes what is recorded", () => {
    expect(() => checkGolden(library, chosen, truth)).not.toThrow();
  });

  it("names a row without a record, and one whose record is of another question", () => {
    expect(() =>
      checkGolden(
        library,
        chosen,
        changed(() => undefined),
      ),
    ).toThrow(`${id}: no golden record`);
    const stale = changed((record) => ({ ...record, hash: "0" }));
    expect(() => checkGolden(library, chosen, stale)).toThrow(`${id}: the golden record is of another version`);
  });

  it("notices one bit, and shows both lines, the place and the bits", () => {
    const nearly = broken({ mul: (a: Tensor, b: Tensor) => library.mul(a, b).add(1e-6) });
    expect(() => checkGolden(nearly, chosen, truth)).toThrow(/first at \[0, 0\]: expected .* \(0x[0-9a-f]{8}\)/);
    expect(() => checkGolden(nearly, chosen, truth)).toThrow(
      /TypeScript {2}.*t\.mul\(a, b\)\n {2}PyTorch {5}torch\.mul/,
    );
  });

  it("notices another shape, another type, a lost gradient and a wrong one", () => {
    const withMul = (mul: (a: Tensor, b: Tensor) => Tensor) => () => checkGolden(broken({ mul }), chosen, truth);
    expect(withMul((a, b) => library.mul(a, b).unsqueeze(0))).toThrow("shape: expected [2, 3], got [1, 2, 3]");
    expect(withMul((a, b) => library.mul(a, b).to("float64"))).toThrow("dtype: expected float32, got float64");
    expect(withMul((a, b) => library.mul(a, b).detach())).toThrow("requires_grad is true in PyTorch, false here");
    expect(withMul((a, b) => library.mul(a, b.detach()))).toThrow("gradient of b: expected one, got none");
    expect(withMul((a, b) => library.mul(a, b).add(a.sub(a.detach())))).toThrow("gradient of a: ");
  });

  it("notices a refusal that is missing or has other words", () => {
    const refused = rows.find((candidate) => candidate.id === "conv2d/refuses stride 0")!;
    const golden = goldenOf("convolution-errors");
    expect(() => checkGolden(broken({ conv2d: () => 0 }), refused, golden)).toThrow("got none");
    const other = broken({
      conv2d() {
        throw new library.ToeplitzError("stride must be positive", { code: "argument", api: "conv2d" });
      },
    });
    expect(() => checkGolden(other, refused, golden)).toThrow("non-positive stride is not supported");
  });

  it("holds rounded sums to the bound of their size", () => {
    const random = rows.find((candidate) => candidate.id === "matmul/random-float32")!;
    const off = (factor: number) => broken({ matmul: (a: Tensor, b: Tensor) => library.matmul(a, b).mul(factor) });
    expect(() => checkGolden(off(1 + 2 ** -23), random, goldenOf("matmul"))).not.toThrow();
    expect(() => checkGolden(off(1 + 2 ** -16), random, goldenOf("matmul"))).toThrow("allowed difference");
  });
});

describe("digests in place of large arrays", () => {
  afterEach(() => runOn("default"));

  const layer = groups["conv-layers"]!.find((candidate) =>
    candidate.id.startsWith("conv2d/1x16x14x14 w16x16x3x3 p1 "),
  )!;
  const layers = goldenOf("conv-layers");
  /** Adds to one element, the `at`th. */
  const shift = (y: Tensor, at: number, by: number) =>
    y.add(library.eq(library.arange(y.numel()), at).reshape(y.shape).to(y.dtype).mul(by));
  /** The layer's row with its output changed. */
  const check = (winograd: boolean, change: (y: Tensor) => Tensor) => {
    const conv2d = (...args: Parameters<Api["conv2d"]>) => change(library.conv2d(...args));
    return () => checkGolden(broken({ conv2d }), layer, layers, { winograd });
  };

  it("differ for one bit of one element anywhere, for 0 and -0, another type and another shape, not for another NaN", () => {
    const elements = Float32Array.from({ length: 40 }, (_, i) => (i % 33) / 4);
    const own = digest("float32", [40], elements);
    const changed = Array.from({ length: 40 * 32 }, (_, bit) => {
      const words = new Uint32Array(elements.slice().buffer);
      words[bit >>> 5]! ^= 1 << (bit & 31);
      return digest("float32", [40], new Float32Array(words.buffer));
    });
    expect(new Set([own, ...changed]).size).toBe(1 + changed.length);
    expect(digest("float32", [8, 5], elements)).not.toBe(own);
    expect(digest("int32", [40], new Int32Array(elements.buffer))).not.toBe(own);
    const nan = (word: number) => digest("float32", [2], new Float32Array(Uint32Array.of(0, word).buffer));
    expect(nan(0xffc00001)).toBe(nan(0x7fc00000));
    expect(nan(0x7f800000)).not.toBe(nan(0x7fc00000));
  });

  it("are kept of more than 16 elements where every bit counts, and nowhere else", () => {
    const bits = (length: number) => Buffer.from(new Float32Array(length).buffer).toString("base64");
    const record = (length: number): GoldenRecord => ({
      hash: fingerprint(chosen),
      out: [{ dtype: "float32", shape: [length], bits: bits(length), requiresGrad: true }, { value: 1 }],
      grad: { a: bits(length), b: null },
    });
    const rounded: Row = { ...chosen, tolerance: { ulps: 1, why: "" } };
    expect(keptRecord(chosen, record(16))).toEqual(record(16));
    expect(keptRecord(rounded, record(17))).toEqual(record(17));
    const kept = keptRecord(chosen, record(17));
    expect(kept).toMatchObject({
      out: [{ bits: expect.stringMatching(/^#[0-9a-f]{8}$/), requiresGrad: true }, { value: 1 }],
      grad: { a: expect.stringMatching(/^#[0-9a-f]{8}$/), b: null },
    });
    expect(keptRecord(chosen, kept)).toEqual(kept);
    expect(recordProblem(chosen, kept)).toBeUndefined();
    expect(recordProblem(rounded, kept)).toContain("run pnpm golden");
  });

  it("notice one wrong element, and show the row's first ones and how to see PyTorch's", () => {
    const golden = goldenOf("pooling");
    const isDigested = (output: NonNullable<GoldenRecord["out"]>[number]) =>
      "bits" in output && isShortened(output.bits);
    const pooled = groups.pooling!.find(
      ({ id: own }) => own.startsWith("avgPool2d/") && golden.rows[own]?.out?.some(isDigested),
    )!;
    const wrongAt = (at: number) => {
      const avgPool2d = (...args: Parameters<Api["avgPool2d"]>) => shift(library.avgPool2d(...args), at, 2 ** -20);
      return () => checkGolden(broken({ avgPool2d }), pooled, golden);
    };
    expect(wrongAt(-1)).not.toThrow();
    for (const at of [0, 7, 16])
      expect(wrongAt(at)).toThrow(/expected elements of digest #[0-9a-f]{8}, got #[0-9a-f]{8}: /);
    expect(wrongAt(0)).toThrow(`pnpm golden:live "${pooled.id}"`);
  });

  it("hold transformed tiles to the bound around the numbers in float64, whose digests are PyTorch's", () => {
    const in32 = (change: (y: Tensor) => Tensor) => check(true, (y) => (y.dtype === "float32" ? change(y) : y));
    expect(in32((y) => y)).not.toThrow();
    expect(in32((y) => shift(y, 1000, 2 ** -14))).not.toThrow();
    expect(in32((y) => shift(y, 1000, 0.25))).toThrow("output 0: 1 of 3136 elements differ");
    expect(in32((y) => y.add(y.sub(y.detach())))).toThrow("gradient of x: ");
    expect(check(true, (y) => shift(y, 1000, 2 ** -4))).toThrow("output 0: in float64: expected elements of digest");
  });

  it("hold the layers to every bit where nothing is transformed", () => {
    runOn("portable");
    expect(check(false, (y) => y)).not.toThrow();
    expect(check(false, (y) => shift(y, 3135, 2 ** -14))).toThrow("output 0: expected elements of digest");
  });
});

describe("the derivative suite", () => {
  const cube = (backward: (g: Tensor, x: Tensor) => Tensor) =>
    defineOp<[Tensor]>({
      name: "CubeBackward0",
      forward({ inputs: [x], save }) {
        save(x);
        return library.mul(x, library.mul(x, x));
      },
      backward: ({ grads, saved }) => [backward(grads, saved[0]!)],
    });
  const rowOf = (op: ReturnType<typeof cube>) =>
    row({ id: "cube", inputs: { a: data([3]) }, torch: "a ** 3", run: (_, { a }) => op([a], undefined) });
  const slope = (x: Tensor) => library.mul(library.mul(x, x), 3);

  it("passes a right derivative, and notices a wrong first and a wrong second one", () => {
    const right = cube((g, x) => library.mul(g, slope(x)));
    const first = cube((g, x) => library.mul(g, slope(x).mul(1.001)));
    const second = cube((g, x) => library.mul(g, slope(x.detach())));
    expect(() => checkDerivatives(library, rowOf(right))).not.toThrow();
    expect(() => checkDerivatives(library, rowOf(first))).toThrow("cube: first derivative");
    expect(() => checkDerivatives(library, rowOf(second))).toThrow("cube: second derivative");
  });
});

describe("the convolution suites", () => {
  const { case: conv } = convPresets.find((preset) => preset.id === "strided-odd")!;
  const shifted = (name: "conv2d" | "convTranspose2d") =>
    broken({ [name]: (x: Tensor, w: Tensor, options: object) => library[name](x, w, options).add(1) });

  it("notice a function that is not the matrix, nor the transpose, nor the adjoint, nor the module", () => {
    for (const check of [checkMatrix, checkModule, checkTransposedMatrix, checkAdjoint]) {
      expect(() => check(library, conv)).not.toThrow();
    }
    expect(() => checkMatrix(shifted("conv2d"), conv)).toThrow("conv2d/preset-strided-odd: matmul: ");
    expect(() => checkModule(shifted("conv2d"), conv)).toThrow("conv2d/preset-strided-odd: output: ");
    expect(() => checkTransposedMatrix(shifted("convTranspose2d"), conv)).toThrow("conv2d/preset-strided-odd: K.T: ");
    expect(() => checkAdjoint(shifted("convTranspose2d"), conv)).toThrow("conv2d/preset-strided-odd: <conv x, y> is ");
  });
});

describe("the watch on uses", () => {
  it("notes what a row calls, and not what that calls", () => {
    const uses = usesOf(library, [
      row({ id: "mean", inputs: { a: data([2]) }, torch: "", run: (t, { a }) => t.mean(a).item() }),
    ]);
    expect([...uses].sort()).toEqual(["Tensor.item", "mean"]);
  });
});

describe("the case table", () => {
  it("has at least 400 convolutions, of every rank, plain and transposed", () => {
    expect(groups.convolution!.length).toBeGreaterThanOrEqual(400);
    for (const name of ["conv1d", "conv2d", "conv3d", "convTranspose1d", "convTranspose2d", "convTranspose3d"]) {
      expect(convCases.filter((conv) => conv.id.startsWith(`${name}/`)).length, name).toBeGreaterThan(50);
    }
  });

  it("has every sample on which PyTorch tests its convolutions, modules, blocks and paddings", () => {
    const count = (start: string) => groups.opinfo!.filter(({ id }) => id.startsWith(`opinfo ${start}`)).length;
    const kinds = ["conv1d", "conv2d", "conv3d", "convTranspose1d", "convTranspose2d", "convTranspose3d"];
    // Batched and unbatched.
    expect(kinds.map((kind) => count(`${kind}/`))).toEqual([10, 30, 20, 10, 12, 10]);
    expect(["nn.Conv1d", "nn.Conv2d", "nn.Conv3d", "nn.ConvTranspose"].map(count)).toEqual([4, 4, 4, 6]);
    expect([count("unfold/"), count("pad/")]).toEqual([244, 81]);
  });

  it("notices in a sum one element that differs, and one gradient", () => {
    const sample = groups.opinfo!.find(({ id }) => id === "opinfo conv2d/13")!;
    const golden = goldenOf("opinfo");
    const with_ = (change: (y: Tensor, w: Tensor) => Tensor) => {
      const conv2d = (x: Tensor, w: Tensor, options: object) => change(library.conv2d(x, w, options), w);
      return () => checkGolden(broken({ conv2d }), sample, golden);
    };
    const first = (y: Tensor) => library.eq(library.arange(y.numel()), 0).reshape(y.shape).to(y.dtype);
    expect(with_((y) => y)).not.toThrow();
    expect(with_((y) => y.add(first(y).mul(0.25)))).toThrow("opinfo conv2d/13: output 0");
    expect(with_((y, w) => y.add(w.sub(w.detach()).sum()))).toThrow("opinfo conv2d/13: output 0");
  });

  it("combines axes so that every legal pair occurs", () => {
    const axes = { a: [0, 1, 2], b: [0, 1, 2, 3], c: [0, 1], d: [0, 1, 2] };
    const legal = ({ a, b, d }: Record<string, number>) => a !== b && d! <= b! + 1;
    const pairs = (c: Record<string, number>) =>
      ["ab", "ac", "ad", "bc", "bd", "cd"].map((names) => [...names].map((name) => name + c[name]).join());
    const possible = axes.a.flatMap((a) =>
      axes.b.flatMap((b) => axes.c.flatMap((c) => axes.d.map((d) => ({ a, b, c, d })))),
    );
    const chosen = pairwise(axes, 1, 7, legal);
    expect(new Set(chosen.flatMap(pairs))).toEqual(new Set(possible.filter(legal).flatMap(pairs)));
    expect(chosen.length).toBeLessThan(possible.filter(legal).length / 2);
  });

  it("gives every question its own fingerprint", () => {
    const { inputs, torch } = chosen;
    const others = [
      { ...chosen, torch: `${torch} ` },
      { ...chosen, grad: false },
      { ...chosen, inputs: { ...inputs, a: data([3, 2]) } },
    ];
    expect(new Set([chosen, ...others].map(fingerprint)).size).toBe(4);
  });
});
