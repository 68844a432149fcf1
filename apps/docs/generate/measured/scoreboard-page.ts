// The scoreboard as a page: from what `pnpm scoreboard` counted.
import { readFileSync } from "node:fs";
import type { Count, Scoreboard } from "../../../../tooling/scoreboard/score.ts";

const file = new URL("../../../../tooling/scoreboard/results.json", import.meta.url);

export function scoreboardText(): string {
  const { lines, made } = JSON.parse(readFileSync(file, "utf8")) as Scoreboard;
  const counts = lines.flatMap(({ portable, accelerated }) => [portable, accelerated]).filter((side) => side !== null);
  const passed = counts.reduce((sum, side) => sum + side.passed, 0);
  const failed = counts.reduce((sum, side) => sum + side.failed, 0);
  const rows = lines.map(({ what, source, version, note, portable, accelerated }) => {
    const small = [`${source}, ${version}.`, ...(note === null ? [] : [note])].map(
      (text) => `<small>${cell(text)}</small>`,
    );
    return `| ${[`${cell(what)}<br>${small.join("<br>")}`, told(portable), told(accelerated)].join(" | ")} |`;
  });
  const skips = lines.flatMap(({ what, portable, accelerated }) =>
    [portable, accelerated].flatMap((side) =>
      Object.entries(side?.reasons ?? {}).map(([reason, number]) => ({ what, reason, number })),
    ),
  );
  const reasons = [...new Set(skips.map(({ what, reason }) => `* ${what}: ${reason}`))];
  return `---
title: Scoreboard
description: How much of what PyTorch, ONNX and others say is right is right here, too, counted by the tests.
sidebar: { order: 1 }
editUrl: false
---

Every row is one call whose answer somebody else gave: PyTorch itself, ONNX's cases, published values. A line holds where the
portable kernels and the accelerator both give that answer, outputs and gradients and refusals alike, to the bit where sums are exact.

**${number(passed)} rows passed, ${failed} failed**, counted by the tests on ${made.slice(0, 10)}.

| Rows that passed | Portable | Accelerated |
|---|--:|--:|
${rows.join("\n")}

Rows on the accelerator count once for each of its levels that ran them. \`pnpm scoreboard\` runs them all and fails unless every line
holds; \`pnpm scoreboard:keep\` puts its numbers here.
${reasons.length === 0 ? "" : `\n## What is left out, and why\n\n${reasons.join("\n")}\n`}`;
}

const number = (count: number) => count.toLocaleString("en");

const cell = (text: string) => text.replaceAll("|", "\\|");

function told(side: Count | null): string {
  if (side === null) return "–";
  const { rows, passed, skipped } = side;
  const all = passed === rows ? number(rows) : `${number(passed)} of ${number(rows)}`;
  return skipped === 0 ? all : `${all}, ${number(skipped)} left out`;
}
