// `pnpm check`: every gate of the repository, each run to its end, and the sum of their counts as the last line.
// With `--npm-test LOG STATUS`, the output and exit status of an `npm test` just made stand for the types and the tests.
import { readFileSync } from "node:fs";
import { countsOf, type Gate, report, runGate, type Step } from "./counted-steps.ts";
import { testGates } from "./test-gates.ts";

const before: readonly Gate[] = [
  { name: "format and lint", command: ["pnpm", "run", "lint"] },
  { name: "import directions", command: ["pnpm", "run", "boundaries"] },
  { name: "unused files, exports and dependencies", command: ["knip"] },
  { name: "lockfile", command: ["node", "tooling/scripts/check-lockfile.ts"] },
];
const after: readonly Gate[] = [
  { name: "long tests", command: ["vitest", "run", "--project=long*"] },
  { name: "build", command: ["pnpm", "run", "build"] },
  { name: "site in a browser", command: ["vitest", "run", "--project=site"] },
  { name: "packed tarballs", command: ["node", "tooling/bundle-check/check-tarballs.ts"] },
  { name: "release, dry", command: ["node", "tooling/release/release-dry.ts"] },
];

const steps: Step[] = [];
const [flag, log, status] = process.argv.slice(2);
const tested = flag === "--npm-test" && log !== undefined;
if (tested) steps.push({ name: "npm test", counts: countsOf(readFileSync(log, "utf8"), Number(status)), seconds: 0 });
for (const gate of [...before, ...(tested ? [] : testGates), ...after]) steps.push(await runGate(gate));
report(steps);
