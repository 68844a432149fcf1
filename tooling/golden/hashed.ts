// Rows of whose answers hashes are kept: asks real PyTorch (Debian's python3-torch) about them, and records.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type HashedGolden, hashedGolden, staleness } from "@toeplitz/conformance";
import { hashedGroups } from "@toeplitz/conformance/hashed";
import { question, type Torch } from "./torch.ts";

const folder = new URL("../../packages/conformance/test/fixtures/golden/", import.meta.url);

/** Which texts are kept in full, for a reader: one in 25 of those that are not long. */
const sample = { step: 25, longest: 300 };

/** Brings the hashes up to date, of all groups or of those whose rows have changed; gives the number of rows that failed. */
export async function recordHashed(torch: Torch, all: boolean): Promise<number> {
  let failed = 0;
  mkdirSync(folder, { recursive: true });
  for (const [group, rows] of Object.entries(hashedGroups)) {
    const file = new URL(`${group.replace(" ", "-")}.json`, folder);
    const before: HashedGolden | undefined = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
    if (!all && before !== undefined && staleness(rows, before) === undefined) continue;
    const answer = await torch.ask(rows.map((row) => question(row, false)));
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
