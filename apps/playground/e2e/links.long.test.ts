// 200 random states restored from their links, and links that mean harm, in a real page.
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hashOf, views } from "../src/state/link.ts";
import { dice, randomLink } from "../test/random-links.ts";
import { expectRestored } from "./restored.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("links", () => {
  it("restore 200 random states of all views in one page, fields and numbers as the library has them", async () => {
    const { page, complaints } = await playground.open("#/shapes", { reducedMotion: true });
    for (let seed = 0; seed < Number(process.env.N ?? 200); seed++) {
      const link = randomLink(views[seed % views.length]!, dice(seed + 100));
      const hash = hashOf(link);
      // The page writes what it holds in place of what it was given.
      await page.evaluate((given) => {
        location.hash = `${given}&unknown=1`;
      }, hash);
      await expect.poll(() => page.evaluate(() => location.hash), { timeout: 20_000, message: hash }).toBe(hash);
      await expect.poll(() => page.locator("h1").count(), { timeout: 20_000, message: hash }).toBe(1);
      expect(await page.getByRole("alert").count(), hash).toBe(0);
      try {
        await vi.waitFor(() => expectRestored(page, link), { timeout: 20_000, interval: 100 });
      } catch (error) {
        throw new Error(`the page shows something else than ${hash.slice(0, 400)} … ${hash.slice(-80)}`, {
          cause: error,
        });
      }
    }
    // The browser would have this test read its pixels another way.
    expect(complaints.filter((text) => !text.startsWith("Canvas2D"))).toEqual([]);
    await page.close();
  }, 600_000);

  const harm = [
    "<img src=x onerror=harm()>",
    "<script>harm()</script>",
    "javascript:harm()",
    "data:text/html,<script>harm()</script>",
    '"><svg onload=harm()>',
    "__proto__",
    "{{constructor.constructor('harm()')()}}",
    "-1",
    "1e999",
    "9".repeat(500),
    "%",
  ];

  it("that mean harm open on the defaults with a word about it, and run nothing", { timeout: 300_000 }, async () => {
    const { page, complaints } = await playground.open("#/shapes", { reducedMotion: true });
    await page.exposeFunction("harm", () => complaints.push("a link ran"));
    for (const [n, view] of views.entries()) {
      const names = [...new URLSearchParams(hashOf(randomLink(view, dice(n + 7))).split("?")[1]).keys(), "other"];
      for (const [k, text] of harm.entries()) {
        // Every field at once, then one with the others as they should be.
        const fields = names.map((name) => [name, name === "v" ? "1" : text]);
        const query = new URLSearchParams(
          k % 2 === 0
            ? fields
            : [
                ["v", "1"],
                [names[k % names.length]!, text],
              ],
        );
        await page.evaluate((given) => {
          location.hash = given;
        }, `#/${view}?${query}`);
        // The page has read it once it writes what it made of it: the defaults, and nothing of the harm.
        await expect
          .poll(() => page.evaluate(() => location.hash), { timeout: 20_000, message: query.toString() })
          .not.toBe(`#/${view}?${query}`);
        expect(await page.getByRole("alert").count(), query.toString()).toBe(0);
        if (k % 2 === 0) await expect.poll(() => page.locator(".link-note").textContent()).toContain("This link");
      }
    }
    expect(await page.locator("img, script:not([src]), iframe").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
