// What a page may cost: first paint, script, and how long a hand that drags has to wait. The strict figures are printed.
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { budget, print, watchLongTasks } from "./budget.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("budgets", () => {
  it("paints within 1.5 s, of less than 250 KB of script", async () => {
    const { page } = await playground.open("#/arithmetic");
    await page.locator(".matrix-picture").waitFor();
    const { paint, scripts } = await page.evaluate(() => ({
      paint: performance.getEntriesByName("first-contentful-paint")[0]!.startTime,
      scripts: performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .filter((name) => name.endsWith(".js")),
    }));
    let bytes = 0;
    for (const script of scripts) bytes += gzipSync(await (await fetch(script)).bytes()).length;
    print(
      `first contentful paint: ${Math.round(paint)} ms (at most 1500)`,
      `script before the first view: ${(bytes / 1000).toFixed(1)} KB gzip in ${scripts.length} files (at most 250)`,
    );
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(250_000);
    expect(paint).toBeLessThan(budget(1500));
    await page.close();
  });

  it("answers a dragged slider without a task over 50 ms", async () => {
    const { page } = await playground.open("#/arithmetic", { reducedMotion: true });
    const slider = page.getByLabel("input size, height and width");
    const box = (await slider.boundingBox())!;
    const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
    await page.mouse.move(...at(0.3));
    await page.mouse.down();
    const watch = await watchLongTasks(page);
    for (let step = 0; step <= 20; step++) await page.mouse.move(...at(0.3 + step * 0.025));
    const long = await watch.end();
    await page.mouse.up();
    print(`dragging the input size: long tasks ${long.join(", ") || "none"} ms (at most 50)`);
    expect(await page.getByLabel("input size width").inputValue()).not.toBe("5");
    expect(Math.max(0, ...long)).toBeLessThan(budget(50));
    await page.close();
  });

  it("lights partners in the largest case without a task over 50 ms", async () => {
    const { page } = await playground.open(
      "#/arithmetic?v=1&op=conv2d&size=16x16&channels=6x6&kernel=9x9&padding=4x4",
      { reducedMotion: true },
    );
    const cells = page.locator("[data-side=output] [role=gridcell]");
    await cells.first().waitFor();
    const watch = await watchLongTasks(page);
    for (const index of [20, 140, 141, 142, 700]) await cells.nth(index).hover();
    const long = await watch.end();
    print(`pointing at the largest case: long tasks ${long.join(", ") || "none"} ms (at most 50)`);
    expect(Math.max(0, ...long)).toBeLessThan(budget(50));
    await page.close();
  });
});
