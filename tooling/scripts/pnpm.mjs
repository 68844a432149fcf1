// Runs the pnpm pinned in package.json ("packageManager") with the given arguments.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const root = new URL("../../package.json", import.meta.url);
const spec = JSON.parse(readFileSync(root, "utf8")).packageManager.split("+")[0];
const result = spawnSync("npx", ["--yes", spec, ...process.argv.slice(2)], {
  stdio: "inherit",
  shell: process.platform === "win32", // npx is npx.cmd there
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
});
process.exit(result.status ?? 1);
