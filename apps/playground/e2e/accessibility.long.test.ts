// axe on everything worth looking at in every view: light, dark and on a phone.
import { afterAll, beforeAll, expect, it } from "vitest";
import { seriousFindings } from "./axe.ts";
import { screens, shown, sizes } from "./screens.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const links = Object.values(screens).flatMap((named) => Object.entries(named));

for (const [size, view] of Object.entries(sizes)) {
  it.each(links)(`%s, ${size}`, async (_, hash) => {
    const { page } = await playground.open(hash, { ...view, reducedMotion: true });
    await shown(page, hash);
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });
}

it("the choices of a reduced link", async () => {
  const { page } = await playground.open("#/arithmetic", { reducedMotion: true });
  await page.getByText("Share less").click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.close();
});
