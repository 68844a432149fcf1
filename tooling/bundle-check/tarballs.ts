// Packs the published packages, and what they depend on, as a registry would hold them.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { layers, mayHaveDependencies, unpublished } from "../boundaries/layers.ts";
import { run } from "./programs.ts";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));
const present = new Set(readdirSync(packages));

/** The folders under packages/ of what is published. */
export const published = Object.keys(layers).filter((name) => present.has(name) && !unpublished.includes(name));

export interface Tarball {
  /** The package's name. */
  readonly name: string;
  readonly file: string;
  readonly status: number;
  readonly output: string;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(path.join(packages, directory, "package.json"), "utf8"));
}

/** Packs one of ours into the folder. Needs a build before it. */
export function packOwn(directory: string, folder: string): Tarball {
  const file = path.join(folder, `${directory}.tgz`);
  const packed = run("pnpm", ["pack", "--out", file], { cwd: path.join(packages, directory) });
  return { name: manifestOf(directory).name, file, ...packed };
}

/** Packs what ours depend on and others publish: there is no registry where they are installed. */
export function packDependencies(folder: string): Tarball[] {
  const wanted = mayHaveDependencies.filter((directory) => present.has(directory));
  return wanted.flatMap((directory) =>
    Object.keys(manifestOf(directory).dependencies ?? {})
      .filter((name) => !name.startsWith("@toeplitz/"))
      .map((name) => {
        const source = path.join(packages, directory, "node_modules", name);
        const args = ["pack", source, "--ignore-scripts", "--pack-destination", folder, "--json", "--silent"];
        const packed = run("npm", args, { cwd: folder, system: true });
        const file = packed.status === 0 ? path.join(folder, JSON.parse(packed.output)[0].filename) : "";
        return { name, file, ...packed };
      }),
  );
}

/** Installs by npm without a registry. */
export function installOffline(folder: string, tarballs: readonly string[]) {
  const args = ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", ...tarballs];
  return run("npm", args, { cwd: folder, system: true });
}
