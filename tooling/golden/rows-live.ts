// Asks real PyTorch about the rows, of many of whose answers only digests and hashes are kept, and shows where the library's differ.
// Use: pnpm golden:live [text that the ids must contain] [--on portable|default|high|deterministic]
import { parseArgs } from "node:util";
import { checkGolden } from "@toeplitz/conformance";
import { hashedGroups } from "@toeplitz/conformance/hashed";
import { groups } from "@toeplitz/conformance/rows";
import * as toeplitz from "toeplitz";
import { question, Torch } from "./torch.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { on: { type: "string", default: "default" } },
});
const [text = ""] = positionals;
const { on } = values;
if (on === "portable") toeplitz.setBackend(null);
else if (on === "default" || on === "high" || on === "deterministic") toeplitz.setBackend(toeplitz.wasm({ level: on }));
else throw new Error(`--on is portable, default, high or deterministic, got ${on}`);
const winograd = on === "default" || on === "high";

const torch = new Torch();
let different = 0;
for (const [group, rows] of Object.entries({ ...groups, ...hashedGroups })) {
  const chosen = rows.filter(({ id, noGolden }) => id.includes(text) && noGolden === undefined);
  if (chosen.length === 0) continue;
  const answer = await torch.ask(chosen.map((row) => question(row)));
  for (const row of chosen) {
    try {
      checkGolden(toeplitz, row, answer, { winograd });
    } catch (error) {
      different += 1;
      console.log(error instanceof Error ? error.message : String(error));
    }
  }
  console.log(`${group}: ${chosen.length} rows asked, ${answer.failed} of them failed in PyTorch ${answer.torch}`);
}
torch.close();
console.log(`${different} rows differ on ${on}`);
if (different > 0) process.exitCode = 1;
