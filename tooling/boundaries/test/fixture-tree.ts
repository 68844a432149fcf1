// A small copy of the house in a temporary folder, with given files, to run the boundary check on.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { layers } from "../layers.ts";

const { default: config } = (await import(new URL("../../../.dependency-cruiser.mjs", import.meta.url).href)) as {
  default: { forbidden: { name: string }[] };
};
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Entries of the packages that the fixtures import: sub-path -> file under src. */
const entries: Record<string, Record<string, string>> = {
  tensor: { ".": "index.ts", "./kernels": "kernels/index.ts", "./backend": "backend.ts" },
  conv: { ".": "index.ts", "./kernels": "kernels/index.ts" },
  conformance: { ".": "index.ts", "./rows": "rows/index.ts" },
};

function write(folder: string, file: string, text: string) {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function buildHouse(folder: string) {
  cpSync(path.join(root, "tsconfig.base.json"), path.join(folder, "tsconfig.base.json"));
  for (const directory of Object.keys(layers)) {
    const files = entries[directory] ?? { ".": "index.ts" };
    const exports = Object.fromEntries(
      Object.entries(files).map(([entry, file]) => [entry, { "@toeplitz/source": `./src/${file}` }]),
    );
    const name = directory === "toeplitz" ? directory : `@toeplitz/${directory}`;
    write(folder, `packages/${directory}/package.json`, JSON.stringify({ name, type: "module", exports }));
    for (const file of Object.values(files)) {
      write(folder, `packages/${directory}/src/${file}`, "export const here = 1;\nexport type Here = number;\n");
    }
    const link = path.join(folder, "node_modules", name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(folder, "packages", directory), link, "junction");
  }
  write(folder, "node_modules/leftpad/package.json", JSON.stringify({ name: "leftpad", main: "index.js" }));
  write(folder, "node_modules/leftpad/index.js", "export const here = 1;\n");
}

/** Runs the real rules on a house with the given files; returns its violations as "rule: file", sorted. */
export function violationsOf(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-boundaries-"));
  try {
    buildHouse(folder);
    for (const [file, text] of Object.entries(files)) write(folder, file, text);
    const cli = path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
    const config = path.join(root, ".dependency-cruiser.mjs");
    const folders = ["packages", ...(Object.keys(files).some((file) => file.startsWith("apps/")) ? ["apps"] : [])];
    const run = spawnSync(process.execPath, [cli, "--config", config, "--output-type", "json", ...folders], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    if (run.error !== undefined || run.stdout === "") throw new Error(`The check did not run: ${run.stderr}`);
    const { violations } = JSON.parse(run.stdout).summary as {
      violations: { from: string; rule: { name: string; severity: string } }[];
    };
    const errors = violations.filter((violation) => violation.rule.severity === "error");
    return [...new Set(errors.map((violation) => `${violation.rule.name}: ${violation.from}`))].sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The names of all rules. */
export const ruleNames = () => config.forbidden.map((rule) => rule.name);
