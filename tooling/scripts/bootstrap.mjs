// Installs the workspace from the lockfile when the last install was not from this lockfile,
// then checks that pnpm scripts run under the Node.js that the tools need.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

const pnpm = (...args) => {
  const result = spawnSync(process.execPath, ["tooling/scripts/pnpm.mjs", ...args], { stdio: "inherit" });
  if (result.status !== 0) process.exit(result.status ?? 1);
};

const stamp = "node_modules/.bootstrap";
const key = `${process.platform} ${process.arch}\n${readFileSync("pnpm-lock.yaml", "utf8")}`;
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== key) {
  pnpm("install", "--frozen-lockfile");
  pnpm("exec", "node", "tooling/scripts/check-node.mjs");
  writeFileSync(stamp, key);
}
