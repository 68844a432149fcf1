// Counts what the accelerator's jobs do while properties are tried. Modules are watched from the import on.
import { watchJobs } from "../src/index.ts";
import { type Counts, noteCall } from "./exactness/served.ts";

const counts: Counts = {};
let rounded = false;

watchJobs((name, settings) => {
  if (noteCall(counts, name, settings)) rounded = true;
});

/** Whether, since it was asked last, a job has run whose results round. */
export function hasRounded(): boolean {
  const before = rounded;
  rounded = false;
  return before;
}

/** Calls by algorithm and tile since the last time, which begins the count anew. */
export function takeCounts(): Counts {
  const taken = { ...counts };
  for (const label of Object.keys(counts)) delete counts[label];
  return taken;
}
