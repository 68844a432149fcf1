// What moves when K is transposed: every entry, from its row and column to its column and row, quickly, or not at all.
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** Transposes, holds every animation at its first moment, and looks. */
const flipped = (page: Page) =>
  page.evaluate(async () => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>(".parameters button")];
    buttons.find((button) => button.textContent === "Transposed")!.click();
    while (document.querySelector("[data-turning=true]") === null) await new Promise(requestAnimationFrame);
    const moving = document.getAnimations().filter((one) => one instanceof CSSAnimation);
    const places = () => {
      const { left, top } = document.querySelector(".matrix-lines")!.getBoundingClientRect();
      return [...document.querySelectorAll<SVGTextElement>(".entry-numbers text")].map((text) => {
        const box = text.getBoundingClientRect();
        return [(box.left + box.right) / 2 - left, (box.top + box.bottom) / 2 - top] as const;
      });
    };
    for (const one of moving) one.pause();
    for (const one of moving) one.currentTime = 0;
    const before = places();
    const wide = document.documentElement.scrollWidth;
    for (const one of moving) one.finish();
    return {
      moves: moving.map(({ animationName, effect }) => {
        const { duration, easing } = effect!.getComputedTiming();
        const changed = (effect as KeyframeEffect).getKeyframes().flatMap((frame) => Object.keys(frame));
        return { animationName, duration: Number(duration), easing, changed };
      }),
      before,
      after: places(),
      wide,
    };
  });

it("rows become columns, by positions and opacity alone, within a quarter of a second", async () => {
  const { page, complaints } = await playground.open("#/arithmetic");
  await page.locator(".matrix-picture").waitFor();
  const { moves, before, after, wide } = await flipped(page);
  const known = ["transform", "opacity", "offset", "computedOffset", "easing", "composite"];
  expect(moves.length).toBeGreaterThanOrEqual(20);
  for (const { duration, changed } of moves) {
    expect(duration).toBeGreaterThanOrEqual(150);
    expect(duration).toBeLessThanOrEqual(250);
    expect(changed.filter((name) => !known.includes(name))).toEqual([]);
  }
  expect(after).toHaveLength(81);
  for (const [i, [x, y]] of after.entries()) {
    expect(Math.abs(before[i]![0] - y)).toBeLessThan(1);
    expect(Math.abs(before[i]![1] - x)).toBeLessThan(1);
  }
  // What is on its way makes the page no wider.
  expect(wide).toBe(1440);
  expect(complaints).toEqual([]);
  await page.close();
});

it("nothing moves where the system asks for it", async () => {
  const { page } = await playground.open("#/arithmetic", { reducedMotion: true });
  await page.locator(".matrix-picture").waitFor();
  const { moves, before, after } = await flipped(page);
  expect(moves).toEqual([]);
  expect(before).toEqual(after);
  await page.close();
});
