// Printed tensors, printed modules and random streams by the hundred, against hashes of real PyTorch's answers.
import { describe, expect, it } from "vitest";
import { hashedGroups } from "../src/hashed/index.ts";
import { checkHashed, staleness } from "../src/index.ts";
import { hashedGoldenOf } from "./golden-files.ts";
import { library } from "./library.ts";

describe.each(Object.entries(hashedGroups))("%s", (group, rows) => {
  const golden = hashedGoldenOf(group);

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
