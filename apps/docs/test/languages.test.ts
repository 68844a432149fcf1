// The course in two languages: chapter by chapter the same headings, figures, snippets, formulas and exercises, so that neither drifts.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type ChapterName, chapters } from "../src/course/chapters.ts";
import { words } from "../src/words/languages.ts";

const docs = new URL("../src/content/docs/", import.meta.url);
const pages = (folder: string) => readdirSync(new URL(folder, docs)).sort();

/** A page's parts in their order, without its words. */
function structureOf(file: string): string[] {
  const [, front, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(readFileSync(new URL(file, docs), "utf8"))!;
  const parts = body!.matchAll(
    /^(?<heading>#+) |^<(?<island>\w+)(?<props>[^>]*)\/>|^(?<formula>\$\$)$|^(?<aside>:::\w*)|(?<strong>\*\*)(?=\S)|^(?<code>```\w*)|\]\((?<link>\/[^)]*)\)/gm,
  );
  return [
    /order: \d+/.exec(front!)?.[0] ?? "",
    ...[...parts].map(({ groups }) => {
      const { heading, island, props, formula, aside, strong, code, link } = groups!;
      const without = props?.replace(/ lang="[^"]*"/, "").trim();
      return heading ?? formula ?? aside ?? strong ?? code ?? link?.replace("/zh-cn", "") ?? `${island} ${without}`;
    }),
  ];
}

it("has the same chapters in both languages", () => {
  expect(pages("zh-cn/course")).toEqual(pages("course"));
  expect(pages("course")).toEqual(
    Object.keys(chapters)
      .map((name) => `${name}.mdx`)
      .sort(),
  );
});

it.each(["index.mdx", ...pages("course").map((page) => `course/${page}`)])("%s is built alike", (page) => {
  const english = structureOf(page);
  expect(english.length).toBeGreaterThan(3);
  expect(structureOf(`zh-cn/${page}`)).toEqual(english);
});

it("says everything in Chinese, and in the exercises asks for as many numbers", () => {
  const { en, "zh-CN": zh } = words;
  for (const name of Object.keys(chapters) as ChapterName[]) {
    expect(zh.exercises[name].fields).toHaveLength(en.exercises[name].fields.length);
    expect(zh.exercises[name].question).toMatch(/\p{Script=Han}/u);
  }
  for (const page of pages("zh-cn/course")) {
    const text = readFileSync(new URL(`zh-cn/course/${page}`, docs), "utf8");
    expect(text).toContain('lang="zh-CN"');
    // Between characters a comma or a colon is as wide as they are.
    expect(text.match(/\p{Script=Han}[,;:?!]/gu)).toBeNull();
  }
});
