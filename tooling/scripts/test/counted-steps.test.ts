// A gate that fails is never counted as passed.
import { expect, test } from "vitest";
import { countsOf } from "../counted-steps.ts";

test("a command that prints counts is counted by its last ones", () => {
  expect(countsOf("1 passed, 1 failed\n\u001b[32m12 passed, 0 failed\u001b[39m\n", 0)).toEqual({
    passed: 12,
    failed: 0,
  });
});

test("a command without counts counts as one", () => {
  expect(countsOf("fine\n", 0)).toEqual({ passed: 1, failed: 0 });
  expect(countsOf("broken\n", 2)).toEqual({ passed: 0, failed: 1 });
});

test("a failing exit status outweighs green counts", () => {
  expect(countsOf("12 passed, 0 failed\n", 1)).toEqual({ passed: 12, failed: 1 });
});
