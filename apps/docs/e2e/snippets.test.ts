// Runs the pages' snippets where readers do: each prints what its page says, may be changed and stopped, and reaches no network.
import { readdirSync, readFileSync } from "node:fs";
import type { Locator } from "playwright";
import { expect, it } from "vitest";
import { words } from "../src/words/languages.ts";
import { open, wide } from "./pages.ts";

const says = words.en.snippet;
const docs = new URL("../src/content/docs/", import.meta.url);
const pages = (readdirSync(docs, { recursive: true }) as string[])
  .filter((file) => file.endsWith(".mdx") && !file.startsWith("zh-cn"))
  .filter((file) => readFileSync(new URL(file, docs), "utf8").includes("<Snippet"));
const addressOf = (file: string) => `/${file.replace(/index\.mdx$/, "").replace(/\.mdx$/, "/")}`;

/** A snippet whose island is at work. */
async function firstOf(snippets: Locator): Promise<Locator> {
  const snippet = snippets.first();
  await snippet.locator(".snippet-run").scrollIntoViewIfNeeded();
  await snippet
    .page()
    .waitForFunction(
      (node) => node?.querySelector("astro-island")?.hasAttribute("ssr") === false,
      await snippet.elementHandle(),
    );
  return snippet;
}

const button = (snippet: Locator, name: string) => snippet.getByRole("button", { name, exact: true });
const status = (snippet: Locator) => snippet.getByRole("status");
const printed = (snippet: Locator) => snippet.locator(".snippet-printed").innerText();

async function runEdited(code: string) {
  const opened = await open("/course/convolution/", wide);
  const snippet = await firstOf(opened.page.locator(".snippet:has(astro-island)"));
  await button(snippet, says.edit).click();
  const field = snippet.getByRole("textbox", { name: says.code });
  await field.fill(code);
  await field.press("Control+Enter");
  return { ...opened, snippet };
}

it.each(pages)("every snippet of %s prints what the page says", async (file) => {
  const { page, complaints } = await open(addressOf(file), wide);
  const snippets = page.locator(".snippet:has(.snippet-run)");
  for (let i = 0; i < (await snippets.count()); i++) {
    const snippet = await firstOf(snippets.nth(i));
    const recorded = await printed(snippet);
    await button(snippet, says.run).click();
    await expect.poll(() => status(snippet).innerText(), { timeout: 20_000 }).toMatch(/^Ran in your browser/);
    expect(await printed(snippet)).toBe(recorded);
  }
  expect(complaints).toEqual([]);
  await page.close();
});

it("runs what the reader writes, types and all, and puts the snippet back", async () => {
  const { page, snippet } = await runEdited(
    'import { ones, type Tensor } from "toeplitz";\nconst x: Tensor = ones([2, 2]);\nconsole.log("sum", x.sum(), [1, 2]);',
  );
  await expect.poll(() => printed(snippet), { timeout: 20_000 }).toBe("sum tensor(4.) [ 1, 2 ]");
  await button(snippet, says.reset).click();
  expect(await printed(snippet)).toMatch(/^Conv2d/);
  expect(await snippet.getByRole("textbox").count()).toBe(0);
  expect(await status(snippet).innerText()).toBe(says.untouched);
  await page.close();
});

it.each([
  [
    "the library's sentence",
    'import { conv2d, ones } from "toeplitz";\nconsole.log("before");\nconv2d(ones([1, 3, 5, 5]), ones([4, 2, 3, 3]));',
    /^before\n+Line 3: .*expected input\[1, 3, 5, 5\] to have 2 channels, but got 3 channels instead$/,
  ],
  ["what JavaScript says", "const a = 1;\na.b.c;", /^Line 2: TypeError: /],
  ["what is no program", "const = 1;", /Unexpected token.*\(1:7\)/],
  ["a package that is not here", 'import fs from "fs";\nconsole.log(fs);', /There is no package fs here/],
])("shows an error: %s", async (_, code, shown) => {
  const { page, snippet } = await runEdited(code);
  await expect.poll(() => printed(snippet).catch(() => ""), { timeout: 20_000 }).toMatch(shown);
  await page.close();
});

it("stops an endless loop, by the button and in the end by itself", async () => {
  const { page, snippet } = await runEdited('console.log("on and on");\nwhile (true);');
  await expect.poll(() => printed(snippet).catch(() => ""), { timeout: 20_000 }).toBe("on and on");
  await button(snippet, says.stop).press("Enter");
  expect(await status(snippet).innerText()).toBe(says.stopped);
  await button(snippet, says.run).click();
  await expect.poll(() => status(snippet).innerText(), { timeout: 20_000 }).toBe(says.late(10));
  await snippet.getByRole("textbox").fill("for (;;) console.log(1);");
  await button(snippet, says.run).click();
  await expect.poll(() => printed(snippet), { timeout: 20_000 }).toMatch(/more than 500 lines$/);
  await page.close();
});

it("reaches no network, no page, and no storage", async () => {
  const tries = [
    'fetch("/")',
    'fetch("https://example.org/")',
    'Promise.resolve().then(() => importScripts("/sandbox/library.js"))',
    'new Promise((good, bad) => { const x = new XMLHttpRequest(); x.onload = good; x.onerror = () => bad(new Error("refused")); x.open("GET", "/"); x.send(); })',
    'new Promise((good, bad) => { const s = new WebSocket("wss://example.org"); s.onopen = good; s.onerror = () => bad(new Error("refused")); })',
    'new Promise((good, bad) => { const r = indexedDB.open("x"); r.onsuccess = good; r.onerror = () => bad(r.error); })',
    '(async () => caches.open("x"))()',
    "Promise.resolve().then(() => document.title)",
    'Promise.resolve().then(() => new Function("return 1")())',
  ];
  const code = tries
    .map(
      (text, i) => `await ${text}.then(() => console.log(${i}, "got through"), (e) => console.log(${i}, "refused"));`,
    )
    .join("\n");
  const { page, complaints, snippet } = await runEdited(code);
  await expect
    .poll(() => printed(snippet).catch(() => ""), { timeout: 20_000 })
    .toBe(tries.map((_, i) => `${i} refused`).join("\n"));
  // What the browser complains of is what it refused; nothing was asked for elsewhere.
  expect(complaints.filter((text) => text.startsWith("http"))).toEqual([]);
  await page.close();
});
