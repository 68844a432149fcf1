// Some thousand drawn calls of everything public; calls.long.test.ts makes them for a minute, and `pnpm verify:full --only calls` for as long as one likes.
import * as io from "@toeplitz/io";
import { afterAll, expect, it } from "vitest";
import { runOn } from "../backends.ts";
import { library } from "../library.ts";
import { tryCalls } from "./drawn-calls.ts";
import { callableNames, drawnNames, notDrawn } from "./names.ts";
import { recordedCalls } from "./recorded-calls.ts";

afterAll(() => runOn("default"));

const t = Object.assign({ io }, library);
const calls = recordedCalls(t);

it.each(["portable", "default"] as const)(
  "%s: a result that holds together or a typed error, and no trace",
  async (ground) => {
    runOn(ground);
    const report = await tryCalls(t, await calls, { seed: 5, cases: 1000 });
    expect(report.problems).toEqual([]);
    expect(report.calls).toBe(1000);
    expect(report.names).toBeGreaterThan(400);
    expect(Math.min(report.results, report.refusals)).toBeGreaterThan(200);
  },
);

it("every public function, class and method is among them, or says why not", async () => {
  const drawn = drawnNames(t, await calls);
  const names = callableNames(t);
  expect(names.filter((name) => !drawn.has(name) && !(name in notDrawn))).toEqual([]);
  expect(Object.keys(notDrawn).filter((name) => drawn.has(name) || !names.includes(name))).toEqual([]);
});
