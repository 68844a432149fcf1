// Which Node.js runs the contestants, and the host program for it.
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Runtime } from "./child.ts";

const at = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** This Node.js and our sources: nothing has to be built. */
export const sourceRuntime: Runtime = { node: process.execPath, host: at("host.ts"), fromSource: true };

/** This Node.js and our packages as they are published. */
export const builtRuntime: Runtime = { ...sourceRuntime, fromSource: false };

/** Another Node.js, which may know no TypeScript: the host is made JavaScript, our packages are the built ones. */
export async function runtimeOf(node: string): Promise<Runtime> {
  const outdir = at("../raw/host");
  await build({
    entryPoints: [sourceRuntime.host],
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
  });
  return { node, host: path.join(outdir, "host.mjs"), fromSource: false };
}

export const versionOf = (node: string): string => execFileSync(node, ["--version"], { encoding: "utf8" }).trim();

/** The first Node.js on PATH of a major version; undefined if there is none. */
export function findNode(major: number): string | undefined {
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, "node"))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return versionOf(file).startsWith(`v${major}.`);
      } catch {
        return false;
      }
    });
}

/** Makes the built form of our packages; quick when nothing changed. */
export function buildPackages(): void {
  const pnpm = at("../../scripts/pnpm.mjs");
  execFileSync(process.execPath, [pnpm, "--silent", "run", "build"], {
    cwd: at("../../.."),
    stdio: ["ignore", "ignore", "inherit"],
  });
}
