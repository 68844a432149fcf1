// Every row again inside a real browser: one test a group, because thousands of entries cost more than the rows themselves.
import { describe, expect, it } from "vitest";
import { checkGolden, type Golden } from "../src/index.ts";
import { groups } from "../src/rows/index.ts";
import { library } from "./library.ts";

const recorded = import.meta.glob<Golden>("../golden/*.json", { import: "default" });

describe("golden rows in the browser", () => {
  it.each(Object.entries(groups))("%s", async (group, members) => {
    const golden = await recorded[`../golden/${group}.json`]!();
    const failures: string[] = [];
    for (const row of members) {
      try {
        checkGolden(library, row, golden);
      } catch (error) {
        failures.push(String(error));
      }
    }
    expect(failures).toEqual([]);
  });
});
