// Some of the drawn convolutions against their definition, bit for bit; exactness.long.test.ts takes many, `pnpm verify:full` a million.
import { convNarrow } from "@toeplitz/conv/kernels";
import { override } from "@toeplitz/tensor/extend";
import { afterAll, expect, it } from "vitest";
import { runOn } from "../backends.ts";
import { Runner } from "./run.ts";
import { coverage, servedInAll } from "./summary.ts";

afterAll(() => runOn("default"));

it("portable and accelerated results of drawn convolutions are those of the definition", () => {
  const cases = 1000;
  const tally = new Runner().run(0, 0, cases);
  expect(tally.mismatches).toEqual([]);
  expect(tally).toMatchObject({ cases, wrong: 0, portable: { portable: 3 * cases } });
  for (const level of ["default", "high", "deterministic"]) {
    expect(tally.accelerated[level]).toBeGreaterThan(2 * cases);
  }
  const algorithms = [...servedInAll(tally)].filter(([label]) => !label.includes(":"));
  expect(algorithms.filter(([, count]) => count === 0)).toEqual([]);
});

it("nearly every configuration is another one, and their pairs are those that are said to be possible", () => {
  const { distinct, pairs } = coverage(0, new Array(20_000).keys());
  expect(distinct).toBeGreaterThan(19_950);
  expect(pairs.unexpected).toEqual([]);
  expect(pairs.possible).toBeGreaterThan(10_000);
  expect(pairs.missing.length).toBeLessThan(pairs.possible / 200);
});

it("notices wrong numbers", () => {
  const fill = override(convNarrow, {
    run({ y }) {
      y.storage.write("all").fill(1 as never);
      return true;
    },
  });
  const tally = new Runner({ wrong: { name: "wrong", overrides: [fill] } }).run(0, 0, 40);
  expect(tally.wrong).toBeGreaterThan(30);
  expect(tally.mismatches[0]).toMatch(/^wrong: .* is 1, not -?\d+/);
});
