// A million pieces of memory, taken and given back: no overlap, little waste, and one free piece in the end.
import { expect, test } from "vitest";
import { churn } from "./churn.ts";

test("a million random pieces from 1 byte to 16 MiB", { timeout: 240_000 }, () => {
  const { peak, furthest, used, free, whole } = churn(1_000_000, 2);
  expect(peak).toBeGreaterThan(200 * 2 ** 20);
  expect(furthest).toBeLessThan(1.5 * peak);
  expect([used, free]).toEqual([0, { chunks: 1, largest: whole }]);
});
