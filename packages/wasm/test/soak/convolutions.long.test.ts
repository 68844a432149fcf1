// 100,000 convolutions in one synchronous loop each way, 30,000 of shapes of every size: rss, array buffers and heap stay flat.
import { expect, test } from "vitest";
import { isFlat, soakConvolutions } from "./convolutions.ts";

test.each([
  ["plain", 100_000],
  ["through views", 100_000],
  ["with gradients", 100_000],
  ["shapes of every size", 30_000],
] as const)("convolutions without a pause, %s: %i", (way, count) => {
  const soaked = soakConvolutions(way, count);
  // biome-ignore lint/suspicious/noConsole: the figures are what a soak is for.
  console.log(`${way}: ${JSON.stringify({ ...soaked, report: soaked.report.growth })}`);
  expect(soaked, JSON.stringify(soaked.report)).toSatisfy(isFlat);
  expect(soaked.accelerated).toBe(1);
  expect(soaked.bytes).toBeLessThanOrEqual(64 * 2 ** 20);
});
