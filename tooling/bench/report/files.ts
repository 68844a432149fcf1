// Where runs are kept: JSON that git ignores, and the table in RESULTS.md.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Results } from "../results.ts";
import { report } from "./report.ts";

const raw = new URL("../raw/", import.meta.url);
const published = new URL("../RESULTS.md", import.meta.url);
const mark = "<!-- measured -->";

/** Saves a run under its time, and as the latest one; gives the path for people. */
export function save(results: Results): string {
  mkdirSync(raw, { recursive: true });
  const text = `${JSON.stringify(results, null, 1)}\n`;
  const name = `${new Date().toISOString().replaceAll(/[:.]/g, "-")}.json`;
  writeFileSync(new URL(name, raw), text);
  writeFileSync(new URL("latest.json", raw), text);
  return `tooling/bench/raw/${name}`;
}

export const load = (file: string): Results => JSON.parse(readFileSync(file, "utf8")) as Results;

/** Replaces what stands between the marks of a text. */
export function between(text: string, content: string): string {
  const parts = text.split(mark);
  if (parts.length !== 3) throw new Error(`expected two lines ${mark}`);
  return [parts[0], `\n${content}\n`, parts[2]].join(mark);
}

export function publish(results: Results): void {
  writeFileSync(published, between(readFileSync(published, "utf8"), report(results, "every bar")));
}
