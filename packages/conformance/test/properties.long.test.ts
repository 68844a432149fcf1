// What holds for every convolution, on thousands of them, on every ground; by which algorithms is counted.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetServed, runOn, served } from "./backends.ts";
import { library } from "./library.ts";
import { checkProperty, properties, propertiesOfLarge } from "./properties.ts";
import { hasRounded, takeCounts } from "./watched-jobs.ts";

const algorithms = ["panels", "rows", "depthwise", "weight_sums"];

describe.each(["portable", "default", "high", "deterministic", "two threads"] as const)("%s", (ground) => {
  let threads: ReturnType<typeof library.wasm> | null = null;

  beforeAll(async () => {
    if (ground === "two threads") {
      threads = library.wasm({ level: "high" });
      library.setBackend(threads);
      expect(await threads.threads(2)).toMatchObject({ threads: 2, reason: null });
    } else runOn(ground);
    resetServed();
    takeCounts();
  });
  afterAll(async () => {
    const [narrow, wide, weight] = ["conv_narrow", "conv_wide", "conv_weight"].map(served);
    const counts = takeCounts();
    await threads?.threads(0);
    runOn("default");
    for (const { wasm, portable } of [narrow!, wide!, weight!]) {
      expect(ground === "portable" ? wasm : portable).toBe(0);
      expect(wasm + portable).toBeGreaterThan(300);
    }
    if (ground === "portable") return;
    expect(algorithms.filter((name) => !((counts[name] ?? 0) >= 50))).toEqual([]);
  });

  it.each(Object.keys(properties))("%s", (name) => checkProperty(name, 2500, 2, "small", hasRounded));
  it.each(propertiesOfLarge)("%s, in large", (name) => checkProperty(name, 60, 3, "large", hasRounded));
});
