// What is saved here has been opened by real NumPy and real PyTorch: the record holds the hashes of those bytes.
// UPDATE_OPENED=1 lets them open today's bytes (Debian's python3-torch) and writes the record.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ourFiles } from "./our-files.ts";

const record = new URL("fixtures/golden/opened.json", import.meta.url);
const script = fileURLToPath(new URL("../../../tooling/golden/tensor-files.py", import.meta.url));
const python = process.env.TOEPLITZ_PYTHON ?? "/usr/bin/python3";

test("the saved bytes are those that NumPy and PyTorch opened and compared", async () => {
  const files = await ourFiles();
  const hashes = Object.fromEntries(
    [...files].map(([name, { bytes }]) => [name, createHash("sha256").update(bytes).digest("hex").slice(0, 16)]),
  );
  if (process.env.UPDATE_OPENED === "1")
    writeFileSync(record, `${JSON.stringify({ ...open(files), hashes }, null, 2)}\n`);
  expect(hashes).toEqual(JSON.parse(readFileSync(record, "utf8")).hashes);
});

function open(files: Awaited<ReturnType<typeof ourFiles>>): object {
  const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-files-"));
  try {
    for (const [name, { bytes }] of files) writeFileSync(path.join(folder, name), bytes);
    const expected = Object.fromEntries([...files].map(([name, file]) => [name, file.expected]));
    writeFileSync(path.join(folder, "expected.json"), JSON.stringify(expected));
    const { status, stderr } = spawnSync(python, [script, "--open", folder], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(readFileSync(path.join(folder, "opened.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
