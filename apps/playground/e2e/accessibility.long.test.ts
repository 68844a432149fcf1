// axe on every view, light and dark, wide and narrow: nothing serious.
import { afterAll, beforeAll, expect, it } from "vitest";
import { seriousFindings } from "./axe.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

const states = {
  arithmetic: "#/arithmetic",
  "by value": "#/arithmetic?v=1&colour=value&pin=w4",
  groups: "#/arithmetic?v=1&op=conv2d&size=4x4&channels=2x4&groups=2&kernel=3x3",
  "one dimension": "#/arithmetic?v=1&op=conv1d&size=1x8&channels=1x1&kernel=1x3&padding=1x1",
  impossible: "#/arithmetic?v=1&op=conv2d&size=3x3&channels=1x1&kernel=5x5",
  gradient: "#/arithmetic?v=1&op=conv2d&size=4x4&channels=1x1&kernel=3x3&gradient=weight",
  tour: "#/arithmetic?v=1&tour=3",
  matrix: "#/matrix",
  "matrix in symbols": "#/matrix?v=1&op=transposed2d&size=3x3&channels=1x1&kernel=3x3&stride=2x2&as=symbols",
  image: "#/image",
  "image with another border": "#/image?v=1&border=circular",
  "less of the page": "#/arithmetic?v=1&hide=parameters_formula&embed=1",
  shapes: "#/shapes",
  "shapes that do not fit": "#/shapes?v=1&op=transposed&from=500&to=3&input=4&stack=3.1.0.1_3.1.0.1",
};

const screens = {
  "wide and light": { width: 1440, height: 900 },
  "narrow and dark": { width: 375, height: 812, dark: true },
};

for (const [screen, view] of Object.entries(screens)) {
  it.each(Object.entries(states))(`%s, ${screen}`, async (_, hash) => {
    const { page } = await playground.open(hash, { ...view, reducedMotion: true });
    await page.waitForTimeout(300);
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });
}
