// Where the consumers come from: npm packages that hold each platform's program, installed from the lockfile in hosts/.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../bundle-check/programs.ts";
import { installLocked } from "../scripts/install-locked.ts";

const hosts = fileURLToPath(new URL("hosts/", import.meta.url));

/** A program that starts, or why there is none. */
export type Program = { readonly file: string; readonly version: string } | { readonly missing: string };

export function installHosts(): void {
  installLocked(hosts);
}

/** A file of an installed package, which may be there under another name. */
export function hostFile(name: string, file: string): string {
  return path.join(hosts, "node_modules", name, file);
}

export function versionOf(name: string): string {
  return JSON.parse(readFileSync(hostFile(name, "package.json"), "utf8")).version;
}

function started(file: string | undefined, missing: string): Program {
  if (file === undefined || !existsSync(file)) return { missing };
  const { status, output } = run(file, ["--version"], { cwd: hosts });
  const version = /\d+\.\d+\.\d+/.exec(output)?.[0];
  return status === 0 && version !== undefined
    ? { file, version }
    : { missing: `it does not start on this machine: ${output.trim().split("\n")[0] || `exit ${status}`}` };
}

export const nodeMajors: readonly number[] = [20, 22, 24, 26];

/** npm has Node.js for Linux alone. */
export function nodeProgram(major: number): Program {
  const { arch, platform } = process;
  const file = hostFile(`node-${major}-${platform}-${arch}`, "bin/node");
  return started(file, `npm has no Node.js for ${platform} ${arch}`);
}

/** Bun's or Deno's program, in whichever package of a platform npm has chosen. */
function platformProgram(pattern: string): Program {
  const [file] = globSync(pattern, { cwd: path.join(hosts, "node_modules") });
  const missing = `npm has no program for ${process.platform} ${process.arch}`;
  return started(file === undefined ? undefined : hostFile("", file), missing);
}

export const bunProgram = () => platformProgram("@oven/bun-*/bin/bun{,.exe}");
export const denoProgram = () => platformProgram("@deno/*/deno{,.exe}");
