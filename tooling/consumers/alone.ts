// Each package alone: installed by its README's own line, it brings what it declares, and its README's first example runs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../bundle-check/programs.ts";
import { installOffline, manifestOf, type Tarball } from "../bundle-check/tarballs.ts";
import { nodeProgram } from "./hosts.ts";
import { failed, notRun, type Outcome, type Row } from "./row.ts";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));

/** The name of the example in the folder of its package. */
export const exampleFile = "example.ts";

/** Our packages and others' that one of ours needs, itself included. */
function closureOf(name: string, ours: readonly string[]): Set<string> {
  const directory = ours.find((candidate) => manifestOf(candidate).name === name);
  if (directory === undefined) return new Set([name]);
  const below = Object.keys(manifestOf(directory).dependencies ?? {}).flatMap((other) => [...closureOf(other, ours)]);
  return new Set([name, ...below]);
}

interface Alone {
  readonly directory: string;
  /** Where it is installed, with its README's example. */
  readonly folder: string;
  readonly row: Row;
}

/** Installs one package by its README and runs the example under the oldest and the newest Node.js. */
export function installAlone(
  directory: string,
  within: string,
  tarballs: readonly Tarball[],
  ours: readonly string[],
): Alone {
  const folder = path.join(within, directory);
  const { name } = manifestOf(directory);
  const consumer = `\`${name}\` alone, its README's example`;
  const { outcome, version } = tryAlone(directory, name, folder, tarballs, ours);
  return { directory, folder, row: { consumer, version, outcome } };
}

function tryAlone(
  directory: string,
  name: string,
  folder: string,
  tarballs: readonly Tarball[],
  ours: readonly string[],
): { readonly outcome: Outcome; readonly version: string } {
  mkdirSync(folder);
  const readme = readFileSync(path.join(packages, directory, "README.md"), "utf8");
  const [, line = ""] = /^npm install (.+)$/m.exec(readme) ?? [];
  const [, code = "", expected = ""] = /```ts\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/.exec(readme) ?? [];
  writeFileSync(path.join(folder, exampleFile), code);
  writeFileSync(path.join(folder, "example.mjs"), stripTypeScriptTypes(code));

  // What the registry would answer: for each name, the tarball.
  const overrides = Object.fromEntries(tarballs.map((tarball) => [tarball.name, `file:${tarball.file}`]));
  const dependencies = Object.fromEntries(line.split(" ").map((wanted) => [wanted, overrides[wanted] ?? "*"]));
  const manifest = { private: true, type: "module", dependencies, overrides };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  const installed = installOffline(folder, []);
  if (installed.status !== 0) return { outcome: failed(installed.output), version: "" };

  const lock = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8"));
  const came = Object.keys(lock.packages).filter((key) => key !== "");
  const due = [...closureOf(name, ours)].map((dependency) => `node_modules/${dependency}`);
  if (came.sort().join() !== due.sort().join()) {
    return { outcome: failed(`installed: ${came.join(", ")}\ndeclared: ${due.join(", ")}`), version: "" };
  }

  const nodes = [nodeProgram(20), nodeProgram(26)];
  const versions: string[] = [];
  for (const node of nodes) {
    if ("missing" in node) return { outcome: notRun(node.missing), version: "" };
    versions.push(node.version);
    const { status, output } = run(node.file, ["example.mjs"], { cwd: folder });
    if (status !== 0 || output !== expected) {
      return { outcome: failed(`under Node.js ${node.version}:\n${output}`), version: node.version };
    }
  }
  const others = due.length - 1;
  const result = `prints what it says; brings ${others === 0 ? "nothing" : `${others} more`}`;
  return { outcome: { kind: "passed", result }, version: `Node.js ${versions.join(", ")}` };
}
