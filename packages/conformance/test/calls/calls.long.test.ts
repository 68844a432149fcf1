// Drawn calls of everything public, for a minute.
import * as io from "@toeplitz/io";
import { afterAll, expect, it } from "vitest";
import { runOn } from "../backends.ts";
import { library } from "../library.ts";
import { tryCalls } from "./drawn-calls.ts";
import { recordedCalls } from "./recorded-calls.ts";

afterAll(() => runOn("default"));

const t = Object.assign({ io }, library);
const calls = recordedCalls(t);

it.each([
  ["portable", 11],
  ["default", 12],
  ["deterministic", 13],
] as const)("%s", async (ground, seed) => {
  runOn(ground);
  const { names, problems } = await tryCalls(t, await calls, { seed, cases: 60_000, seconds: 20 });
  expect(problems).toEqual([]);
  expect(names).toBeGreaterThan(300);
});
