// What holds for every convolution, on thousands of them, on every ground; by which algorithms is counted.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetServed, runOn, served } from "./backends.ts";
import { library } from "./library.ts";
import { checkProperty, properties, propertiesOfLarge } from "./properties.ts";
import { hasRounded, takeCounts } from "./watched-jobs.ts";

const kernels = ["conv_narrow", "conv_wide", "conv_weight"];
const direct = { panels: 1000, rows: 500, depthwise: 500, weight_sums: 100 };
const exactTiles = { "winograd: tiles of 2x2": 300 };

/** Calls that must have been, by ground. */
const fewest = {
  portable: {},
  default: { ...direct, "winograd: tiles of 4x4": 300, "winograd: tiles of 1x4": 150, weight_winograd_out: 20 },
  high: { ...direct, ...exactTiles },
  deterministic: direct,
  // Small ones are not worth sharing, and of others the second thread takes what a busy machine lets it.
  "two threads": { ...direct, ...exactTiles, winograd_source: 300, "after another thread's piece": 10 },
} as const;

describe.each(Object.keys(fewest) as (keyof typeof fewest)[])("%s", (ground) => {
  const small = ground === "two threads" ? 500 : 2000;
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
    const [narrow, wide, weight] = kernels.map(served);
    const counts = takeCounts();
    await threads?.threads(0);
    runOn("default");
    // Of gradients of weights, the portable kernel has the small ones on every ground.
    const strangers =
      ground === "portable" ? [narrow, wide, weight].map((by) => by!.wasm) : [narrow!.portable, wide!.portable];
    expect(strangers.every((calls) => calls === 0)).toBe(true);
    for (const { wasm, portable } of [narrow!, wide!, weight!])
      expect(ground === "portable" ? portable : wasm).toBeGreaterThan(150);
    expect(Object.entries(fewest[ground]).filter(([name, count]) => !((counts[name] ?? 0) >= count))).toEqual([]);
  });

  it.each(Object.keys(properties))("%s", (name) => checkProperty(name, small, 2, "small", hasRounded));
  it.each(propertiesOfLarge)("%s, in large", (name) => checkProperty(name, 60, 3, "large", hasRounded));
});
