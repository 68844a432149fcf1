// A part of the library without the rest: recorded answers of PyTorch, and refusals whose legal values must do.
import { ToeplitzError } from "@toeplitz/tensor";
import { describe, expect, it } from "vitest";
import type { Refusal } from "../src/rows/refusals.ts";
import type { Api, Row } from "../src/rows/row.ts";
import { checkGolden } from "../src/suites/golden.ts";
import { goldenOf } from "./golden-files.ts";

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
  const library = part as Api;
  const mendable = rows.flatMap(({ id, run, mend }) => (mend === undefined ? [] : [{ id, run, mend }]));
  describe("what an error names as legal", () => {
    it.each(mendable.map((row) => [row.id, row] as const))("%s", (_, { run, mend }) => {
      let refused: unknown;
      try {
        run(library, {});
      } catch (error) {
        refused = error;
      }
      expect(refused).toBeInstanceOf(ToeplitzError);
      const { legal, code, argument, value } = refused as ToeplitzError;
      expect([typeof code, typeof argument]).toEqual(["string", "string"]);
      expect(value).toBeDefined();
      expect(legal?.length).toBeGreaterThan(0);
      for (const each of legal ?? []) mend(library, each as never);
    });
  });
}
