#!/usr/bin/env node
// Checks types with the native compiler, which is several times as fast: check-types tsconfig.json [...]
// Builds and tools keep the version before it, whose API makes and reads declarations.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const compiler = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")));
for (const project of process.argv.slice(2)) {
  const { status } = spawnSync(process.execPath, [compiler, "-p", project], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
