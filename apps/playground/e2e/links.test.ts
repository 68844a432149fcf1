// A link can show less; links.long.test.ts has those to random states of all views.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

describe("links", () => {
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
