// Plants every seeded bug in turn in copies of the repository, and counts the tests that notice: `pnpm verify:full --only seeded-bugs`.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { failingTests } from "./failing-tests.ts";
import { ScratchCopy } from "./scratch-copy.ts";
import { planted } from "./seed.ts";
import { seeds } from "./seeded-bugs.ts";
import { type Verdict, verdictOn } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: String(seeds.length) },
    only: { type: "string" },
    copies: { type: "string", default: "2" },
  },
});
const named = values.only?.split(",");
const chosen = seeds.filter(({ id }) => named?.includes(id) ?? true).slice(0, Number(values.cases));
const root = fileURLToPath(new URL("../..", import.meta.url));
const start = performance.now();
const verdicts = new Map<string, Verdict>();
const queue = [...chosen];

/** Takes seeds off the queue until it is empty, in a copy of its own. */
async function work(copy: ScratchCopy): Promise<void> {
  try {
    for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
      const { file, tests } = seed;
      const source = (text: string) => planted(text, seed as (typeof seeds)[number]);
      const verdict = verdictOn(seed, await copy.with(file, source, () => failingTests(copy.root, tests)));
      verdicts.set(seed.id, verdict);
      console.error(verdict.line);
    }
  } finally {
    copy.remove();
  }
}

const copies = Array.from({ length: Number(values.copies) }, () => new ScratchCopy(root));
// A test that fails without a bug would catch them all.
const sound = await failingTests(copies[0]!.root, [...new Set(chosen.flatMap(({ tests }) => tests))], 600_000);
if (sound.failing.size + sound.broken.length > 0 || sound.hung) {
  for (const copy of copies) copy.remove();
  throw new Error(`tests fail without a bug: ${[...sound.failing.keys(), ...sound.broken].join(", ")}`);
}
await Promise.all(copies.map(work));
for (const { id } of chosen) console.log(verdicts.get(id)?.line);
const caught = [...verdicts.values()].filter((verdict) => verdict.caught).length;
console.log(`\n${caught} of ${chosen.length} caught, in ${((performance.now() - start) / 1000).toFixed(0)} s`);
if (caught < chosen.length) process.exitCode = 1;
