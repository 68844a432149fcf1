// Golden data, one file per group of rows.
import { readFileSync } from "node:fs";
import type { Golden } from "../src/index.ts";

export const goldenOf = (group: string): Golden =>
  JSON.parse(readFileSync(new URL(`../golden/${group}.json`, import.meta.url), "utf8"));
