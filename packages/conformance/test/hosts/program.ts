// Run in a Node.js of its own by golden.long.test.ts: every golden row on what this host makes of the library. The last argument is the part
// of the corpus.
import { mayForgetRelaxedSimd } from "../../../wasm/test/environment/relaxed-simd.ts";
import { hashedGroups } from "../../src/hashed/index.ts";
import { checkGolden, checkHashed, watchJobs } from "../../src/index.ts";
import { groups } from "../../src/rows/index.ts";
import { resetServed, runOn, served } from "../backends.ts";
import { checkCorpus } from "../corpus.ts";
import { goldenOf, hashedGoldenOf } from "../golden-files.ts";
import { library } from "../library.ts";
import { corpusParts, type HostRun } from "./host-run.ts";

const problems: string[] = [];
function attempt(check: () => void): void {
  try {
    check();
  } catch (error) {
    problems.push(String(error));
  }
}

mayForgetRelaxedSimd();
// Winograd's method is told by its jobs.
if (typeof WebAssembly === "object") watchJobs();
runOn("default");
const shared = await library.threads(2);
const status = library.status();
resetServed();
let rows = 0;
for (const [group, members] of Object.entries(groups)) {
  const golden = goldenOf(group);
  for (const row of members) attempt(() => checkGolden(library, row, golden));
  rows += members.length;
}
for (const [group, members] of Object.entries(hashedGroups)) {
  const golden = hashedGoldenOf(group);
  for (const [index, row] of members.entries()) attempt(() => checkHashed(library, row, index, golden));
  rows += members.length;
}
const accelerated = served("conv_narrow").wasm + served("conv_wide").wasm;
const corpus = checkCorpus("default", Number(process.argv.at(-1)), corpusParts);
const all = [...problems, ...corpus.problems];
const run: HostRun = {
  rows,
  drawn: corpus.cases,
  failed: all.length,
  problems: all.slice(0, 5),
  accelerated,
  status,
  shared,
};
process.stdout.write(JSON.stringify(run));
