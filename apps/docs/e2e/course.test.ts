// Clicks through every chapter in a real Chromium: the figure answers, the exercise judges, the link arrives, axe has nothing serious.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { describe, expect, it } from "vitest";
import { type ChapterName, chapters } from "../src/course/chapters.ts";
import { type Language, words } from "../src/words/languages.ts";
import { narrow, open, seriousViolations, wide } from "./pages.ts";

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

const folders: Readonly<Record<Language, string>> = { en: "", "zh-CN": "/zh-cn" };
const editions = names.flatMap((name) => (Object.keys(folders) as Language[]).map((lang) => [name, lang] as const));

describe.each(editions)("chapter %s in %s", (name, lang) => {
  const address = `${folders[lang]}/course/${name}/`;
  const { around, exercise: says, figure: figureWords } = words[lang];

  it("answers, judges, and leads to the same state in the playground", async () => {
    const { page, complaints } = await open(address, wide);
    const figure = page.locator(".live-figure");
    expect(await page.locator("html").getAttribute("lang")).toBe(lang);
    expect(await figure.locator("[data-pinned=true]").count()).toBe(1);
    expect(await figure.locator("[data-side=weight] figcaption").innerText()).toContain(figureWords.sides.weight);
    const said = await figure.locator(".formula-subject").innerText();

    // Still until touched; then what is pointed at is lit.
    await page.waitForTimeout(1300);
    expect(await figure.locator(".formula-subject").innerText()).toBe(said);
    await figure.locator("[data-side=weight] [data-index='2']").first().click();
    expect(await figure.locator(".formula-subject").innerText()).not.toBe(said);

    const exercise = page.locator(".exercise");
    await exercise.getByRole("button", { name: says.check }).click();
    expect(await exercise.getByRole("status").innerText()).toBe(`${says.wrong} ${says.incomplete}`);
    for (const [i, answer] of answers[name].entries()) await exercise.locator("input").nth(i).fill(String(answer));
    await exercise.locator("input").last().press("Enter");
    expect(await exercise.getByRole("status").innerText()).toBe(`${says.right} ${words[lang].exercises[name].praise}`);

    const numbers = (on: Page) =>
      on
        .locator("[data-side=output] [role=gridcell]")
        .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("aria-label")));
    const shown = await numbers(page);
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: `${screenshots}/${name}-${lang}.png`, fullPage: true });
    await figure.getByRole("link", { name: around.playground }).click();
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
    const { page, complaints } = await open(address, view);
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

it("the reader changes the language and stays in the chapter", async () => {
  const { page } = await open("/course/dilation/", wide);
  await page.locator("starlight-lang-select select:visible").first().selectOption({ label: "简体中文" });
  await page.waitForURL("**/zh-cn/course/dilation/");
  expect(await page.locator("h1").innerText()).toContain("膨胀卷积");
  await page.close();
});

it.each(["", "/zh-cn"])(
  "the quick start fits a screen, is clean by axe, and search finds the matrix without asking elsewhere: %s/",
  async (folder) => {
    const { page, complaints } = await open(`${folder}/`, wide);
    const end = await page
      .locator(".sl-markdown-content")
      .evaluate((content) => content.getBoundingClientRect().bottom);
    expect(end).toBeLessThanOrEqual(wide.height);
    expect(await seriousViolations(page)).toEqual([]);
    await page.screenshot({ path: `${screenshots}/quick-start${folder.replace("/", "-")}.png` });
    // The shortcut works, and the button with it, once the page's scripts have run.
    await page.locator("button[data-open-modal]:enabled").first().waitFor({ state: "attached" });
    await page.keyboard.press("Control+k");
    await page.locator("dialog input").fill(folder === "" ? "Toeplitz matrix" : "核矩阵");
    await page.locator(`dialog a[href^="${folder}/course/kernel-matrix"]`).first().waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  },
);
