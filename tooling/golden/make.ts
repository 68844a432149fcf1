// Brings packages/conformance/golden up to date with the case table: asks real PyTorch (Debian's python3-torch) about new rows.
// Use: pnpm golden [--all] [text that the ids must contain]   -- records rows without a fresh record; --all records every one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { recordHashed } from "./hashed.ts";

type Rows = typeof import("@toeplitz/conformance/rows");
type Golden = { torch: string; rows: Record<string, { hash: string }> };

const root = new URL("../../", import.meta.url);
const folder = new URL("packages/conformance/golden/", root);
const python = process.env.TOEPLITZ_PYTHON ?? "/usr/bin/python3";
const all = process.argv.includes("--all");
const text = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";

const { module: table } = await runnerImport<Rows>(fileURLToPath(import.meta.resolve("@toeplitz/conformance/rows")), {
  logLevel: "error",
});
mkdirSync(folder, { recursive: true });

let failed = 0;
for (const [group, rows] of Object.entries(table.groups)) {
  const file = new URL(`${group}.json`, folder);
  const before: Golden = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { torch: "", rows: {} };
  const asked = rows.filter((row) => row.noGolden === undefined);
  const fresh = (row: (typeof rows)[number]) => before.rows[row.id]?.hash === table.fingerprint(row);
  const stale = asked.filter((row) => (all || !fresh(row)) && row.id.includes(text));
  const answer = stale.length === 0 ? undefined : ask(stale);
  failed += answer?.failed ?? 0;

  const records = asked.flatMap((row) => {
    const record = answer?.rows[row.id] ?? (fresh(row) ? before.rows[row.id] : undefined);
    return record === undefined ? [] : [`  ${JSON.stringify(row.id)}: ${JSON.stringify(record)}`];
  });
  const torch = answer?.torch ?? before.torch;
  writeFileSync(file, `{ "torch": ${JSON.stringify(torch)}, "rows": {\n${records.join(",\n")}\n} }\n`);
  if (stale.length > 0)
    console.log(`${group}: recorded ${Object.keys(answer?.rows ?? {}).length} of ${stale.length} rows`);
}
for (const name of readdirSync(folder)) {
  if (!(name.replace(/\.json$/, "") in table.groups)) rmSync(new URL(name, folder));
}
failed += recordHashed(all);
if (failed > 0) {
  console.error(`${failed} rows failed in PyTorch`);
  process.exitCode = 1;
}

function ask(rows: Rows["rows"]): Golden & { failed: number } {
  const questions = rows.map((row) => {
    const { id, torch, inputs, grad, error } = row;
    return { id, torch, inputs, grad, error: error !== false, hash: table.fingerprint(row) };
  });
  const result = spawnSync(python, [fileURLToPath(new URL("record.py", import.meta.url))], {
    input: JSON.stringify(questions),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["pipe", "pipe", "inherit"],
    // Some of PyTorch's texts list a set, whose order would change from run to run.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0" },
  });
  if (result.status !== 0) throw new Error(`${python} failed: Debian's python3-torch and python3-numpy are needed`);
  return JSON.parse(result.stdout);
}
