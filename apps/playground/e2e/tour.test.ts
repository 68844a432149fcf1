// The tour: six steps, each with what the library says to it, and back out.
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

it("runs through", async () => {
  const { page, complaints } = await playground.open("#/arithmetic");
  await page.getByRole("button", { name: "Tour" }).click();
  const shapes = ["24 rows by 48 columns", "4 rows by 16 columns", "16 rows by 4 columns", "9 rows by 49 columns"];
  for (let step = 0; step < 6; step++) {
    await expect.poll(() => page.locator(".tour-count").textContent()).toContain(`${step + 1} of 6`);
    const facts = await page.locator(".facts dd").allTextContents();
    expect(facts.length).toBeGreaterThan(0);
    expect(facts).not.toContain("false");
    if (shapes[step] !== undefined) {
      expect(await page.locator(".matrix-picture").getAttribute("aria-label")).toContain(shapes[step]);
    }
    await page.getByRole("button", { name: step === 5 ? "Done" : "Next" }).click();
  }
  await expect.poll(() => page.locator(".tour").count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

it("shows the notebook's printed numbers", async () => {
  const { page } = await playground.open("#/arithmetic?v=1&tour=6");
  await expect.poll(() => page.locator(".facts").textContent()).toContain("-5.0211, -0.6162");
  expect(await page.locator(".facts dd").last().textContent()).toBe("true");
  await page.close();
});
