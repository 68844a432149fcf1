// Printed tensors, printed modules and random streams by the hundred, against hashes of real PyTorch's answers.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hashedGroups } from "../src/hashed/index.ts";
import { checkHashed, type HashedGolden, staleness } from "../src/index.ts";
import { library } from "./library.ts";

const goldenOf = (group: string): HashedGolden =>
  JSON.parse(readFileSync(new URL(`fixtures/golden/${group.replace(" ", "-")}.json`, import.meta.url), "utf8"));

describe.each(Object.entries(hashedGroups))("%s", (group, rows) => {
  const golden = goldenOf(group);

  it.each(rows.map((row, index) => [row.id, row, index] as const))("%s", (_, row, index) => {
    checkHashed(library, row, index, golden);
  });

  it("has hashes of these very rows", () => {
    expect(staleness(rows, golden)).toBeUndefined();
  });

  it("names every row once", () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});
