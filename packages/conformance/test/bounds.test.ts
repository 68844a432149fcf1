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
    expect(seen.direct).toBeGreaterThan(100);
    expect(seen.winograd).toBeGreaterThan(5);
    if (level === "default") expect(seen.winogradWeights).toBeGreaterThan(0);
    // A bound that nothing comes near to would say nothing.
    expect(seen.directWorst).toBeGreaterThan(0.05);
    expect(seen.winogradWorst).toBeGreaterThan(0.05);
  });

  it("deterministic: the portable kernels' bits", () => checkBits(seeds));
});
