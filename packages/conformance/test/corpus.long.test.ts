// Every recorded case of the corpus, on everything that computes.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchJobs } from "../src/index.ts";
import { type Ground, levels, runOn } from "./backends.ts";
import { checkCorpus } from "./corpus.ts";

beforeAll(() => watchJobs());
afterAll(() => runOn("default"));

describe("the corpus, all of it", () => {
  it.each<Ground>(["portable", ...levels])("%s", (ground) => {
    const { problems, ...counts } = checkCorpus(ground);
    // biome-ignore lint/suspicious/noConsole: how many answers were compared in which way.
    console.log(`corpus on ${ground}: ${JSON.stringify({ ...counts, failed: problems.length })}`);
    expect(problems).toEqual([]);
    expect(counts.accelerated > counts.cases).toBe(ground !== "portable");
    // Tiles of 2x2 are exact on multiples of 1/4, those of 4x4 are not.
    expect(counts.winograd > 0).toBe(ground === "default");
  });
});
