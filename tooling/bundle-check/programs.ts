// Runs programs for the tarball check, with the tools' Node.js or with the one the system has.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";

// pnpm scripts put the workspace's programs, a newer Node.js among them, before the system's.
const systemPath = (process.env.PATH ?? "")
  .split(path.delimiter)
  .filter((folder) => !/node_modules/.test(folder))
  .join(path.delimiter);

interface Options {
  cwd: string;
  /** Whether to run what the system has rather than what the workspace installed. */
  system?: boolean;
}

/** Runs a program to its end and returns its exit status and all that it printed. */
export function run(program: string, args: readonly string[], { cwd, system = false }: Options) {
  const result = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
    env: { ...process.env, ...(system ? { PATH: systemPath } : {}) },
  });
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? `\n${result.error}` : ""}`;
  return { status: result.status ?? 1, output };
}

/** The Node.js that the system has: the published packages must run on it. */
export function findSystemNode(): string {
  const name = process.platform === "win32" ? "node.exe" : "node";
  for (const folder of systemPath.split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  throw new Error("The system has no Node.js beside the workspace's own: the packages cannot be tried on it.");
}
