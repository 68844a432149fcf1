// Checks the packages as users get them: packs each, lints the tarballs, installs them outside the workspace with npm,
// and runs the scripts of consumers/ there, under the system's Node.js and under the tools' own. Needs a build before it.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { checkPackedBadInputs } from "./packed-bad-inputs.ts";
import { checkPackedExports } from "./packed-exports.ts";
import { findSystemNode, run } from "./programs.ts";
import { installOffline, manifestOf, packDependencies, packOwn, published } from "./tarballs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const consumers = fileURLToPath(new URL("consumers/", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-tarballs-"));

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
function packAndLint(directory: string): string {
  const tarball = packOwn(directory, folder);
  const target = tarball.file;
  check(`${directory}: packs`, tarball);
  check(`${directory}: publint`, run("publint", ["--strict", target], { cwd: root }));
  // Types are missing only where there is something to import: not of the files that a page or a host loads.
  const files = Object.keys(manifestOf(directory).exports).filter((entry) => /\.(wasm|js)$/.test(entry));
  const ignored = files.length === 0 ? [] : ["--exclude-entrypoints", ...files];
  check(`${directory}: attw`, run("attw", [target, "--profile", "esm-only", ...ignored], { cwd: root }));
  const contents = run("tar", ["-tzf", target], { cwd: root });
  const missing = ["package/LICENSE", "package/dist/index.js", "package/dist/index.d.ts"].filter(
    (file) => !contents.output.split("\n").includes(file),
  );
  check(`${directory}: holds its licence and its build`, { status: missing.length, output: `missing: ${missing}` });
  return target;
}

function installOutside(tarballs: readonly string[]) {
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  return check("the tarballs install together, with no registry", installOffline(folder, tarballs));
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

/** What a page may load at most, compressed. Whoever needs more raises it here, for all to see. */
const budgets = { standalone: 190_000, bundle: 140_000 };

function checkBudget(name: keyof typeof budgets, file: string) {
  const bytes = gzipSync(readFileSync(file), { level: 9 }).length;
  const output = `${bytes} bytes with gzip, of ${budgets[name]}`;
  check(`${name}: ${output}`, { status: bytes > budgets[name] ? 1 : 0, output });
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
    checkBudget("bundle", path.join(outDir, file!));
  } catch (error) {
    check("vite bundles runs-convolution.mjs", { status: 1, output: String(error) });
  }
}

try {
  const ours = published.map(packAndLint);
  const ofOthers = packDependencies(folder);
  for (const tarball of ofOthers) check(`${tarball.name}, which ours depend on: packs`, tarball);
  if (installOutside([...ours, ...ofOthers.map(({ file }) => file)])) {
    const installed = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8")).packages;
    const foreign = Object.keys(installed).filter(
      (name) =>
        name !== "" &&
        !/node_modules\/(@toeplitz\/|toeplitz$)/.test(name) &&
        !ofOthers.some((other) => name === `node_modules/${other.name}`),
    );
    check("nothing comes with them but what they declare", { status: foreign.length, output: foreign.join("\n") });
    for (const { entry, ...result } of checkPackedExports(process.execPath, folder)) {
      check(`${entry}: exports the names that are known`, result);
    }
    check("every bad input is refused by the packed packages", checkPackedBadInputs(process.execPath, folder));
    runConsumers();
    checkTypes();
    checkBudget("standalone", path.join(folder, "node_modules/toeplitz/dist/standalone.js"));
    await checkBundle();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
