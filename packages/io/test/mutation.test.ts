// Files with random changes are accepted, and then are right, or refused by the one class of errors; mutation.long.test.ts has more.
import { expect, test } from "vitest";
import { checkAccepted } from "./accepted.ts";
import { fuzz } from "./mutate.ts";

test("thousands of mutated files", async () => {
  const { accepted, refused, rules } = await fuzz(1, 200, checkAccepted);
  expect(refused).toBeGreaterThan(1500);
  expect(accepted).toBeGreaterThan(100);
  // The changes reach many different checks.
  expect(rules.size).toBeGreaterThan(80);
}, 20_000);
