// A tab that is frozen, and one that gets a small part of a processor: work in workers goes on, nothing is lost, and it can be paused.
import type { CDPSession, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { note, ran } from "./network-page.ts";
import { type ServedPlayground, servePlayground } from "./served-playground.ts";
import { says, stepOf } from "./train-page.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** Stops every process of pages for some seconds, workers and all, as a system does with tabs that nobody looks at. */
async function sleep(page: Page): Promise<void> {
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
  const pages = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  await page.evaluate(() => {
    let last = performance.now();
    Reflect.set(window, "longestGap", 0);
    setInterval(() => {
      const now = performance.now();
      Reflect.set(window, "longestGap", Math.max(Reflect.get(window, "longestGap"), now - last));
      last = now;
    }, 20);
  });
  for (const id of pages) process.kill(id, "SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, asleep));
  for (const id of pages) process.kill(id, "SIGCONT");
  await expect.poll(() => page.evaluate(() => Reflect.get(window, "longestGap"))).toBeGreaterThan(0.9 * asleep);
}

const slowDown = (browser: CDPSession, rate: number) => browser.send("Emulation.setCPUThrottlingRate", { rate });

const asleep = 3000;
const training = "#/train?v=1&pictures=500&by=adam&rate=0.004&batch=32&epochs=4&seed=0";

describe("a tab that is frozen", () => {
  it("trains on when it is awake again, to the very weights of one that was never frozen", async () => {
    const { page, complaints } = await playground.open(training);
    await says(page, /Ready/);
    await page.getByRole("button", { name: "Start" }).click();
    await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(3);
    await sleep(page);
    await says(page, /Done: \d+ % of the test pictures are named rightly/);
    expect(await stepOf(page)).toBe(64);
    const said = await page.locator(".train-player .facts").textContent();
    const filter = () =>
      page
        .getByRole("group", { name: "Filters of the first layer" })
        .getByRole("button")
        .first()
        .getAttribute("aria-label");
    const woken = await filter();
    await page.close();

    const undisturbed = await playground.open(training);
    await says(undisturbed.page, /Ready/);
    await undisturbed.page.getByRole("button", { name: "Start" }).click();
    await says(undisturbed.page, /Done: \d+ %/);
    const test = (facts: string | null) => /test\s*\d+ %/.exec(facts ?? "")?.[0];
    expect(test(said)).toBe(test(await undisturbed.page.locator(".train-player .facts").textContent()));
    expect(woken).toBe(
      await undisturbed.page
        .getByRole("group", { name: "Filters of the first layer" })
        .getByRole("button")
        .first()
        .getAttribute("aria-label"),
    );
    expect([...complaints, ...undisturbed.complaints]).toEqual([]);
    await undisturbed.page.close();
  });

  it("shows what a network computed meanwhile, and runs the next", async () => {
    const { page, complaints } = await playground.open("#/network?v=1&net=super-resolution&layer=F_0");
    await ran(page);
    await page.getByRole("button", { name: "coffee" }).click();
    await page.getByRole("progressbar", { name: "Progress" }).waitFor();
    await sleep(page);
    await ran(page);
    await page.getByRole("button", { name: "cat" }).click();
    await page.getByRole("progressbar", { name: "Progress" }).waitFor();
    await ran(page);
    expect(await note(page).textContent()).toMatch(/layers/);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe("a tab with a part of a processor", () => {
  it("trains to the end with a twentieth", async () => {
    const { page, complaints } = await playground.open(training);
    const browser = await page.context().newCDPSession(page);
    await says(page, /Ready/);
    await slowDown(browser, 20);
    await page.getByRole("button", { name: "Start" }).click();
    await says(page, /Done: \d+ %/);
    expect(await stepOf(page)).toBe(64);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("pauses with a quarter, and goes on at full speed", async () => {
    const { page, complaints } = await playground.open(training.replace("epochs=4", "epochs=20"));
    const browser = await page.context().newCDPSession(page);
    await says(page, /Ready/);
    await slowDown(browser, 4);
    await page.getByRole("button", { name: "Start" }).click();
    await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(1);
    await page.getByRole("button", { name: "Pause" }).click();
    await says(page, /Paused at step/);
    const paused = await stepOf(page);
    await page.waitForTimeout(1000);
    expect(await stepOf(page)).toBe(paused);
    await slowDown(browser, 1);
    await page.getByRole("button", { name: "Go on" }).click();
    await expect.poll(() => stepOf(page), { timeout: 30_000 }).toBeGreaterThan(paused + 5);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
