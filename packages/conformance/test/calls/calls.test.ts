// Some thousand drawn calls of everything public; calls.long.test.ts makes them for a minute, and `pnpm verify:full --only calls` for as long as one likes.
import { afterAll, expect, it } from "vitest";
import { runOn } from "../backends.ts";
import { library } from "../library.ts";
import { tryCalls } from "./drawn-calls.ts";

afterAll(() => runOn("default"));

it.each(["portable", "default"] as const)(
  "%s: a result that holds together or a typed error, and no trace",
  (ground) => {
    runOn(ground);
    const { calls, names, problems, refusals, results } = tryCalls(library, 5, 1000);
    expect(problems).toEqual([]);
    expect(calls).toBe(1000);
    expect(names).toBeGreaterThan(250);
    expect(Math.min(results, refusals)).toBeGreaterThan(200);
  },
);
