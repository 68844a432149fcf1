// Rows of whose answers hashes are kept: asks real PyTorch (Debian's python3-torch) about them, and records.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Golden, type HashedGolden, hashedGolden, staleness } from "@toeplitz/conformance";
import { hashedGroups } from "@toeplitz/conformance/hashed";
import { fingerprint, type Row } from "@toeplitz/conformance/rows";

const folder = new URL("../../packages/conformance/test/fixtures/golden/", import.meta.url);
const python = process.env.TOEPLITZ_PYTHON ?? "/usr/bin/python3";

/** Which texts are kept in full, for a reader: one in 25 of those that are not long. */
const sample = { step: 25, longest: 300 };

/** Brings the hashes up to date, of all groups or of those whose rows have changed; gives the number of rows that failed. */
export function recordHashed(all: boolean): number {
  let failed = 0;
  mkdirSync(folder, { recursive: true });
  for (const [group, rows] of Object.entries(hashedGroups)) {
    const file = new URL(`${group.replace(" ", "-")}.json`, folder);
    const before: HashedGolden | undefined = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
    if (!all && before !== undefined && staleness(rows, before) === undefined) continue;
    const answer = askAbout(rows);
    failed += answer.failed;
    writeFileSync(file, json(hashedGolden(rows, answer.torch, answer.rows, sample)));
    console.log(`${group}: recorded ${rows.length - answer.failed} of ${rows.length} rows`);
  }
  return failed;
}

function json({ torch, questions, hashes, texts }: HashedGolden): string {
  const lines = Object.entries(texts).map(([id, text]) => `${JSON.stringify(id)}: ${JSON.stringify(text)}`);
  const head = `"torch": "${torch}", "questions": "${questions}",\n"hashes": "${hashes}"`;
  return `{ ${head},\n"texts": {\n${lines.join(",\n")}\n} }\n`;
}

/** PyTorch's answers in full. */
export function askAbout(rows: readonly Row[]): Golden & { failed: number } {
  const questions = rows.map((row) => {
    const { id, torch, inputs, grad } = row;
    return { id, torch, inputs, grad, error: false, hash: fingerprint(row) };
  });
  const result = spawnSync(python, [fileURLToPath(new URL("record.py", import.meta.url))], {
    input: `${JSON.stringify(questions)}\n`,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0" },
  });
  if (result.status !== 0) throw new Error(`${python} failed: Debian's python3-torch and python3-numpy are needed`);
  return JSON.parse(result.stdout);
}
