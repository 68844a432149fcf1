// The notebook prints, character by character, what the same notebook prints in real PyTorch.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { notebook } from "../src/notebook.ts";
import { runSections } from "../src/section.ts";

const expected = readFileSync(new URL("notebook.pytorch.txt", import.meta.url), "utf8").split("\n## ");

test.each(notebook.map((section, i) => [section.title, section, i] as const))("%s", (_title, section, i) => {
  const lines: string[] = [];
  runSections([section], (line) => lines.push(line));
  const wanted = (i === 0 ? expected[i] : `## ${expected[i]}`)?.trimEnd();
  expect(lines.join("\n").trimEnd()).toBe(wanted);
});
