// axe on everything worth looking at in every view, light, dark and on a phone, and on what opens over it.
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findings } from "./axe.ts";
import { screens, shown } from "./screens.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const desk = { width: 1440, height: 900 };
const phone = { width: 375, height: 812 };

/** What axe finds at one size in both schemes; `dark` is in force afterwards. */
async function inBothSchemes(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe(colorScheme);
    // Colours that fade are measured once they stand.
    await page.waitForTimeout(50);
    found.push(...(await findings(page)).map((finding) => `${colorScheme} ${finding}`));
  }
  return found;
}

describe("axe finds nothing, minor or critical, light or dark, on a desk or on a phone:", () => {
  const links = Object.values(screens).flatMap((named) => Object.entries(named));
  it.each(links)("%s", async (_, hash) => {
    const { page } = await playground.open(hash, { ...desk, reducedMotion: true });
    await shown(page, hash);
    expect(await inBothSchemes(page)).toEqual([]);
    await page.setViewportSize(phone);
    expect(await inBothSchemes(page)).toEqual([]);
    await page.close();
  });

  const opened: readonly (readonly [string, string, typeof desk, (page: Page) => Promise<void>])[] = [
    ...["arithmetic", "matrix", "image", "shapes", "network", "train"].map(
      (view) =>
        [
          `the choices of a reduced link to ${view}`,
          `#/${view}`,
          desk,
          (page: Page) => page.getByText("Share less").click(),
        ] as const,
    ),
    ["the same on a phone", "#/arithmetic", phone, (page) => page.getByText("Share less").click()],
    ...["arithmetic", "matrix"].map(
      (view) =>
        [
          `the sheet of parameters of ${view}`,
          `#/${view}?v=1&op=transposed3d&size=2x2x2&channels=2x2&groups=2&kernel=2x2x2`,
          phone,
          (page: Page) => page.getByRole("button", { name: /^Parameters/ }).click(),
        ] as const,
    ),
    ...(["arithmetic", "image"] as const).flatMap((view) =>
      ([desk, phone] as const).map(
        (size) =>
          [
            `the brush of ${view}, ${size.width} pixels wide`,
            screens[view][view]!,
            size,
            (page: Page) => page.getByRole("button", { name: "paint", exact: true }).click(),
          ] as const,
      ),
    ),
    [
      "a number that is typed into a grid",
      "#/arithmetic",
      desk,
      (page) => page.locator("[data-side=weight] [data-index='0']").dblclick(),
    ],
    [
      "the layers of a network as a table",
      "#/network",
      desk,
      (page) => page.getByText("All layers as a table").click(),
    ],
    ["the code of a training", "#/train", phone, (page) => page.getByText("The code").click()],
  ];
  it.each(opened)("%s", async (_, hash, size, open) => {
    const { page } = await playground.open(hash, { ...size, reducedMotion: true });
    await open(page);
    expect(await inBothSchemes(page)).toEqual([]);
    await page.close();
  });
});
