// Scores out of reports: what counts, what is partial, and what is below the threshold; and slices and titles that are there.
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { longTests } from "../long-tests.ts";
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

test.each(Object.entries(longTests))("the tests of %s that are left out are there, once each", (file, titles) => {
  const source = readFileSync(`${root}/${file}`, "utf8");
  const places = titles.map((title) => [title, source.split(JSON.stringify(title)).length - 1]);
  expect(places).toEqual(titles.map((title) => [title, 1]));
  expect(slices.some(({ tests }) => tests.includes(file))).toBe(true);
});

test("caught are those that a test fails for or hangs on; what is ignored counts for nothing", () => {
  const { table, below } = mutationTable(
    [[slice!, report("Killed", "Timeout", "Survived", "NoCoverage", "Ignored")]],
    [slice!],
    50,
  );
  expect(table).toMatch(/geometry +50\.0 +4 +2 +2 +1\n/);
  expect(table).toMatch(/x: y\.ts +50\.0 +4 +2 +2 +1$/);
  expect(below).toEqual([]);
});

test("slices of one goal are scored together", () => {
  const two = [report("Killed"), report("Survived", "Killed")].map((each) => [slice!, each] as const);
  expect(mutationTable(two, slices, 67).below).toEqual(["geometry"]);
  expect(mutationTable(two, slices, 66).below).toEqual([]);
});

test("a goal is partial until all of its slices have been run, and the table says how many have", () => {
  const geometry = slices.filter(({ goal }) => goal === "geometry");
  const all = geometry.map((slice) => [slice, report("Killed")] as const);
  const { table } = mutationTable(all.slice(1), slices, 85);
  expect(table).toMatch(new RegExp(`^2 of ${slices.length} slices have been run\\n`));
  expect(table).toMatch(/\ngeometry \(partial: 2 of 3 slices\) +100\.0 +2 /);
  expect(mutationTable(all, slices, 85).table).toMatch(/\ngeometry +100\.0 +3 /);
});

test("where no mutant counts there is no score", () => {
  const { table, below } = mutationTable([[slice!, report("Ignored", "Ignored")]], [slice!], 85);
  expect(table).toMatch(/\nx: y\.ts +- +0 +0 +0 +2$/);
  expect(below).toEqual([]);
});
