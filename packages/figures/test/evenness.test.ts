// Evenness against the coverage of whole transposed convolutions, and what is offered where they are uneven.
import { describe, expect, it } from "vitest";
import { isEven, nearestEven, phasesOf, sceneOf, stepRemarks, structureOf } from "../src/index.ts";

const inputs = 24;

/** Coverage of the outputs that no border is near to. */
function inside(kernel: number, stride: number, dilation: number): readonly number[] {
  const ones = (length: number) => ({ shape: [1, 1, length], values: new Array<number>(length).fill(1) });
  const { coverage } = structureOf(
    sceneOf({ rank: 1, transposed: true, input: ones(inputs), weight: ones(kernel), options: { stride, dilation } }),
  );
  const border = dilation * (kernel - 1);
  return coverage.slice(border, (inputs - 1) * stride);
}

const swept = [1, 2, 3, 4, 5, 6].flatMap((kernel) =>
  [1, 2, 3, 4].flatMap((stride) => [1, 2, 3].map((dilation) => ({ kernel, stride, dilation }))),
);

describe("evenness", () => {
  it.each(swept)("of kernel $kernel, stride $stride, dilation $dilation is what the coverage shows", (steps) => {
    const seen = inside(steps.kernel, steps.stride, steps.dilation);
    expect(seen.length).toBeGreaterThanOrEqual(steps.stride);
    expect(isEven(steps)).toBe(new Set(seen).size === 1);
    expect([...phasesOf(steps)].sort()).toEqual(seen.slice(-steps.stride).sort((a, b) => a - b));
    const remarks = stepRemarks({ ...steps, transposed: true, padding: 0, outputPadding: 0 }).join();
    expect(remarks.includes("leaves gaps")).toBe(Math.min(...seen) === 0);
    expect(remarks.includes("checkerboard")).toBe(Math.min(...seen) > 0 && new Set(seen).size > 1);
  });

  it("offers the nearest even kernel within the limits, and another dilation only where no kernel is even", () => {
    const most = { kernel: 9, dilation: 5 };
    const kernel = (size: number, stride: number, largest = 9) =>
      nearestEven({ kernel: size, stride, dilation: 1 }, { ...most, kernel: largest })?.kernel;
    expect([kernel(3, 2), kernel(9, 2), kernel(5, 2, 5), kernel(4, 3), kernel(3, 6), kernel(2, 4, 3)]).toEqual([
      4,
      8,
      4,
      3,
      6,
      undefined,
    ]);
    expect(nearestEven({ kernel: 4, stride: 2, dilation: 2 }, most)).toEqual({ kernel: 4, stride: 2, dilation: 1 });
    for (const steps of swept) {
      const found = nearestEven(steps, most);
      expect(found === null || new Set(inside(found.kernel, found.stride, found.dilation)).size === 1).toBe(true);
    }
  });
});
