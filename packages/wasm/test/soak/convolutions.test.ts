// A short soak; convolutions.long.test.ts makes several times as many, and goes more ways.
import { expect, test } from "vitest";
import { isFlat, soakConvolutions } from "./convolutions.ts";

test.each(["plain", "with gradients"] as const)(
  "16,000 convolutions without a pause, %s",
  { timeout: 60_000 },
  (way) => {
    const soaked = soakConvolutions(way, 16_000);
    expect(soaked, JSON.stringify(soaked.report.growth)).toSatisfy(isFlat);
    expect(soaked.accelerated).toBe(1);
    expect(soaked.evictions).toBeGreaterThan(5000);
    expect(soaked.bytes).toBeLessThanOrEqual(64 * 2 ** 20);
  },
);

test("the measurement would notice: one result in ten that is kept is no flat line", () => {
  const kept: unknown[] = [];
  const soaked = soakConvolutions("plain", 16_000, (y, i) => i % 10 === 0 && kept.push(y));
  expect(isFlat(soaked)).toBe(false);
  expect(kept.length).toBe(1639 + 820);
});
