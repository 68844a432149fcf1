// What the library says to each bad input, asked while the site is built.
import { type BadInput, badInputs } from "@toeplitz/conformance/bad-inputs";
import * as toeplitz from "toeplitz";

interface Entry {
  readonly line: string;
  /** The refusal, or what comes out. */
  readonly answer: string;
  readonly refused: boolean;
}

export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

function answered({ line, run, says, gives }: BadInput): Entry {
  if (says === undefined) return { line, answer: `is taken, and gives ${JSON.stringify(gives)}`, refused: false };
  try {
    run(toeplitz);
  } catch (error) {
    if (error instanceof toeplitz.ToeplitzError) return { line, answer: error.message, refused: true };
    throw error;
  }
  throw new Error(`${line} was not refused`);
}

/** The function, class or method that the line calls. */
const titleOf = (line: string) => /^(?:new )?([\w.]+)/.exec(line)?.[1] ?? line;

const answers = badInputs.map(answered);
const titles = new Set(answers.map(({ line }) => titleOf(line)));

/** By what is called, in the order of the rows. */
export const refusalTable: readonly Section[] = [...titles].map((title) => ({
  title,
  entries: answers.filter(({ line }) => titleOf(line) === title),
}));
