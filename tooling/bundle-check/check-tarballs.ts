// Checks the packages as users get them: packs each, lints the tarballs, installs them outside the workspace with npm,
// and runs the scripts of consumers/ there, under the system's Node.js and under the tools' own. Needs a build before it.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { layers, mayHaveDependencies, unpublished } from "../boundaries/layers.ts";
import { findSystemNode, run } from "./programs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const consumers = fileURLToPath(new URL("consumers/", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-tarballs-"));

/** Packages of others that come with ours. */
const dependenciesOfOthers = new Set<string>();

let passed = 0;
let failed = 0;
function check(name: string, { status, output }: { status: number; output: string }): boolean {
  if (status === 0) passed += 1;
  else failed += 1;
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name}`);
  if (status !== 0) console.log(output.trimEnd().replace(/^/gm, "        "));
  return status === 0;
}

/** Packs and lints one package; returns its tarball. */
function pack(directory: string): string {
  const source = path.join(root, "packages", directory);
  const target = path.join(folder, `${directory}.tgz`);
  check(`${directory}: packs`, run("pnpm", ["pack", "--out", target], { cwd: source }));
  check(`${directory}: publint`, run("publint", ["--strict", target], { cwd: root }));
  // Types are missing only where there is something to import: not of the files that a page or a host loads.
  const { exports } = JSON.parse(readFileSync(path.join(source, "package.json"), "utf8"));
  const files = Object.keys(exports).filter((entry) => /\.(wasm|js)$/.test(entry));
  const ignored = files.length === 0 ? [] : ["--exclude-entrypoints", ...files];
  check(`${directory}: attw`, run("attw", [target, "--profile", "esm-only", ...ignored], { cwd: root }));
  const contents = run("tar", ["-tzf", target], { cwd: root });
  const missing = ["package/LICENSE", "package/dist/index.js", "package/dist/index.d.ts"].filter(
    (file) => !contents.output.split("\n").includes(file),
  );
  check(`${directory}: holds its licence and its build`, { status: missing.length, output: `missing: ${missing}` });
  return target;
}

/** Packs what the published packages depend on and do not publish: there is no registry where they are installed. */
function packDependencies(directory: string): string[] {
  const source = path.join(root, "packages", directory);
  const { dependencies } = JSON.parse(readFileSync(path.join(source, "package.json"), "utf8"));
  return Object.keys(dependencies)
    .filter((name) => !name.startsWith("@toeplitz/"))
    .map((name) => {
      const args = ["pack", path.join(source, "node_modules", name), "--ignore-scripts", "--pack-destination", folder];
      const packed = run("npm", [...args, "--json", "--silent"], { cwd: folder, system: true });
      check(`${name}, which ${directory} depends on: packs`, packed);
      dependenciesOfOthers.add(name);
      return path.join(folder, JSON.parse(packed.output)[0].filename);
    });
}

function installOutside(tarballs: readonly string[]) {
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  const args = ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", ...tarballs];
  return check("the tarballs install together, with no registry", run("npm", args, { cwd: folder, system: true }));
}

function runConsumers() {
  for (const file of readdirSync(consumers)) copyFileSync(path.join(consumers, file), path.join(folder, file));
  const systemNode = findSystemNode();
  const runtimes = new Set([systemNode, process.execPath]);
  for (const file of readdirSync(consumers).filter((name) => /\.(mjs|cjs)$/.test(name))) {
    for (const node of runtimes) {
      const version = run(node, ["--version"], { cwd: folder }).output.trim();
      check(`${file} under Node.js ${version}`, run(node, [file], { cwd: folder }));
    }
  }
}

/** The declarations stand on their own, for both ways of resolving modules, with nothing skipped and no newer library. */
function checkTypes() {
  for (const [module, resolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ] as const) {
    const args = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom"];
    args.push("--module", module, "--moduleResolution", resolution, "declarations.ts");
    check(`declarations.ts with moduleResolution ${resolution}`, run("tsc", args, { cwd: folder }));
  }
}

/** A bundler keeps what only an import's effect provides (methods, later the accelerator), and drops what nobody uses. */
async function checkBundle() {
  const { build } = await import("vite");
  const outDir = path.join(folder, "bundled");
  mkdirSync(outDir);
  try {
    await build({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: { outDir, lib: { entry: "runs-convolution.mjs", formats: ["es"], fileName: "bundle" } },
    });
    const [file] = readdirSync(outDir).filter((name) => name.startsWith("bundle."));
    check(
      "the bundle of runs-convolution.mjs runs",
      run(process.execPath, [path.join(outDir, file!)], { cwd: outDir }),
    );
  } catch (error) {
    check("vite bundles runs-convolution.mjs", { status: 1, output: String(error) });
  }
}

try {
  const published = Object.keys(layers).filter((name) => !unpublished.includes(name));
  const present = new Set(readdirSync(path.join(root, "packages")));
  const tarballs = published.filter((name) => present.has(name)).map(pack);
  tarballs.push(...mayHaveDependencies.filter((name) => present.has(name)).flatMap(packDependencies));
  if (installOutside(tarballs)) {
    const installed = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8")).packages;
    const foreign = Object.keys(installed).filter(
      (name) =>
        name !== "" &&
        !/node_modules\/(@toeplitz\/|toeplitz$)/.test(name) &&
        !dependenciesOfOthers.has(name.replace("node_modules/", "")),
    );
    check("nothing comes with them but what they declare", { status: foreign.length, output: foreign.join("\n") });
    runConsumers();
    checkTypes();
    await checkBundle();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
