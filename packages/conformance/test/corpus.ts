// The corpus on what computes: every answer by its digests, and by Winograd's bound where tiles were transformed.
import { readFileSync } from "node:fs";
import { corpusSeed, type DrawnCase, drawn } from "../src/drawn/index.ts";
import { answerOf, type Corpus, checkDrawn, checkKept, type KeptAnswer } from "../src/index.ts";
import { type Ground, resetServed, runOn, served } from "./backends.ts";
import { library } from "./library.ts";

export const corpus: Corpus = JSON.parse(readFileSync(new URL("../golden/corpus.json", import.meta.url), "utf8"));

/** How the answers of a run were compared. */
export interface Compared {
  cases: number;
  refused: number;
  digests: number;
  values: number;
  winograd: number;
  /** Calls of the two directions of convolution that the accelerator served. */
  accelerated: number;
  readonly problems: string[];
}

interface Asked {
  readonly drawnCase: DrawnCase;
  readonly kept: KeptAnswer;
}

/** Checks every `step`th case from the `first` on. */
export function checkCorpus(ground: Ground, first = 0, step = 1): Compared {
  const compared: Compared = { cases: 0, refused: 0, digests: 0, values: 0, winograd: 0, accelerated: 0, problems: [] };
  const transformed: Asked[] = [];
  const attempt = (check: () => void) => {
    try {
      check();
    } catch (error) {
      compared.problems.push(String(error));
    }
  };
  runOn(ground);
  resetServed();
  for (let index = first; index < corpus.answers.length; index += step) {
    const drawnCase = drawn(corpusSeed, index);
    const kept = corpus.answers[index] as KeptAnswer;
    compared.cases += 1;
    compared[typeof kept === "string" ? "digests" : kept.error === undefined ? "values" : "refused"] += 1;
    attempt(() => {
      if (!checkKept(library, drawnCase, kept)) transformed.push({ drawnCase, kept });
    });
  }
  compared.accelerated = served("conv_narrow").wasm + served("conv_wide").wasm;
  // The portable kernels have PyTorch's digests, and so its numbers.
  runOn("portable");
  const answers = transformed.map(({ drawnCase, kept }) => {
    attempt(() => checkKept(library, drawnCase, kept));
    return answerOf(library, drawnCase);
  });
  runOn(ground);
  for (const [i, { drawnCase }] of transformed.entries()) attempt(() => checkDrawn(library, drawnCase, answers[i]!));
  compared.winograd = transformed.length;
  return compared;
}
