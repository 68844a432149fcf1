// What the tests of the Train view read off the page.
import type { Page } from "playwright";
import { expect } from "vitest";

/** One of the facts beside the progress, such as `3 of 64` of `step`. */
export const fact = async (page: Page, name: string) =>
  (await page
    .locator(".train-player .facts div")
    .filter({ hasText: new RegExp(`^${name}`) })
    .locator("dd")
    .textContent())!;
export const stepOf = async (page: Page) => Number((await fact(page, "step")).split(" ")[0]);

/** Waits until the view says so. */
export const says = (page: Page, words: RegExp) =>
  expect.poll(() => page.locator(".train-player [role=status]").textContent(), { timeout: 40_000 }).toMatch(words);
