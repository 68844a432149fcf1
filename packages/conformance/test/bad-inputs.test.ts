// What users get wrong, each alone, on the portable kernels and on the accelerator; bad-inputs.long.test.ts has pairs, threads and builds.
import { afterAll, describe, expect, it } from "vitest";
import { badInputs, badPairs, rightCalls } from "../src/bad-inputs/index.ts";
import { runOn } from "./backends.ts";
import { checkBadInputs } from "./bad-inputs.ts";
import { library } from "./library.ts";
import { mended } from "./mended.ts";

afterAll(() => runOn("default"));

describe("bad inputs, alone", () => {
  it.each(["portable", "default"] as const)("%s", (ground) => {
    runOn(ground);
    checkBadInputs(library);
  });

  it.each(rightCalls.map((call) => [call.line, call] as const))("without the mistake, %s is right", (_, { run }) => {
    expect(() => run(library)).not.toThrow();
  });

  it("are mended by the legal values that their refusals name, or another rule speaks", () => {
    const outcomes = badInputs.map((row) => mended(library, row));
    expect(
      outcomes.filter((outcome) => outcome !== "accepted" && outcome !== "another rule" && outcome !== "none"),
    ).toEqual([]);
    const accepted = outcomes.filter((outcome) => outcome === "accepted").length;
    expect(accepted).toBeGreaterThan(150);
    expect(accepted).toBeGreaterThan(5 * outcomes.filter((outcome) => outcome === "another rule").length);
  });

  it("are many, each once", () => {
    const lines = badInputs.map(({ line }) => line);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThan(1000);
    expect(badPairs.length).toBeGreaterThan(20_000);
  });
});
