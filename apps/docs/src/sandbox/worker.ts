// The inside of a sandbox's worker: runs the program that stands before this script, and tells what it prints and how it ended.
import { printed, requirePackage } from "./environment.ts";
import type { Told } from "./messages.ts";

declare global {
  /** The snippet, from line 1 of the script on. */
  var program: (require: typeof requirePackage, exports: object, console: object) => Promise<void>;
  var programLines: number;
}

/** A loop that prints must not bury the page. */
const mostLines = 500;

let lines = 0;
const tell = (told: Told) => postMessage(told);
const print = (...values: unknown[]) => {
  lines += 1;
  if (lines > mostLines) throw new Error(`more than ${mostLines} lines`);
  tell({ type: "printed", text: printed(values) });
};

/** The snippet's line that an error came from, where its stack tells. */
function lineOf(error: Error): number | null {
  const places = [...(error.stack ?? "").matchAll(/blob:\S*?:(\d+):\d+/g)].map(([, line]) => Number(line));
  return places.find((line) => line <= programLines) ?? null;
}

try {
  await program(requirePackage, {}, { log: print, info: print, warn: print, error: print, debug: print });
  tell({ type: "done" });
} catch (thrown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const sentence = error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
  tell({ type: "failed", sentence, line: lineOf(error) });
}
