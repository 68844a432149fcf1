// Before each test that runs under Stryker: what measures time would judge the instrumented code, and what is long judges no mutant alone.
import { afterAll, beforeEach } from "vitest";

const long = [
  "100,000 entries take time in proportion (I33)",
  "of a million axes (I24)",
  "a load is aborted between the pieces of a member (K23)",
  "a million numbers, deflated, whose window is larger than a step",
  "a stream that is cut off anywhere (K11)",
  "lists in lists, a hundred thousand deep, and a list in itself",
  "more objects than a checkpoint has",
  "cut off anywhere",
  "cut off anywhere, or longer",
  "an opened file reads its header, then what is asked for",
];

const stryker = globalThis as { __stryker__?: { activeMutant?: string | undefined } };

beforeEach(({ task, skip }) => {
  if (long.includes(task.name)) skip();
});

// What the next file calls while its tests are collected is not mutated: it would fail without a test.
afterAll(() => {
  if (stryker.__stryker__ !== undefined) stryker.__stryker__.activeMutant = undefined;
});
