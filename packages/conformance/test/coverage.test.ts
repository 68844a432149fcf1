// No public name without a row: every exported function, and every method and property of an exported class, is used by one, or says why not.
import { describe, expect, it } from "vitest";
import { publicNames, type Uses, usesOf } from "../src/index.ts";
import { rows } from "../src/rows/index.ts";
import { library } from "./library.ts";
import { withoutRow } from "./without-row.ts";

const used: Uses = new Set([...usesOf(library, rows), ...usesOf(library, rows, true)]);

const names = publicNames(library);

describe("the case table", () => {
  it("uses every public name, or a reason stands in without-row.ts", () => {
    expect(names.filter((name) => !used.has(name) && !(name in withoutRow))).toEqual([]);
  });

  it("has no reason for a name that has a row or does not exist", () => {
    expect(Object.keys(withoutRow).filter((name) => used.has(name) || !names.includes(name))).toEqual([]);
  });
});
