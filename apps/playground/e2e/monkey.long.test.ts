// A thousand things that hands do, drawn by number: nothing complains, nothing gathers, no text is nonsense, and the link still says it all.
import { createHash } from "node:crypto";
import type { CDPSession, Page } from "playwright";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { views } from "../src/state/link.ts";
import { dice } from "../test/random-links.ts";
import { print } from "./budget.ts";
import { type Held, heldBy } from "./held.ts";
import { act } from "./monkey.ts";
import { hash, type ServedPlayground, servePlayground } from "./served-playground.ts";
import { shownOn } from "./shown.ts";

let playground: ServedPlayground;
beforeAll(async () => {
  playground = await servePlayground();
});
afterAll(() => playground.close());

/** A whole number that a person asks for in the environment. */
function asked(name: string, otherwise: number): number {
  const text = process.env[name] ?? String(otherwise);
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is a whole number from 1, not "${text}"`);
  return Number(text);
}

/** Another number draws other things, as `SEED=7`. */
const seed = asked("SEED", 1);
const actions = asked("N", 1000);
const home = "#/arithmetic?v=1&op=conv2d&size=6x6&channels=1x1&kernel=3x3";

/** Fails where the page is silent for longer than anybody waits. */
async function answered<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the page does not answer")), 30_000);
  });
  return Promise.race([work, silence]).finally(() => clearTimeout(timer));
}

/** What the page says that it should not, in what is seen and in what is read out. */
const nonsense = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wrong = /\b(nan|undefined|null|infinity)\b|\[object |∞/i;
    const read = [...document.querySelectorAll("[aria-label], [title], input")].flatMap((one) => [
      one.getAttribute("aria-label") ?? "",
      one.getAttribute("title") ?? "",
      one instanceof HTMLInputElement ? one.value : "",
    ]);
    const lines = [...document.body.innerText.split("\n"), ...read];
    // What somebody reads as code may say so.
    const code = new Set([...document.querySelectorAll("pre, code")].flatMap((one) => one.textContent.split("\n")));
    const found = lines.filter((line) => wrong.test(line) && !code.has(line)).slice(0, 5);
    if (document.querySelector("main h1") === null) found.push(`no page: ${document.body.innerText.slice(0, 200)}`);
    if (document.querySelector("main[role=alert]") !== null) found.push(document.body.innerText.slice(0, 300));
    return found;
  });

const follow = async (page: Page, to: string) => {
  await page.evaluate((next) => {
    location.hash = next;
  }, to);
  await page.locator("main h1").waitFor({ state: "attached" });
  await page.waitForTimeout(300);
};

/** What is held in the first view when everything is let go of that can be. */
async function left(page: Page, browser: CDPSession): Promise<Held & { readonly elements: number }> {
  await page.setViewportSize({ width: 1440, height: 900 });
  // React keeps what was drawn last until it draws again, and the browser the fields that were there when somebody went on.
  for (const to of [home, "#/shapes", home, "#/shapes", home]) await follow(page, to);
  await page.waitForTimeout(500);
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  return { ...(await heldBy(browser)), elements };
}

const digest = (text: string) => createHash("sha256").update(text).digest("base64");

/** What the view shows: fields, choices, every number of the grids, and pictures by their pixels. */
async function seen(page: Page) {
  const cells = await page
    .locator("[data-side] [role=gridcell]")
    .evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label")));
  // A link to a training shows what it learned when it is trained again.
  const pictures = await page
    .locator("main > :not(.train-view) canvas")
    .evaluateAll((all) => all.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
  const { fields, chosen } = await shownOn(page);
  // How long it took is another every time.
  return {
    fields,
    chosen: chosen.map((words) => words.replaceAll(/[\d.]+ ms/g, "… ms")),
    cells,
    pictures: pictures.map(digest),
  };
}

/** The link of the page when it has been the same for a second: what a view computes or loads comes to it later. */
async function settledHash(page: Page): Promise<string> {
  let link = await hash(page);
  const start = performance.now();
  for (let since = start; performance.now() - since < 1000 && since - start < 30_000; ) {
    await page.waitForTimeout(100);
    const now = await hash(page);
    if (now !== link) [link, since] = [now, performance.now()];
  }
  return link;
}

it(`${actions} things that hands do leave the page whole`, { timeout: 300_000 + 600 * actions }, async () => {
  const { page, complaints } = await playground.open(home, { reducedMotion: true });
  page.on("crash", () => complaints.push("the page crashed"));
  page.on("dialog", (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  const roll = dice(seed);
  // Other sites, files to read and second pages would stand before this one.
  await page.evaluate(() => {
    const stay = (event: Event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (link !== null && (link.target !== "" || !link.hash)) event.preventDefault();
    };
    addEventListener("click", stay, { capture: true });
  });
  const browser = await page.context().newCDPSession(page);
  await browser.send("HeapProfiler.enable");

  const done: string[] = [];
  /** Does something, and fails with what is wrong with the page after it. */
  const sound = async (work?: () => Promise<string>) => {
    const said = async () => {
      if (work !== undefined) done.push(await work());
      await page.evaluate(() => new Promise(requestAnimationFrame));
      return nonsense(page);
    };
    const found = await answered(said()).catch((error: Error) => [error.message]);
    const faults = [...complaints, ...found];
    if (faults.length === 0) return;
    const last = done.slice(-15).map((what, i) => `${Math.max(0, done.length - 15) + i + 1}. ${what.slice(0, 300)}`);
    throw new Error(`SEED=${seed}: ${faults.join("; ")}\nafter\n${last.join("\n")}\nat ${await hash(page)}`);
  };
  for (const view of views) await follow(page, `#/${view}`);
  // What the test reads with stays in the page, too.
  await seen(page);
  const measured = [await left(page, browser)];
  const start = performance.now();
  while (done.length < actions) {
    await sound(() => act(page, roll));
    if (done.length % Math.ceil(actions / 4) === 0 && done.length < actions) measured.push(await left(page, browser));
  }
  print(
    `  ${actions} actions in ${Math.round((performance.now() - start) / 1000)} s; SEED=${seed} draws the same numbers`,
  );
  await sound();

  // What each view came to, its link says to a new page.
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.mouse.move(0, 0);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const view of views) {
    await follow(page, `#/${view}`);
    await expect.poll(() => hash(page), { timeout: 20_000 }).toContain(`${view}?v=1`);
    // Weights of one's own are in no link.
    const weights = page.getByRole("button", { name: "Fashion-MNIST", exact: true });
    if (view === "network" && (await page.getByRole("button", { name: /safetensors$/ }).count()) > 0)
      await weights.click();
    const link = await settledHash(page);
    // Nor are light and dark, which feature maps are drawn for.
    const dark = await page.evaluate(() => document.documentElement.dataset.theme === "dark");
    const again = await playground.open(link, { reducedMotion: true, dark });
    const same = async () => expect(await seen(again.page), `SEED=${seed} ${link}`).toEqual(await seen(page));
    await vi.waitFor(same, { timeout: 30_000, interval: 200 });
    expect(await hash(again.page)).toBe(link);
    expect(again.complaints).toEqual([]);
    await again.page.close();
  }

  measured.push(await left(page, browser));
  print(...measured.map((left) => `  ${JSON.stringify(left)}`));
  const [first, last] = [measured[0]!, measured.at(-1)!];
  // What comes once, such as a view's own tables, does not grow with the actions.
  expect(last.bytes - first.bytes).toBeLessThan(300_000 + 700 * actions);
  expect(last.detached).toBe(0);
  expect(last.elements - first.elements).toBeLessThan(50);
  expect(last.listeners - first.listeners).toBeLessThan(50);

  // And this test would see it.
  await page.evaluate(() => {
    const lost = Array.from({ length: 1000 }, () => document.createElement("p"));
    for (let i = 0; i < 100; i++) addEventListener("lost", () => lost.pop());
    document.querySelector("main h1")!.textContent = "NaN";
    Promise.reject(new Error("lost"));
  });
  await expect(sound()).rejects.toThrow(/lost; NaN/);
  const kept = await left(page, browser);
  expect(kept.detached).toBeGreaterThanOrEqual(1000);
  expect(kept.listeners - last.listeners).toBeGreaterThanOrEqual(100);
  await page.close();
});
