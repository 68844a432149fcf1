// Every kind of mistake has a row, or a test elsewhere, or a reason why nobody can make it.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { badInputs } from "../../src/bad-inputs/index.ts";
import { kinds } from "./ids.ts";

const byRow = new Set(badInputs.flatMap(({ catalogue }) => catalogue ?? []));
const root = new URL("../../../../", import.meta.url);

test("every kind is shown", () => {
  const missing = kinds.filter(({ id, place }) => {
    if (place === undefined) return !byRow.has(id);
    if ("reason" in place) return place.reason.length < 20;
    const [file, words] = place.test;
    const text = readFileSync(new URL(file, root), "utf8");
    return words === id ? !new RegExp(`\\b${id}\\b`).test(text) : !text.includes(words);
  });
  expect(missing.map(({ id, about, place }) => [id, about, place])).toEqual([]);
});

test("every row is of a kind that there is, and kinds are listed once", () => {
  const ids = kinds.map(({ id }) => id);
  expect([...byRow].filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("rows of the catalogue say in words what is wrong", () => {
  expect(badInputs.filter(({ catalogue, says }) => catalogue !== undefined && says === "")).toEqual([]);
});
