// Every state is a link, and a link can show less: in a real page, over all views.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashOf, views } from "../src/state/link.ts";
import { dice, randomLink } from "../test/random-links.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("links", () => {
  it("restore 20 random states in one page", async () => {
    const { page, complaints } = await playground.open("#/shapes", { reducedMotion: true });
    for (let seed = 0; seed < 20; seed++) {
      const hash = hashOf(randomLink(views[seed % views.length]!, dice(seed + 1)));
      // The page writes what it holds in place of what it was given.
      await page.evaluate((given) => {
        location.hash = `${given}&unknown=1`;
      }, hash);
      await expect.poll(() => page.evaluate(() => location.hash), { timeout: 10_000, message: hash }).toBe(hash);
      await expect.poll(() => page.locator("h1").count(), { timeout: 10_000, message: hash }).toBe(1);
      expect(await page.getByRole("alert").count(), hash).toBe(0);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("leave out what they say, by a composed link, with keyboard and mouse", async () => {
    const { page, complaints } = await playground.open("#/arithmetic", { reducedMotion: true });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByLabel("stride width").fill("2");
    await expect.poll(() => page.evaluate(() => location.hash)).toContain("stride=1x2");
    await page.getByText("Share less").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: "matrix" }).focus();
    await page.keyboard.press("Space");
    for (const part of ["parameters", "formula", "this row", "header"])
      await page.getByRole("checkbox", { name: part }).click();
    await page.getByRole("button", { name: "Copy reduced link" }).click();
    const address = await page.evaluate(() => navigator.clipboard.readText());
    expect(address).toContain("hide=parameters_matrix_formula_take-away&embed=1");
    await page.keyboard.press("Escape");
    await page.goto(address);
    await page.reload();
    await page.getByLabel("Animation").waitFor();
    for (const part of ["Parameters", "Matrix", "Formula", "Take away"]) {
      expect(await page.getByLabel(part, { exact: true }).isVisible(), part).toBe(false);
    }
    expect(await page.getByRole("banner").count()).toBe(0);
    expect(await page.locator("[data-side=output] [role=gridcell]").count()).toBe(6);
    await page.getByRole("button", { name: "Step forward" }).click();
    await expect
      .poll(() => page.evaluate(() => location.hash))
      .toContain("hide=parameters_matrix_formula_take-away&embed=1");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
