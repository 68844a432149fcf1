// Golden data, one file per group of rows.
import { readFileSync } from "node:fs";
import type { Golden, HashedGolden } from "../src/index.ts";

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));

export const goldenOf = (group: string): Golden => read(`../golden/${group}.json`);

export const hashedGoldenOf = (group: string): HashedGolden => read(`fixtures/golden/${group.replace(" ", "-")}.json`);
