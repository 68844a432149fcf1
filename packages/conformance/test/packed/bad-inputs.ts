// A program for a folder where the packed packages are installed: every bad input, on their portable kernels and on their accelerator.
import * as toeplitz from "toeplitz";
import { badInputs } from "../../src/bad-inputs/index.ts";
import { problemsOf } from "../bad-input-problems.ts";

const problems = (["portable", "wasm"] as const).flatMap((ground) => {
  toeplitz.setBackend(ground === "portable" ? null : toeplitz.wasm());
  if (toeplitz.status().backend !== ground) throw new Error(`${ground} does not serve`);
  return problemsOf(toeplitz, badInputs).map((problem) => `${ground}: ${problem}`);
});
const summary = `${badInputs.length} bad inputs, ${problems.length} problems, with ${import.meta.resolve("toeplitz")}`;
process.stdout.write(`${[...problems, summary].join("\n")}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
