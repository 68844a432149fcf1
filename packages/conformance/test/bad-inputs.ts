// Asserts that bad inputs are refused as they must be, and compares their refusals.
import { expect } from "vitest";
import { type BadInput, badInputs } from "../src/bad-inputs/index.ts";
import type { Api } from "../src/rows/index.ts";
import { outcome, problemsOf } from "./bad-input-problems.ts";

/** Every row does what it must, and leaves nothing behind. */
export function checkBadInputs(t: Api): void {
  expect(problemsOf(t, badInputs)).toEqual([]);
}

/** What each pair is refused with; every refusal is as good as that of one wrong argument. */
export function refusalsOf(t: Api, pairs: readonly BadInput[]): string[] {
  expect(problemsOf(t, pairs)).toEqual([]);
  return pairs.map((pair) => {
    const found = outcome(t, pair);
    return "refusal" in found ? found.refusal.message : "accepted";
  });
}
