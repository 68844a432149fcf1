// Scores out of reports: what counts, and what is below the threshold; and slices that are there.
import { existsSync, globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { slices } from "../mutant-slices.ts";
import { mutationTable } from "../mutation-table.ts";

const report = (...statuses: string[]) => ({
  files: { "packages/x/src/y.ts": { mutants: statuses.map((status) => ({ status })) } },
});
const [slice] = slices;
const root = fileURLToPath(new URL("../../..", import.meta.url));

test.each(slices.map((slice) => [slice.name, slice] as const))("%s has its sources and its tests", (_, slice) => {
  for (const source of slice.sources) expect(globSync(source, { cwd: root }), source).not.toEqual([]);
  for (const file of slice.tests) expect(existsSync(`${root}/${file}`), file).toBe(true);
});

test("no source is in two slices", () => {
  const files = slices.flatMap(({ sources }) => globSync([...sources], { cwd: root }));
  expect(files.filter((file, i) => files.indexOf(file) < i)).toEqual([]);
});

test("caught are those that a test fails for or hangs on; what is ignored counts for nothing", () => {
  const { table, below } = mutationTable(
    [[slice!, report("Killed", "Timeout", "Survived", "NoCoverage", "Ignored")]],
    50,
  );
  expect(table).toMatch(/geometry +50\.0 +4 +2 +2 +1\n/);
  expect(table).toMatch(/x: y\.ts +50\.0 +4 +2 +2 +1$/);
  expect(below).toEqual([]);
});

test("slices of one goal are scored together", () => {
  const two = [report("Killed"), report("Survived", "Killed")].map((each) => [slice!, each] as const);
  expect(mutationTable(two, 67).below).toEqual(["geometry"]);
  expect(mutationTable(two, 66).below).toEqual([]);
});
