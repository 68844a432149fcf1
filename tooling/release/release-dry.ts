// `pnpm release:dry`: what a release would publish, tried in a copy: versions from the changesets, a build, packed tarballs.
// Nothing is published, and the working tree stays as it is.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { layers, unpublished } from "../boundaries/layers.ts";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-release-"));
const copy = path.join(folder, "repository");
const tarballs = path.join(folder, "tarballs");

const run = (program: string, args: readonly string[], cwd = copy) =>
  execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

try {
  // What is committed, as a release would see it.
  run("git", ["clone", "--quiet", "--no-hardlinks", root, copy], root);
  run("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", "--silent"]);
  console.log("changesets");
  for (const file of readdirSync(path.join(copy, ".changeset")).filter((name) => name.endsWith(".md"))) {
    const [, , text = ""] = readFileSync(path.join(copy, ".changeset", file), "utf8").split("---");
    console.log(`  ${text.trim()}`);
  }
  run("pnpm", ["exec", "changeset", "version"]);
  run("pnpm", ["run", "build"]);
  mkdirSync(tarballs);
  console.log("\nwould be published");
  const problems: string[] = [];
  const versions = new Set<string>();
  const present = new Set(readdirSync(path.join(copy, "packages")));
  const published = Object.keys(layers).filter((name) => present.has(name) && !unpublished.includes(name));
  for (const name of published) {
    const source = path.join(copy, "packages", name);
    const tarball = path.join(tarballs, `${name}.tgz`);
    run("pnpm", ["pack", "--out", tarball], source);
    const manifest: Manifest = JSON.parse(run("tar", ["-xzOf", tarball, "package/package.json"]));
    const files = run("tar", ["-tzf", tarball]).trim().split("\n");
    versions.add(manifest.version);
    const kilobytes = (statSync(tarball).size / 1000).toFixed(1);
    console.log(`  ${manifest.name}@${manifest.version}  ${files.length} files, ${kilobytes} KB`);
    if (manifest.version === "0.0.0") problems.push(`${manifest.name} has no changeset`);
    for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
      if (/^(workspace|catalog):/.test(range)) problems.push(`${manifest.name} asks for ${dependency}@${range}`);
    }
    for (const file of ["package/LICENSE", "package/README.md"]) {
      if (!files.includes(file)) problems.push(`${manifest.name} lacks ${file}`);
    }
  }
  if (versions.size > 1) problems.push(`the packages are of one group, but have the versions ${[...versions]}`);
  for (const problem of problems) console.error(`FAILED  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
