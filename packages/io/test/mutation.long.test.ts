// Many more of the files of mutation.test.ts.
import { expect, test } from "vitest";
import { checkAccepted } from "./accepted.ts";
import { fuzz } from "./mutate.ts";

test.each([2, 3, 4, 5])("seed %j", async (seed) => {
  const { accepted, refused } = await fuzz(seed, 3000, checkAccepted);
  expect(accepted + refused).toBe(16 * 3000);
});
