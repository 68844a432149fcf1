// Drawn calls of everything public, for a minute.
import { afterAll, expect, it } from "vitest";
import { runOn } from "../backends.ts";
import { library } from "../library.ts";
import { tryCalls } from "./drawn-calls.ts";

afterAll(() => runOn("default"));

it.each([
  ["portable", 11],
  ["default", 12],
  ["deterministic", 13],
] as const)("%s", (ground, seed) => {
  runOn(ground);
  const { names, problems } = tryCalls(library, seed, 60_000, 20);
  expect(problems).toEqual([]);
  expect(names).toBeGreaterThan(300);
});
