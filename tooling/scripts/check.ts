// `pnpm check`: every gate of the repository, each run to its end, and the sum of their counts as the last line.
// With `--npm-test LOG STATUS`, the output and exit status of an `npm test` just made stand for the types and the tests.
import { readFileSync } from "node:fs";
import { type Counts, countsOf, report, runShown } from "./counted-steps.ts";

interface Gate {
  name: string;
  command: readonly [string, ...string[]];
  /** Whether `npm test` runs it too. */
  inTest?: true;
}

const gates: Gate[] = [
  { name: "format and lint", command: ["pnpm", "run", "lint"] },
  { name: "import directions", command: ["pnpm", "run", "boundaries"] },
  { name: "unused files, exports and dependencies", command: ["knip"] },
  { name: "lockfile", command: ["node", "tooling/scripts/check-lockfile.ts"] },
  { name: "types", command: ["pnpm", "run", "typecheck"], inTest: true },
  { name: "tests", command: ["vitest", "run"], inTest: true },
  { name: "build", command: ["pnpm", "run", "build"] },
  { name: "packed tarballs", command: ["node", "tooling/bundle-check/check-tarballs.ts"] },
];

const steps: { name: string; counts: Counts; seconds: number }[] = [];
const [flag, log, status] = process.argv.slice(2);
const tested = flag === "--npm-test" && log !== undefined;
if (tested) steps.push({ name: "npm test", counts: countsOf(readFileSync(log, "utf8"), Number(status)), seconds: 0 });

for (const { name, command, inTest } of gates) {
  if (tested && inTest) continue;
  console.log(`\n== ${name}: ${command.join(" ")}`);
  const start = performance.now();
  const [file, ...args] = command;
  const { output, status } = await runShown(file, args);
  steps.push({ name, counts: countsOf(output, status), seconds: (performance.now() - start) / 1000 });
}
report(steps);
