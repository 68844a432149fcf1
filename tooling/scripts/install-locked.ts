// Installs a folder outside of the workspace from its own lockfile, when the last install was not from this lockfile.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

export function installLocked(folder: string): void {
  const lockfile = readFileSync(path.join(folder, "package-lock.json"), "utf8");
  const stamp = path.join(folder, "node_modules", ".installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockfile) return;
  execFileSync("npm", ["ci"], { cwd: folder, stdio: "inherit", shell: process.platform === "win32" });
  writeFileSync(stamp, lockfile);
}
