// Three minutes of drawn convolutions against their definition, other ones than exactness.test.ts takes.
import { afterAll, expect, it } from "vitest";
import { runOn } from "../backends.ts";
import { Runner } from "./run.ts";
import { coverage, servedInAll } from "./summary.ts";

afterAll(() => runOn("default"));

it("portable and accelerated results of drawn convolutions are those of the definition", { timeout: 1_800_000 }, () => {
  const cases = 40_000;
  const tally = new Runner().run(2, 0, cases);
  expect(tally.mismatches).toEqual([]);
  expect(tally).toMatchObject({ cases, wrong: 0 });
  // Every algorithm and every tail, as often as it has to be seen in a million: in proportion, with room for chance.
  expect([...servedInAll(tally)].filter(([, count]) => count < 60)).toEqual([]);
  const { pairs } = coverage(2, new Array(cases).keys());
  expect(pairs.missing.length).toBeLessThan(10);
  expect(pairs.unexpected).toEqual([]);
});
