// The pages of measurements say what the files say that they are made from.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { benchmarkText } from "../generate/measured/benchmark-page.ts";
import { scoreboardText } from "../generate/measured/scoreboard-page.ts";

const tooling = (file: string) => readFileSync(new URL(`../../../tooling/${file}`, import.meta.url), "utf8");

it("draws a bar for every kind of layer, with the figure that was measured", () => {
  const means = tooling("bench/RESULTS.md")
    .split("\n\n")
    .find((block) => block.startsWith("| geometric mean"));
  const [, , ...rows] = (means ?? "").split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const drawn = [...benchmarkText().matchAll(/<li><span>([^<]*)<\/span>.*?<span class="ratio">([^<]*)</g)];
  expect(rows.length).toBeGreaterThan(5);
  expect(drawn.map(([, name, ratio]) => [name, ratio])).toEqual(rows.map(([, name, , ratio]) => [name, ratio]));
});

it("has every table of the results, and not what was tried", () => {
  const measured = tooling("bench/RESULTS.md").split("<!-- measured -->")[1] ?? "";
  const page = benchmarkText();
  for (const [table] of measured.matchAll(/^\|.*(\n\|.*)*/gm)) expect(page).toContain(table);
  expect(page).not.toContain("What was tried");
});

it("has every line of the scoreboard, and their sum", () => {
  const { lines } = JSON.parse(tooling("scoreboard/results.json"));
  const page = scoreboardText();
  let passed = 0;
  for (const { what, portable, accelerated } of lines) {
    expect(page).toContain(`| ${what}<br>`);
    passed += (portable?.passed ?? 0) + (accelerated?.passed ?? 0);
  }
  expect(page).toContain(`**${passed.toLocaleString("en")} rows passed, 0 failed**`);
});
