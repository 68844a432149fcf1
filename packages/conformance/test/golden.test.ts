// Every row against real PyTorch's recorded answer.
import { describe, expect, it } from "vitest";
import { checkGolden } from "../src/index.ts";
import { groups, rows } from "../src/rows/index.ts";
import { goldenOf } from "./golden-files.ts";
import { library } from "./library.ts";

describe.each(Object.entries(groups))("%s", (group, members) => {
  const golden = goldenOf(group);

  it.each(members.map((row) => [row.id, row] as const))("%s", (_, row) => {
    checkGolden(library, row, golden);
  });

  it("has no record without a row", () => {
    const ids = new Set(members.map((row) => row.id));
    expect(Object.keys(golden.rows).filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe("the case table", () => {
  it("names every row once", () => {
    const seen = new Set<string>();
    expect(rows.filter(({ id }) => seen.has(id) || !seen.add(id)).map(({ id }) => id)).toEqual([]);
  });
});
