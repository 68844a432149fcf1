// Hostile memory: every row in every mode, and every allocation of chosen rows failing.
import { describe, expect, it } from "vitest";
import { checkFailures, checkRows, representative } from "./hostile.ts";

describe("every row", () => {
  it("when the memory's views are detached at every step", () => checkRows({ growZero: true }));

  it("when fresh and freed memory is poison, and guards stand beside every buffer", () => checkRows({ poison: true }));

  it.each(Array.from({ length: 9 }, (_, i) => i))("when the buffer placed after %i others ends the memory", (pageEnd) =>
    checkRows({ pageEnd, poison: pageEnd % 2 === 1 }),
  );
});

describe("every allocation fails, alone and with all after it", () => {
  const all = representative(12);

  it("over calls of every kind", () => {
    expect(all.length).toBeGreaterThan(80);
  });

  it.each(all.map(([group, row]) => [row.id, group, row] as const))("%s", (_, group, row) => {
    checkFailures(group, row);
  });
});
