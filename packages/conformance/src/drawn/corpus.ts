// Which drawn cases have recorded answers: `golden/corpus.json`, made by `pnpm golden`.
import { fingerprint, textPrint } from "../rows/row.ts";
import { drawn } from "./drawn.ts";

export const corpusSeed = 1;
export const corpusSize = 4000;

/** Of all questions: answers to others are noticed. */
export function corpusPrint(): string {
  const prints = Array.from({ length: corpusSize }, (_, index) => fingerprint(drawn(corpusSeed, index).row));
  return textPrint(prints.join());
}
