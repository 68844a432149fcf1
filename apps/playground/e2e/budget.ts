// How long a page may take, measured by the browser itself.
import type { Page } from "playwright";

/** Says what was measured, beside the tests' own lines. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Machines that run tests do other work at the same time: what counts is the best of so many tries. */
const tries = 8;

/** The least of several measurements; after one within the limit there are no more. Where it took several, says all of them. */
export async function best(limit: number, measure: () => Promise<number>): Promise<number> {
  const found: number[] = [];
  while (found.length < tries && (found.at(-1) ?? Number.POSITIVE_INFINITY) > limit) found.push(await measure());
  if (found.length > 1) print(`  tries: ${found.map(Math.round).join(", ")} ms (at most ${limit})`);
  return Math.min(...found);
}

/** Watches the main thread while something is done; gives the longest task over 50 ms, in whole milliseconds, or 0. */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  const tasks = await page.evaluateHandle(() => {
    const found: number[] = [];
    const observer = new PerformanceObserver((list) => found.push(...list.getEntries().map((entry) => entry.duration)));
    observer.observe({ type: "longtask" });
    return { found, observer };
  });
  await act();
  // Entries come after the frame.
  await page.waitForTimeout(150);
  return tasks.evaluate(({ found, observer }) => {
    observer.disconnect();
    return Math.round(Math.max(0, ...found));
  });
}

/** Drags a slider from a third of its length to the end and back. */
export async function dragSlider(page: Page, label: string): Promise<void> {
  const slider = page.getByLabel(label, { exact: true });
  const box = (await slider.boundingBox())!;
  const to = (share: number) => page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
  await to(0.3);
  await page.mouse.down();
  for (let step = 1; step <= 20; step++) await to(0.3 + step * 0.03);
  for (let step = 20; step >= 0; step--) await to(0.3 + step * 0.03);
  await page.mouse.up();
}
