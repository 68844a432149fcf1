// Hostile memory, in part: faults.long.test.ts has the whole.
import { describe, expect, it } from "vitest";
import { checkFailures, checkRows, representative } from "./hostile.ts";

describe("every row", () => {
  const what = "when the memory's views are detached at every step, fresh memory is poison and guards stand everywhere";
  it(what, { timeout: 30_000 }, () => checkRows({ growZero: true, poison: true }));
});

describe("rows of layers and windows", () => {
  it.each([0, 1, 2, 3])("when the buffer that is placed after %i others ends where memory ends", (pageEnd) => {
    checkRows({ pageEnd }, ["conv-layers", "sliding", "pooling"]);
  });
});

describe("failing allocations", () => {
  const chosen = representative(60).filter((_, i) => i % 4 === 0);

  it.each(chosen.map(([group, row]) => [row.id, group, row] as const))("%s", (_, group, row) => {
    expect(checkFailures(group, row, 5).runs).toBeGreaterThan(0);
  });
});
