// Poolings against recorded calls of real PyTorch: the same shapes and the same sentences; and what has no PyTorch sentence.
import { type DType, type Tensor, ToeplitzError, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import * as conv from "../src/index.ts";
import recorded from "./fixtures/golden/pool-calls.json" with { type: "json" };
import { fieldsOfRefusals } from "./refusal-fields.ts";

type Recorded = [
  name: string,
  input: number[],
  dtype: DType,
  requiresGrad: boolean,
  size: unknown,
  options: Record<string, unknown>,
  answer: number[][] | string,
];

const rows = recorded.rows as Recorded[];

function call([name, input, dtype, requiresGrad, size, options]: Recorded): Tensor | Tensor[] {
  // biome-ignore lint/suspicious/noExplicitAny: the functions are called by recorded names, with wrong arguments too.
  const pool = (conv as any)[name] as (...args: unknown[]) => Tensor | Tensor[];
  return pool(zeros(input, { dtype, requiresGrad }), size, ...(Object.keys(options).length === 0 ? [] : [options]));
}

function refused(run: () => unknown): ToeplitzError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ToeplitzError);
    return error as ToeplitzError;
  }
  throw new Error("was not refused");
}

describe("real PyTorch 1.13.1", () => {
  const names = [...new Set(rows.map(([name]) => name))];

  test.each(names)("%s: the same shapes, and the same sentences", (wanted) => {
    for (const row of rows) {
      const [name, , , , , , answer] = row;
      if (name !== wanted) continue;
      const what = JSON.stringify(row);
      if (typeof answer === "string") {
        const error = refused(() => call(row));
        expect(error.message, what).toBe(`${name}: ${answer}`);
        expect(error.rule, what).toBeDefined();
        expect(error.argument, what).toBeDefined();
      } else {
        const result = call(row);
        expect(
          [result].flat().map(({ shape }) => shape),
          what,
        ).toEqual(answer);
      }
    }
  });

  test("an error says beside the sentence whose fault it is, and what would do", async () => {
    const calls = rows.map((row) => [JSON.stringify(row.slice(0, 6)), () => call(row)] as const);
    await expect(fieldsOfRefusals(calls)).toMatchFileSnapshot("__snapshots__/pool-refusals.txt");
  });

  test("is asked about every sentence", () => {
    const sentences = rows.flatMap(([name, , , , , , answer]) =>
      typeof answer === "string" ? [`${name}: ${answer.replace(/\[.*?\]/g, "[]").replace(/-?\d+/g, "#")}`] : [],
    );
    expect(new Set(sentences).size).toBeGreaterThan(170);
    expect(rows.filter((row) => Array.isArray(row[6])).length).toBeGreaterThan(250);
  });
});

describe("what PyTorch has no sentence for", () => {
  const x = zeros([1, 4, 4]);
  test.each([
    [
      "maxPool2d",
      () => conv.maxPool2d(x, 1.5),
      "kernelSize must be a whole number or a list of 2 whole numbers, got 1.5",
    ],
    [
      "maxPool2d",
      () => conv.maxPool2d(x, undefined as never),
      "kernelSize must be a number or a list of 2, got undefined",
    ],
    ["maxPool2d", () => conv.maxPool2d(null as never, 2), "input must be a tensor, got null"],
    ["maxPool2d", () => conv.maxPool2d(x, 2, { ceilMode: 1 as never }), "ceilMode must be a boolean, got 1"],
    ["maxPool2d", () => conv.maxPool2d(x, 2, { ceil: true } as never), "got an unexpected option 'ceil'"],
    ["avgPool1d", () => conv.avgPool1d(zeros([1, 4]), 2, { divisorOverride: 2 } as never), "got an unexpected option"],
    [
      "avgPool2d",
      () => conv.avgPool2d(x, 2, { divisorOverride: 1.5 }),
      "divisorOverride must be a whole number, got 1.5",
    ],
    ["avgPool2d", () => conv.avgPool2d(x, 2, { padding: 2 ** 31 }), "integer out of range"],
    [
      "adaptiveAvgPool1d",
      () => conv.adaptiveAvgPool1d(zeros([1, 4]), [null] as never),
      "outputSize[0] must be a whole number, got null",
    ],
    [
      "adaptiveAvgPool2d",
      () => conv.adaptiveAvgPool2d(x, undefined as never),
      "outputSize must be a number or a list of 2",
    ],
    [
      "adaptiveMaxPool2d",
      () => conv.adaptiveMaxPool2d(x, [2 ** 20, 2 ** 20]),
      "output must have fewer than 2147483648 elements",
    ],
  ] as const)("%s", (name, run, sentence) => {
    const error = refused(run);
    expect(error.message).toContain(`${name}: ${sentence}`);
    expect(error.api).toBe(name);
  });
});
