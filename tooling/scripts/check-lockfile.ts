// Checks pnpm-lock.yaml: every platform's binaries are in it, and no address is.
import { readFileSync } from "node:fs";
import { lockfileProblems } from "./lockfile.ts";

const problems = lockfileProblems(readFileSync(new URL("../../pnpm-lock.yaml", import.meta.url), "utf8"));
for (const problem of problems) console.error(`pnpm-lock.yaml: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
