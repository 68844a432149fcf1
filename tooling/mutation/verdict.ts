// What the tests said of a seeded bug: caught by at least two of them, or not; and of how many files they are.
import type { Failures } from "./failing-tests.ts";
import type { Seed } from "./seed.ts";

export interface Verdict {
  readonly tests: number;
  readonly files: number;
  readonly caught: boolean;
  readonly line: string;
}

export function verdictOn(seed: Seed, { failing, broken, hung }: Failures): Verdict {
  const tests = [...failing.values()].reduce((sum, count) => sum + count, 0);
  const files = failing.size;
  const caught = tests >= 2;
  const notes = [
    ...[...failing].map(([file, count]) => `${nameOf(file)} ${count}`),
    ...broken.map((file) => `${nameOf(file)} did not load`),
    ...(hung ? ["did not end"] : []),
  ];
  const mark = caught ? "caught" : "MISSED";
  return {
    tests,
    files,
    caught,
    line: `${mark}  ${seed.id.padEnd(34)} ${String(tests).padStart(5)}  ${notes.join(", ")}`,
  };
}

function nameOf(file: string): string {
  return file
    .replace(/^packages\//, "")
    .replace("/test/", ": ")
    .replace(/\.test\.ts$/, "");
}
