// How long a page may take, measured by the browser itself.
import type { Page } from "playwright";

/** Machines that run tests are busy with other things: what is asserted is this many times what a person's machine is to keep. */
const allowance = 8;

/** The strict figure as the tests assert it. */
export const budget = (strict: number): number => strict * allowance;

/** Says what was measured, beside the tests' own lines. */
export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Watches the main thread; `end` gives the tasks over 50 ms since then, in whole milliseconds. */
export async function watchLongTasks(page: Page): Promise<{ end(): Promise<number[]> }> {
  const tasks = await page.evaluateHandle(() => {
    const found: number[] = [];
    const observer = new PerformanceObserver((list) => found.push(...list.getEntries().map((entry) => entry.duration)));
    observer.observe({ type: "longtask" });
    return { found, observer };
  });
  return {
    async end() {
      // Entries come after the frame.
      await page.waitForTimeout(150);
      return tasks.evaluate(({ found, observer }) => {
        observer.disconnect();
        return found.map(Math.round);
      });
    },
  };
}
