// Keys in a grid: each leads where it says, and no grid is left by them.
import { placeAfter, placeWithin } from "@toeplitz/widgets";
import { expect, it } from "vitest";

it.each([
  ["ArrowLeft", [2, 2]],
  ["ArrowRight", [2, 4]],
  ["ArrowUp", [1, 3]],
  ["ArrowDown", [3, 3]],
  ["Home", [2, 0]],
  ["End", [2, 8]],
  ["Enter", null],
  ["a", null],
] as const)("%s", (key, wanted) => {
  expect(placeAfter(key, [2, 3], 9)).toEqual(wanted);
});

it.each([
  [
    [-1, 4],
    [0, 4],
  ],
  [
    [6, -1],
    [5, 0],
  ],
  [
    [3, 9],
    [3, 8],
  ],
] as const)("%j is held inside of the grid", (place, held) => {
  expect(placeWithin(place, 6, 9)).toEqual(held);
});
