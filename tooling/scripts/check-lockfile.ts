// Checks the lockfiles: every platform's binaries are in pnpm-lock.yaml, and no address is in any of them.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lockfileProblems, npmLockfileProblems } from "./lockfile.ts";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

const npmLockfiles = execFileSync("git", ["ls-files", "*package-lock.json"], { encoding: "utf8" }).split("\n");
const problems = [
  ...lockfileProblems(readFileSync("pnpm-lock.yaml", "utf8")).map((problem) => `pnpm-lock.yaml: ${problem}`),
  ...npmLockfiles
    .filter((file) => file !== "")
    .flatMap((file) => npmLockfileProblems(readFileSync(file, "utf8")).map((problem) => `${file}: ${problem}`)),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
