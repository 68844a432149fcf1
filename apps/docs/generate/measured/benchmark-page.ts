// The benchmark's results as a page: from what `pnpm bench --write` left in RESULTS.md.
import { readFileSync } from "node:fs";

const file = new URL("../../../../tooling/bench/RESULTS.md", import.meta.url);
const mark = "<!-- measured -->";

export function benchmarkText(): string {
  const [before = "", measured = ""] = readFileSync(file, "utf8").split(mark);
  const how = before.slice(before.indexOf("## How it is measured"));
  return `---
title: Benchmark
description: This library beside ONNX Runtime Web, TensorFlow.js and native peers, as measured.
sidebar: { order: 2 }
editUrl: false
---

How often this library is faster than its peers, class by class, and what each layer took. Figures hold for the machine that is named;
[the benchmark in your browser](/measured/here/) has yours.

${chart(firstMeans(measured))}

${withTables(measured.trim()).replace("## Bars", "## What is demanded, and what was measured")}

${how.trim()}
`;
}

const firstMeans = (text: string) => text.split("\n\n").find((block) => block.startsWith("| geometric mean")) ?? "";

/** Tables that fit a page: what has many rows and columns is folded away. */
const withTables = (text: string) =>
  text
    .split("\n\n")
    .map((block) => {
      if (!block.startsWith("|")) return block;
      return block.startsWith("| layer ")
        ? folded("Layer by layer", block)
        : scrolling(block, block.slice(2).split("  ")[0]);
    })
    .join("\n\n");

const scrolling = (table: string, label = "table") =>
  `<div class="wide-table" tabindex="0" role="region" aria-label="${label}">\n\n${table}\n\n</div>`;

const folded = (title: string, table: string) =>
  `<details>\n<summary>${title}</summary>\n\n${scrolling(table, title)}\n\n</details>`;

/** Bars of the first ratio of each row, from 1 upwards: no lead has no bar. */
function chart(table: string): string {
  const [head = "", , ...lines] = table.split("\n");
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((text) => text.trim());
  const column = cells(head).findIndex((name) => name.startsWith("x "));
  const rows = lines.map((line) => ({ name: cells(line)[0] ?? "", text: cells(line)[column] ?? "" }));
  const most = Math.max(...rows.map(({ text }) => Number(text)));
  const peer = (cells(head)[column] ?? "")
    .slice(2)
    .replace("ort-web, call", "ONNX Runtime Web, arrays in and arrays out");
  const bars = rows.map(({ name, text }) => {
    const share = Math.max(0, ((Number(text) - 1) / (most - 1)) * 100);
    return `<li><span>${name}</span><span class="bar" style="--share: ${share.toFixed(1)}%"></span><span class="ratio">${text}</span></li>`;
  });
  return `<figure class="ratios"><figcaption>How many times as fast as ${peer}: the geometric mean of each kind of layer</figcaption><ul>${bars.join("")}</ul></figure>`;
}
