// What holds for every convolution, on some of them; properties.long.test.ts tries many.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetServed, runOn, served } from "./backends.ts";
import { checkProperty, properties } from "./properties.ts";

// At level high no tile rounds: sums of whole numbers are exact.
describe.each(["portable", "high"] as const)("%s", (ground) => {
  beforeAll(() => {
    runOn(ground);
    resetServed();
  });
  afterAll(() => {
    const { wasm, portable } = served("conv_narrow");
    runOn("default");
    expect(ground === "portable" ? wasm : portable).toBe(0);
    expect(wasm + portable).toBeGreaterThan(100);
  });

  it.each(Object.keys(properties))("%s", (name) => checkProperty(name, 40, 1));
});
