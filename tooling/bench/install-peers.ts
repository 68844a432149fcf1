// Installs the peers from their own lockfile when the last install was not from this lockfile.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const peers = new URL("peers/", import.meta.url);

export function installPeers(): void {
  const lockfile = readFileSync(new URL("package-lock.json", peers), "utf8");
  const stamp = new URL("node_modules/.installed", peers);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockfile) return;
  execFileSync("npm", ["ci"], { cwd: fileURLToPath(peers), stdio: "inherit", shell: process.platform === "win32" });
  writeFileSync(stamp, lockfile);
}
