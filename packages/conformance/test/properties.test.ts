// What holds for every convolution, on some of them; properties.long.test.ts tries many.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetServed, runOn, served } from "./backends.ts";
import { checkProperty, properties, propertiesOfLarge } from "./properties.ts";
import { takeCounts } from "./watched-jobs.ts";

// At level high no tile rounds: sums of whole numbers are exact.
describe.each(["portable", "high"] as const)("%s", (ground) => {
  beforeAll(() => {
    runOn(ground);
    resetServed();
    takeCounts();
  });
  afterAll(() => {
    const { wasm, portable } = served("conv_narrow");
    runOn("default");
    expect(ground === "portable" ? wasm : portable).toBe(0);
    expect(wasm + portable).toBeGreaterThan(100);
    if (ground === "portable") return;
    const counts = takeCounts();
    const algorithms = ["panels", "rows", "depthwise"];
    expect(algorithms.filter((name) => !((counts[name] ?? 0) > 20))).toEqual([]);
  });

  it.each(Object.keys(properties))("%s", (name) => checkProperty(name, 24, 1));
  if (ground === "high") it.each(propertiesOfLarge)("%s, in large", (name) => checkProperty(name, 4, 8, "large"));
});
