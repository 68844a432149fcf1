// The seeded bugs still fit the sources: each text stands in its file once, and the tests that ought to notice are there.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { planted, type Seed } from "../seed.ts";
import { seeds } from "../seeded-bugs.ts";
import { verdictOn } from "../verdict.ts";

const inRepository = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url));

it("there are 45, each with a name of its own", () => {
  expect(new Set(seeds.map(({ id }) => id)).size).toBe(45);
  expect(seeds.length).toBe(45);
});

it.each(seeds.map((seed) => [seed.id, seed] as const))("%s can be planted", (_, seed) => {
  const source = readFileSync(inRepository(seed.file), "utf8");
  expect(planted(source, seed)).not.toBe(source);
  expect(seed.tests.length).toBeGreaterThan(1);
  expect(seed.tests.filter((file) => !existsSync(inRepository(file)))).toEqual([]);
});

const seed: Seed = { id: "one", file: "a.ts", text: "a + b", becomes: "a - b", tests: ["a.test.ts", "b.test.ts"] };

it("what stands there twice, or no longer, cannot be planted", () => {
  expect(() => planted("a + b; a + b", seed)).toThrow("stands 2 times in a.ts");
  expect(() => planted("a+b", seed)).toThrow("stands 0 times");
});

it.each([
  [
    "two tests of two files",
    [
      ["a", 1],
      ["b", 1],
    ],
    true,
  ],
  ["two tests of one file", [["a", 2]], true],
  ["one test", [["a", 1]], false],
  ["no test", [], false],
] as const)("%s", (_, failing, caught) => {
  expect(verdictOn(seed, { failing: new Map(failing), broken: [], hung: false }).caught).toBe(caught);
});
