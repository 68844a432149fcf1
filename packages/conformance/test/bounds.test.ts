// The published bounds of the levels, over some random geometries; bounds.long.test.ts takes many.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchJobs } from "../src/index.ts";
import { runOn } from "./backends.ts";
import { checkBits, checkBounds } from "./bounds.ts";

const seeds = Array.from({ length: 60 }, (_, i) => i);

beforeAll(() => watchJobs());
afterAll(() => runOn("default"));

describe("random numbers, random geometries", () => {
  it.each(["default", "high"] as const)("%s: direct sums and Winograd tiles within their bounds", (level) => {
    const seen = checkBounds(level, seeds);
    // biome-ignore lint/suspicious/noConsole: how much of the bound is used.
    console.log(`${level}: ${JSON.stringify(seen)}`);
    const algorithms = { depthwise: 10, rows: 3, panels: 20, weight_sums: 10, winograd: 5 };
    const ofLevel = level === "default" ? { ...algorithms, weight_winograd_out: 1 } : algorithms;
    for (const [algorithm, least] of Object.entries(ofLevel)) {
      const { results, worst } = seen[algorithm as keyof typeof seen]!;
      expect(results, algorithm).toBeGreaterThanOrEqual(least);
      // A bound that nothing comes near to would say nothing.
      expect(worst, algorithm).toBeGreaterThan(0.05);
    }
  });

  it("deterministic: the portable kernels' bits", () => checkBits(seeds));
});
