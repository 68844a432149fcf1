// Brings packages/conformance/golden up to date with the case table and the corpus: asks real PyTorch (Debian's python3-torch).
// Use: pnpm golden [--all] [text that the ids must contain]   -- records rows without a fresh record; --all records every one.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type Corpus, type Golden, type GoldenRecord, keep, keptRecord, recordProblem } from "@toeplitz/conformance";
import { corpusPrint, corpusSeed, corpusSize, drawn } from "@toeplitz/conformance/drawn";
import { groups, type Row } from "@toeplitz/conformance/rows";
import { recordHashed } from "./hashed.ts";
import { drawnQuestion, question, Torch } from "./torch.ts";

const folder = new URL("../../packages/conformance/golden/", import.meta.url);
const all = process.argv.includes("--all");
const text = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";

mkdirSync(folder, { recursive: true });
const torch = new Torch();
let failed = 0;
for (const [group, rows] of Object.entries(groups)) await recordGroup(group, rows);
await recordCorpus();
failed += await recordHashed(torch, all);
torch.close();

for (const name of readdirSync(folder)) {
  const base = name.replace(/\.json$/, "");
  if (!(base in groups) && base !== "corpus") rmSync(new URL(name, folder));
}
if (failed > 0) {
  console.error(`${failed} rows failed in PyTorch`);
  process.exitCode = 1;
}

async function recordGroup(group: string, rows: readonly Row[]): Promise<void> {
  const before = read<Golden>(group) ?? { torch: "", rows: {} };
  const asked = rows.filter((row) => row.noGolden === undefined);
  const fresh = (row: Row) => recordProblem(row, before.rows[row.id]) === undefined;
  const stale = asked.filter((row) => (all || !fresh(row)) && row.id.includes(text));
  const answer = stale.length === 0 ? undefined : await torch.ask(stale.map((row) => question(row)));
  failed += answer?.failed ?? 0;

  const records = asked.flatMap((row) => {
    const record = answer?.rows[row.id] ?? (fresh(row) ? before.rows[row.id] : undefined);
    return record === undefined ? [] : [`  ${JSON.stringify(row.id)}: ${JSON.stringify(keptRecord(row, record))}`];
  });
  write(group, `{ "torch": ${JSON.stringify(answer?.torch ?? before.torch)}, "rows": {\n${records.join(",\n")}\n} }\n`);
  if (answer !== undefined)
    console.log(`${group}: recorded ${Object.keys(answer.rows).length} of ${stale.length} rows`);
}

/** All of it or nothing: a case is known by its number. */
async function recordCorpus(): Promise<void> {
  const print = corpusPrint();
  if (!all && read<Corpus>("corpus")?.print === print) return;
  const cases = Array.from({ length: corpusSize }, (_, index) => drawn(corpusSeed, index));
  const answer = await torch.ask(cases.map(drawnQuestion));
  failed += answer.failed;
  if (answer.failed > 0) return;
  const answers = cases.map((drawnCase) =>
    JSON.stringify(keep(drawnCase, answer.rows[drawnCase.row.id] as GoldenRecord)),
  );
  const head = [["torch", answer.torch] as const, ["seed", corpusSeed] as const, ["print", print] as const];
  const fields = head.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`).join(", ");
  write("corpus", `{ ${fields}, "answers": [\n${answers.join(",\n")}\n] }\n`);
  console.log(`corpus: recorded ${answers.length} cases`);
}

function read<T>(name: string): T | undefined {
  const file = new URL(`${name}.json`, folder);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function write(name: string, json: string): void {
  writeFileSync(new URL(`${name}.json`, folder), json);
}
