// Before each test that runs under Stryker: what measures time or is long is skipped.
import { afterAll, beforeEach } from "vitest";
import { longTests } from "./long-tests.ts";

const stryker = globalThis as { __stryker__?: { activeMutant?: string | undefined } };

beforeEach(({ task, skip }) => {
  const path = task.file.filepath.replaceAll("\\", "/");
  if (Object.entries(longTests).some(([file, titles]) => path.endsWith(file) && titles.includes(task.name))) skip();
});

// What the next file calls while its tests are collected is not mutated: it would fail without a test.
afterAll(() => {
  if (stryker.__stryker__ !== undefined) stryker.__stryker__.activeMutant = undefined;
});
