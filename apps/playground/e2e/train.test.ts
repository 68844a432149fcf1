import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const fact = async (page: Page, name: string) =>
  (await page
    .locator(".train-player .facts div")
    .filter({ hasText: new RegExp(`^${name}`) })
    .locator("dd")
    .textContent())!;
const stepOf = async (page: Page) => Number((await fact(page, "step")).split(" ")[0]);
const says = (page: Page, words: RegExp) =>
  expect.poll(() => page.locator(".train-player [role=status]").textContent(), { timeout: 40_000 }).toMatch(words);
const hash = (page: Page) => page.evaluate(() => location.hash);

describe("Train", () => {
  it("goes by keys alone, begins anew after a change, and gives the same numbers for the same settings", async () => {
    const { page, complaints } = await playground.open(
      "#/train?v=1&pictures=200&by=sgd&rate=0.03&batch=64&epochs=2&seed=5",
      {
        dark: true,
        reducedMotion: true,
      },
    );
    await says(page, /Ready/);
    const step = page.getByRole("button", { name: "Step", exact: true });
    const trainTwo = async () => {
      const losses: string[] = [];
      for (const at of [1, 2]) {
        await step.focus();
        await page.keyboard.press("Enter");
        await expect.poll(() => stepOf(page)).toBe(at);
        await expect.poll(() => step.isEnabled()).toBe(true);
        losses.push(await fact(page, "loss"));
      }
      return losses;
    };
    const first = await trainTwo();
    await page.getByRole("button", { name: "Reset" }).focus();
    await page.keyboard.press("Enter");
    await says(page, /Ready/);
    expect(await trainTwo()).toEqual(first);
    await page.getByLabel("seed").focus();
    await page.keyboard.press("ArrowUp");
    await says(page, /Ready/);
    await expect.poll(() => hash(page)).toContain("seed=6");
    expect(await trainTwo()).not.toEqual(first);
    await page.getByLabel("batch size").selectOption("8");
    await expect.poll(() => fact(page, "step"), { timeout: 20_000 }).toBe("0 of 50");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
