// The corpus of drawn cases: every recorded answer once, each on one of the grounds; corpus.long.test.ts has all on all.
import type { Tensor } from "@toeplitz/tensor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corpusPrint, corpusSeed, corpusSize, type DrawnCase, drawn } from "../src/drawn/index.ts";
import { checkDrawn, checkKept, watchJobs } from "../src/index.ts";
import { type Api, type ConvCase, convFunctionName, perAxis } from "../src/rows/index.ts";
import { type Ground, levels, runOn } from "./backends.ts";
import { checkCorpus, corpus } from "./corpus.ts";
import { library } from "./library.ts";
import { countRows } from "./row-count.ts";

const grounds: readonly Ground[] = ["portable", ...levels];
const cases = Array.from({ length: corpusSize }, (_, index) => drawn(corpusSeed, index));

beforeAll(() => watchJobs());
afterAll(() => runOn("default"));

describe("the corpus", () => {
  it("answers what is drawn", () => {
    expect([corpus.seed, corpus.answers.length]).toEqual([corpusSeed, corpusSize]);
    expect(corpus.print, "run pnpm golden: the draws have changed").toBe(corpusPrint());
  });

  it.for(grounds.map((ground, i) => [ground, i] as const))("%s", ([ground, i], { task }) => {
    const { problems, ...counts } = checkCorpus(ground, i, grounds.length);
    countRows(task, counts.cases, problems.length);
    // biome-ignore lint/suspicious/noConsole: how many answers were compared in which way.
    console.log(`corpus on ${ground}: ${JSON.stringify({ ...counts, failed: problems.length })}`);
    expect(problems).toEqual([]);
    expect(counts.accelerated > counts.cases).toBe(ground !== "portable");
  });
});

describe("what is drawn", () => {
  const convolutions = cases.flatMap((one) => (one.conv === undefined || one.kind === "spoiled" ? [] : [one.conv]));
  const wide = ({ stride, dilation, outputPadding }: ConvCase["options"], rank: number) =>
    perAxis(outputPadding, rank, 0).some((extra, axis) => {
      const [step, reach] = [perAxis(stride, rank, 1)[axis]!, perAxis(dilation, rank, 1)[axis]!];
      return extra >= step && extra === reach - 1;
    });

  it.each<[what: string, least: number, fits: (conv: ConvCase) => boolean]>([
    ...(["zeros", "reflect", "replicate", "circular"] as const).flatMap((mode) =>
      ([1, 2, 3] as const).map(
        (rank) =>
          [
            `padding with ${mode} in ${rank} dimensions`,
            20,
            (conv: ConvCase) => conv.rank === rank && (conv.options.paddingMode ?? "zeros") === mode,
          ] as [string, number, (conv: ConvCase) => boolean],
      ),
    ),
    ["transposed", 800, ({ transposed }) => transposed],
    ["groups", 800, ({ options }) => (options.groups ?? 1) > 1],
    ["a multiplier", 100, ({ weight, options }) => weight.shape[1] === 1 && weight.shape[0]! > (options.groups ?? 1)],
    ["strides", 800, ({ rank, options }) => perAxis(options.stride, rank, 1).some((step) => step > 1)],
    ["dilation", 800, ({ rank, options }) => perAxis(options.dilation, rank, 1).some((step) => step > 1)],
    ["'same'", 200, ({ options }) => options.padding === "same"],
    [
      "'same' of even kernels",
      50,
      ({ options, weight }) => options.padding === "same" && weight.shape.at(-1)! % 2 === 0,
    ],
    ["'valid'", 50, ({ options }) => options.padding === "valid"],
    ["the most output padding, by dilation alone", 30, ({ rank, options }) => wide(options, rank)],
    ["no batch axis", 200, ({ rank, input }) => input.shape.length === rank + 1],
    ["a batch of zero", 100, ({ rank, input }) => input.shape.length === rank + 2 && input.shape[0] === 0],
    ["zero channels", 10, ({ weight }) => weight.shape[1] === 0],
    ["an expanded input", 200, ({ input }) => input.layout === "expanded"],
    ["strided inputs and weights", 300, (c) => ![c.input.layout, c.weight.layout].includes("contiguous")],
    ["float64", 500, ({ weight }) => weight.dtype === "float64"],
    ["numbers that round", 50, ({ input }) => input.fill === "random"],
  ])("has %s", (_, least, fits) => {
    expect(convolutions.filter(fits).length).toBeGreaterThan(least);
  });

  it("has functions, modules, gradients, columns, pooling, and what PyTorch refuses", () => {
    const count = (kind: DrawnCase["kind"]) => cases.filter((one) => one.kind === kind).length;
    const refused = corpus.answers.filter((answer) => typeof answer !== "string" && answer.error !== undefined);
    for (const kind of ["function", "module"] as const) expect(count(kind)).toBeGreaterThan(1000);
    for (const kind of ["gradient", "columns", "pooling"] as const) expect(count(kind)).toBeGreaterThan(150);
    expect(refused.length).toBeGreaterThan(300);
  });
});

describe("the comparison", () => {
  const broken = (functions: Record<string, unknown>): Api => ({ ...library, ...functions }) as unknown as Api;
  const indexOf = (fits: (one: DrawnCase, index: number) => boolean) => cases.findIndex(fits);
  /** The first case of its kind, with its function changed. */
  const check = (index: number, change: (y: Tensor) => Tensor) => {
    const one = cases[index]!;
    const name = convFunctionName(one.conv as ConvCase);
    const original = library[name] as typeof library.conv2d;
    const changed = broken({ [name]: (...args: Parameters<typeof original>) => change(original(...args)) });
    return () => checkKept(changed, one, corpus.answers[index]!);
  };
  const exact = indexOf(
    ({ kind, conv }, i) => kind === "function" && conv?.bias !== null && typeof corpus.answers[i] === "string",
  );

  beforeAll(() => runOn("portable"));

  it("notices one bit of an output, a gradient, and another shape", () => {
    expect(check(exact, (y) => y)).not.toThrow();
    expect(check(exact, (y) => library.add(y, 2 ** -20))).toThrow("output 0 has the digest");
    expect(check(exact, (y) => library.add(y, y.sub(y.detach())))).toThrow("gradient of x has the digest");
    expect(check(exact, (y) => y.unsqueeze(0))).toThrow("output 0 has the digest");
    expect(check(exact, (y) => y.detach())).toThrow("expected 4 arrays, got 1");
  });

  it("notices numbers beyond the bound of rounding", () => {
    const rounds = indexOf(({ kind, exact: sums, conv }) => kind === "function" && !sums && conv!.input.shape[0] !== 0);
    expect(check(rounds, (y) => y)).not.toThrow();
    expect(check(rounds, (y) => library.mul(y, 1 + 2 ** -12))).toThrow("allowed difference");
  });

  it("notices a refusal that is missing or has other words", () => {
    const refused = indexOf(({ conv }, i) => {
      const answer = corpus.answers[i]!;
      return conv !== undefined && typeof answer !== "string" && answer.error !== undefined;
    });
    const one = cases[refused]!;
    const kept = corpus.answers[refused]!;
    const name = convFunctionName(one.conv as ConvCase);
    expect(() => checkKept(library, one, kept)).not.toThrow();
    expect(() => checkKept(broken({ [name]: () => 0 }), one, kept)).toThrow("got none");
    expect(() => checkDrawn(library, one, { hash: "", error: ["RuntimeError", "no reason"] })).toThrow("no reason");
  });

  it("notices a module that differs from the function", () => {
    const module = indexOf(({ kind, conv }) => kind === "module" && conv!.rank === 2 && !conv!.transposed);
    const Conv2d = class extends library.nn.Conv2d {
      override forward(input: Tensor) {
        return super.forward(input).add(1);
      }
    };
    const changed = broken({ nn: { ...library.nn, Conv2d } });
    expect(() => checkKept(changed, cases[module]!, corpus.answers[module]!)).toThrow("module");
  });
});
