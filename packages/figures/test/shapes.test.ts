// Steps between sizes and receptive fields, against the convolutions themselves.
import { conv1d, convTranspose1d } from "@toeplitz/conv";
import { ones, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { coneLayoutOf, coneOf, receptiveFields, sizeAfter, stepBack, stepRemarks, stepsBetween } from "../src/index.ts";

const limits = { kernel: 5, stride: 4, dilation: 3 };

describe("steps", () => {
  test("from 28 to 14 begin with those that everybody knows", () => {
    const [first, second, third] = stepsBetween(28, 14, false, limits);
    expect(first).toMatchObject({ kernel: 2, stride: 2, padding: 0 });
    expect([second, third].map((step) => [step?.kernel, step?.stride, step?.padding])).toContainEqual([3, 2, 1]);
  });

  test.each([
    [28, 14, false],
    [14, 28, true],
    [7, 7, false],
    [5, 13, true],
    [9, 2, false],
  ])("from %i to %i lead there, every one and no other", (from, to, transposed) => {
    const found = new Set(stepsBetween(from, to, transposed, limits).map((step) => JSON.stringify(step)));
    let expected = 0;
    for (let kernel = 1; kernel <= limits.kernel; kernel++) {
      for (let dilation = 1; dilation <= (kernel === 1 ? 1 : limits.dilation); dilation++) {
        for (let stride = 1; stride <= limits.stride; stride++) {
          for (let padding = 0; padding <= dilation * (kernel - 1); padding++) {
            for (
              let outputPadding = 0;
              outputPadding < (transposed ? Math.max(stride, dilation) : 1);
              outputPadding++
            ) {
              const options = { stride, padding, dilation };
              const [x, w] = [ones([1, 1, from]), ones([1, 1, kernel])];
              let size = 0;
              try {
                size = (transposed ? convTranspose1d(x, w, { ...options, outputPadding }) : conv1d(x, w, options))
                  .shape[2]!;
              } catch {
                continue; // refused: no step at all
              }
              if (size !== to) continue;
              expected += 1;
              expect(found).toContain(JSON.stringify({ transposed, kernel, ...options, outputPadding }));
            }
          }
        }
      }
    }
    expect(found.size).toBe(expected);
    expect(expected).toBeGreaterThan(0);
  });

  test("lead back with the same weight", () => {
    for (const step of stepsBetween(28, 14, false, limits)) {
      const back = stepBack(28, step);
      if (back === null) continue;
      expect(sizeAfter(sizeAfter(28, step), back)).toBe(28);
      expect(back).toMatchObject({ kernel: step.kernel, stride: step.stride, padding: step.padding, transposed: true });
    }
    expect(
      stepBack(28, { transposed: false, kernel: 3, stride: 2, padding: 1, dilation: 1, outputPadding: 0 }),
    ).toMatchObject({
      outputPadding: 1,
    });
  });

  test("say what is odd about them", () => {
    const step = { transposed: true, kernel: 3, stride: 2, padding: 1, dilation: 1, outputPadding: 1 };
    expect(stepRemarks(step)).toEqual([expect.stringContaining("checkerboard")]);
    expect(stepRemarks({ ...step, kernel: 4 })).toEqual([]);
    expect(stepRemarks({ ...step, transposed: false, kernel: 1, stride: 2, padding: 0 })).toEqual([
      expect.stringContaining("skips inputs"),
    ]);
  });
});

describe("receptive fields", () => {
  const stack = [
    { kernel: 3, stride: 1, padding: 1, dilation: 1 },
    { kernel: 3, stride: 2, padding: 0, dilation: 2 },
    { kernel: 2, stride: 1, padding: 0, dilation: 3 },
  ];

  test("are where gradients arrive", () => {
    const x = zeros([1, 1, 40], { requiresGrad: true });
    let y = x as ReturnType<typeof conv1d>;
    for (const { kernel, ...options } of stack) y = conv1d(y, ones([1, 1, kernel]), options);
    const rows = receptiveFields(40, stack);
    expect(rows.at(-1)!.size).toBe(y.shape[2]);
    const output = 3;
    y.index(0, 0, output).backward();
    const touched = (x.grad!.flatten().toArray() as number[]).flatMap((value, at) => (value === 0 ? [] : [at]));
    expect([...coneOf(rows, stack, output)[0]!].sort((a, b) => a - b)).toEqual(touched);
    const { field, jump, start } = rows.at(-1)!;
    expect([touched[0], touched.at(-1)]).toEqual([start + output * jump, start + output * jump + field - 1]);
  });

  test("end in the padding, and stay small however far eight layers would see", () => {
    const wide = { kernel: 11, stride: 6, padding: 40, dilation: 6 };
    const deep = Array.from({ length: 8 }, () => wide);
    const rows = receptiveFields(152, deep);
    expect(rows.at(-1)!.field).toBeGreaterThan(1e7);
    const cone = coneOf(rows, deep, 0);
    for (const [level, seen] of cone.entries()) {
      for (const at of seen) expect(at >= -40 && at < rows[level]!.size + 40).toBe(true);
    }
    const { cells, threads } = coneLayoutOf(rows, deep);
    for (const { x, y } of cells) expect(Number.isFinite(x + y)).toBe(true);
    expect(threads.length).toBeGreaterThan(0);
  });

  test("refuse a layer that does not fit, in the library's words", () => {
    expect(() => receptiveFields(3, [{ kernel: 5, stride: 1, padding: 0, dilation: 1 }])).toThrow(
      "Kernel size can't be greater",
    );
  });
});
