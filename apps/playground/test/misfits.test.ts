// What of a file does not fit a network: wrong shapes, then missing names, then names too many.
import { expect, it } from "vitest";
import { misfitsOf } from "../src/views/network/misfits.ts";

const shapes = (entries: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(entries).map(([name, shape]) => [name, { shape }] as const);

it("lists what was expected and what came", () => {
  const expected = shapes({ steps: [], bias: [8], "a.weight": [8, 1, 3, 3], "b.weight": [4, 8] });
  const came = shapes({ extra: [2], "a.weight": [8, 1, 5, 5], bias: [8], steps: [1] });
  expect(misfitsOf(expected, came)).toEqual([
    { name: "steps", expected: [], came: [1] },
    { name: "a.weight", expected: [8, 1, 3, 3], came: [8, 1, 5, 5] },
    { name: "b.weight", expected: [4, 8], came: null },
    { name: "extra", expected: null, came: [2] },
  ]);
  expect(misfitsOf(expected, expected)).toEqual([]);
  // A number without axes and no number at all are not alike
  expect(misfitsOf(shapes({ steps: [] }), [])).toEqual([{ name: "steps", expected: [], came: null }]);
});
