// Every state is a link, and a link can show less: in a real page, over all views.

import { paddingModes } from "@toeplitz/widgets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashOf, type Link, readHash, views } from "../src/state/link.ts";
import { dice, type Roll, randomLink, randomShapes } from "../test/random-links.ts";
import { type ServedPlayground, screenshot, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** A state of any view that a page can hold: a step of the tour brings its own settings, and gradients have their output's size. */
function anyLink(view: Link["view"], roll: Roll): Link {
  const { settings, input, weight, gradient, colouring, pin, hide } = randomLink(roll);
  const plain: Link = { ...readHash(`#/${view}`), hide, embed: roll(1) === 0 };
  if (view === "shapes") return { ...plain, shapes: randomShapes(roll) };
  if (view === "image") {
    const side = [3, 5, 7][roll(2)]!;
    const kernel = Array.from({ length: side * side }, () => (roll(16) - 8) / 4);
    return { ...plain, kernel, border: paddingModes[roll(3)]! };
  }
  const form = view === "matrix" ? (["picture", "symbols", "list"] as const)[roll(2)]! : "picture";
  return { ...plain, settings, input, weight, gradient, colouring, pin, form };
}

describe("links", () => {
  it("restore 20 random states in one page", async () => {
    const { page, complaints } = await playground.open("#/shapes", { reducedMotion: true });
    for (let seed = 0; seed < 20; seed++) {
      const hash = hashOf(anyLink(views[seed % views.length]!, dice(seed + 1)));
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
    await screenshot(page, "share");
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
    await screenshot(page, "reduced");
    await page.getByRole("button", { name: "Step forward" }).click();
    await expect
      .poll(() => page.evaluate(() => location.hash))
      .toContain("hide=parameters_matrix_formula_take-away&embed=1");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
