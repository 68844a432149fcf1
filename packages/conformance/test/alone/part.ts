// A part of the library without the rest: recorded answers of PyTorch, and refusals whose legal values must do.
import { describe, it } from "vitest";
import type { Refusal } from "../../src/rows/refusals.ts";
import type { Api, Row } from "../../src/rows/row.ts";
import { checkGolden } from "../../src/suites/golden.ts";
import { goldenOf } from "../golden-files.ts";
import { checkRefusal } from "../legal.ts";

/** The rows of a theme, which ask for nothing that the part lacks. */
export function checkAlone(part: Partial<Api>, themes: Readonly<Record<string, readonly Row[]>>): void {
  describe.each(Object.entries(themes))("%s", (theme, rows) => {
    const golden = goldenOf(theme);
    it.each(rows.map((row) => [row.id, row] as const))("%s", (_, row) => {
      checkGolden(part as Api, row, golden);
    });
  });
}

/** What the errors of refusals name as legal is taken in place of what was refused. */
export function checkLegalAlone(part: Partial<Api>, rows: readonly Refusal[]): void {
  describe("what an error names as legal", () => {
    it.each(rows.map((row) => [row.id, row] as const))("%s", (_, row) => {
      checkRefusal(part as Api, row);
    });
  });
}
