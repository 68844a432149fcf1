// axe on three pages, nothing serious; accessibility.long.test.ts looks at all of them.
import { afterAll, beforeAll, expect, it } from "vitest";
import { seriousFindings } from "./axe.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

it.each([
  ["arithmetic", "#/arithmetic", { width: 1440, height: 900 }],
  ["image", "#/image?v=1&border=zeros", { width: 375, height: 812, dark: true }],
])("%s", async (_, hash, view) => {
  const { page } = await playground.open(hash, { ...view, reducedMotion: true });
  await page.waitForTimeout(300);
  expect(await seriousFindings(page)).toEqual([]);
  await page.close();
});

it("the choices of a reduced link", async () => {
  const { page } = await playground.open("#/arithmetic", { reducedMotion: true });
  await page.getByText("Share less").click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.close();
});
