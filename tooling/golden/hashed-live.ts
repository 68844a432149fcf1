// Asks real PyTorch about the rows of whose answers hashes are kept, and shows where the library's answers are other ones.
// Use: pnpm golden:live [text that the ids must contain]
import { checkGolden } from "@toeplitz/conformance";
import { hashedGroups } from "@toeplitz/conformance/hashed";
import * as toeplitz from "toeplitz";
import { question, Torch } from "./torch.ts";

const text = process.argv[2] ?? "";
const torch = new Torch();
let different = 0;
for (const [group, rows] of Object.entries(hashedGroups)) {
  const chosen = rows.filter(({ id }) => id.includes(text));
  if (chosen.length === 0) continue;
  const answer = await torch.ask(chosen.map((row) => question(row, false)));
  for (const row of chosen) {
    try {
      checkGolden(toeplitz, row, answer);
    } catch (error) {
      different += 1;
      console.log(error instanceof Error ? error.message : String(error));
    }
  }
  console.log(`${group}: ${chosen.length} rows asked, ${answer.failed} of them failed in PyTorch ${answer.torch}`);
}
torch.close();
console.log(`${different} rows differ`);
if (different > 0) process.exitCode = 1;
