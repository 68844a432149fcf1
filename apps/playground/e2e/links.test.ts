// A link can show less; links.long.test.ts has those to random states of all views.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hash, type ServedPlayground, servePlayground } from "./served-playground.ts";

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

  it("hold the step at which a walk is paused, not those that it plays through, and come back paused there", async () => {
    const { page, complaints } = await playground.open("#/arithmetic?v=1&op=conv2d&size=6x6&channels=1x1&kernel=3x3");
    const count = page.locator(".step-count");
    const entries = await page.evaluate(() => history.length);
    const forward = page.getByRole("button", { name: "Step forward" });
    await page.getByRole("button", { name: "Speed 1 per second" }).click();
    await page.getByRole("button", { name: "Speed 2 per second" }).click();
    await page.mouse.move(5, 895);
    if (await page.getByRole("button", { name: "play" }).count())
      await page.getByRole("button", { name: "play" }).click();
    await expect.poll(() => count.textContent(), { timeout: 10_000 }).toMatch(/^[4-9] of 16$/);
    expect(await hash(page)).not.toContain("step");
    await page.getByRole("button", { name: "pause" }).click();
    const paused = await count.textContent();
    await expect.poll(() => hash(page)).toContain(`&step=${Number.parseInt(paused!, 10) - 1}`);
    await page.getByRole("slider", { name: "Output" }).fill("11");
    await expect.poll(() => hash(page)).toContain("&step=11");
    await forward.click();
    await expect.poll(() => hash(page)).toContain("&step=12");
    expect(await page.evaluate(() => history.length)).toBe(entries);

    // In a page where walks set out by themselves, this one does not.
    const again = await playground.open(await hash(page));
    const there = again.page.locator(".step-count");
    expect(await there.textContent()).toBe("13 of 16");
    await again.page.waitForTimeout(1300);
    expect(await there.textContent()).toBe("13 of 16");
    expect(await again.page.getByRole("button", { name: "play" }).count()).toBe(1);
    await again.page.getByRole("link", { name: "Matrix" }).click();
    await expect.poll(() => again.page.getByLabel("Step by step").textContent()).toContain("gives one number, y₃₀");
    await expect.poll(() => hash(again.page)).toContain("&step=12");
    await again.page.getByRole("button", { name: "play" }).click();
    await expect.poll(() => hash(again.page)).not.toContain("step");
    expect([...complaints, ...again.complaints]).toEqual([]);
    await again.page.close();
    await page.close();
  });
});
