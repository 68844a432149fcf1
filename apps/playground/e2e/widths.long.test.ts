// Every view at nine widths, from the smallest phone to 4K: nothing scrolls sideways, and no text is cut or lies over other text.
import { afterAll, beforeAll, expect, it } from "vitest";
import { layoutFaults } from "./layout-faults.ts";
import { screens, shown } from "./screens.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const widths = [320, 360, 390, 768, 1024, 1280, 1920, 2560, 3840];
/** At most so wide, the parameters are in a sheet. */
const sheetWidth = 980;

it.each(Object.values(screens).flatMap((named) => Object.entries(named)))("%s", async (_, hash) => {
  const { page } = await playground.open(hash, { reducedMotion: true });
  await shown(page, hash);
  const sheet = page.getByRole("button", { name: /^Parameters/ });
  for (const width of widths) {
    await page.setViewportSize({ width, height: Math.max(800, (width * 9) / 16) });
    // One frame to lay out, and one for what measures itself.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await layoutFaults(page), `${width} pixels`).toEqual([]);
    if (width > sheetWidth || !(await sheet.isVisible())) continue;
    await sheet.click();
    expect(await layoutFaults(page), `${width} pixels, with the sheet open`).toEqual([]);
    await sheet.click();
  }
  await page.close();
});

it.each([screens.arithmetic.arithmetic!, screens.image.image!])("with the brush in hand, %s", async (hash) => {
  const { page } = await playground.open(hash, { reducedMotion: true });
  await shown(page, hash);
  await page.getByRole("button", { name: "paint", exact: true }).click();
  await page.getByLabel("brush =").waitFor();
  for (const width of widths) {
    await page.setViewportSize({ width, height: Math.max(800, (width * 9) / 16) });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await layoutFaults(page), `${width} pixels`).toEqual([]);
  }
  await page.close();
});

it("notices what is too wide, what is cut, and what lies over something else", async () => {
  const { page } = await playground.open("#/arithmetic?v=1&pin=y4", { width: 360, reducedMotion: true });
  const faultsWith = (rule: string) =>
    page
      .evaluate((text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets = [sheet];
      }, rule)
      .then(() => layoutFaults(page));
  expect(await faultsWith("")).toEqual([]);
  expect(await faultsWith(".take-away { width: 900px }")).toContain("the page is 916 wide");
  expect((await faultsWith(".formula-subject { width: 40px; overflow: hidden; white-space: nowrap }")).join()).toMatch(
    /^cut: /,
  );
  expect((await faultsWith(".terms li { margin-inline-end: -30px }")).join()).toContain(" lies under ");
  await page.getByRole("button", { name: /^Parameters/ }).click();
  expect((await faultsWith(".number-field { width: 4px; padding: 0 }")).join()).toMatch(/cut: <input.number-field>/);
  await page.close();
});
