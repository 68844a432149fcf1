// Clicks through every chapter in a real Chromium: the figure answers, the exercise judges, the link arrives, axe has nothing serious.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { chromiumArgs, findChromium } from "../../../tooling/scripts/chromium.ts";
import { type ChapterName, chapters } from "../src/course/chapters.ts";

const screenshots = fileURLToPath(new URL("../screenshots", import.meta.url));
const names = Object.keys(chapters) as ChapterName[];
const answers: Readonly<Record<ChapterName, readonly number[]>> = {
  convolution: [-4],
  "kernel-matrix": [16, 36, 144],
  transposed: [6, 1, 9],
  stride: [2, 1, 1],
  dilation: [9, 4],
  groups: [18432, 576],
  gradients: [1, 9],
};

let browser: Browser;
beforeAll(async () => {
  const executablePath = findChromium();
  browser = await chromium.launch({ args: chromiumArgs, ...(executablePath === undefined ? {} : { executablePath }) });
});
afterAll(() => browser.close());

interface Opened {
  readonly page: Page;
  /** Whatever the browser objects to, and every address elsewhere that was asked for. */
  readonly complaints: string[];
}

async function open(path: string, view: { width: number; height: number; dark?: boolean }): Promise<Opened> {
  const { width, height, dark = false } = view;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" });
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(inject("site")))
      complaints.push(request.url());
  });
  await page.goto(new URL(path, inject("site")).href, { waitUntil: "networkidle" });
  return { page, complaints };
}

async function seriousViolations(page: Page): Promise<string[]> {
  // Code that scrolls sideways can be focused as soon as the page is idle.
  await page.waitForTimeout(500);
  await page.evaluate(axe.source);
  const found = (await page.evaluate("axe.run()")) as axe.AxeResults;
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`)}`,
    );
}

const wide = { width: 1440, height: 900 };
const narrow = { width: 320, height: 720, dark: true };

describe.each(names)("chapter %s", (name) => {
  it("answers, judges, and leads to the same state in the playground", async () => {
    const { page, complaints } = await open(`/course/${name}/`, wide);
    const figure = page.locator(".live-figure");
    expect(await figure.locator("[data-pinned=true]").count()).toBe(1);
    const said = await figure.locator(".formula-subject").innerText();

    // Still until touched; then what is pointed at is lit.
    await page.waitForTimeout(1300);
    expect(await figure.locator(".formula-subject").innerText()).toBe(said);
    await figure.locator("[data-side=weight] [data-index='2']").first().click();
    expect(await figure.locator(".formula-subject").innerText()).not.toBe(said);

    const exercise = page.locator(".exercise");
    await exercise.getByRole("button", { name: "Check" }).click();
    expect(await exercise.getByRole("status").innerText()).toBe("Not yet. A whole number belongs into each field.");
    for (const [i, answer] of answers[name].entries()) await exercise.locator("input").nth(i).fill(String(answer));
    await exercise.locator("input").last().press("Enter");
    expect(await exercise.getByRole("status").innerText()).toMatch(/^Right\. /);

    const numbers = (on: Page) =>
      on
        .locator("[data-side=output] [role=gridcell]")
        .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("aria-label")));
    const shown = await numbers(page);
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
    await figure.getByRole("link", { name: "This state in the playground" }).click();
    await page.locator(".arithmetic").waitFor();
    await page.mouse.move(0, 0);
    expect((await numbers(page)).length).toBe(shown.length);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it.each([
    ["wide and light", wide],
    ["narrow and dark", narrow],
  ])("is clean by axe and fits, %s", async (_, view) => {
    const { page, complaints } = await open(`/course/${name}/`, view);
    expect(await seriousViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(view.width);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

it("says PyTorch's sentence where groups do not divide the channels, and forgives", async () => {
  const { page } = await open("/course/groups/", wide);
  const figure = page.locator(".live-figure");
  await figure.getByRole("textbox", { name: "groups" }).fill("3");
  expect(await figure.getByRole("status").innerText()).toContain("Given groups=3");
  await figure.getByRole("textbox", { name: "groups" }).fill("1");
  expect(await figure.getByRole("status").count()).toBe(0);
  expect(await figure.locator(".matrix-title").innerText()).toContain("288 entries");
  await page.close();
});

it("the quick start fits a screen, is clean by axe, and search finds the matrix without asking elsewhere", async () => {
  const { page, complaints } = await open("/", wide);
  const end = await page.locator(".sl-markdown-content").evaluate((content) => content.getBoundingClientRect().bottom);
  expect(end).toBeLessThanOrEqual(wide.height);
  expect(await seriousViolations(page)).toEqual([]);
  await page.screenshot({ path: `${screenshots}/quick-start.png` });
  // The shortcut works, and the button with it, once the page's scripts have run.
  await page.locator("button[data-open-modal]:enabled").first().waitFor({ state: "attached" });
  await page.keyboard.press("Control+k");
  await page.locator("dialog input").fill("Toeplitz matrix");
  await page.locator("dialog a[href*='kernel-matrix']").first().waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});
