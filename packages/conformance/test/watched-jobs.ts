// Counts what the accelerator's jobs do while properties are tried. Modules are watched from the import on.
import { watchJobs } from "../src/index.ts";
import { type Counts, noteCall } from "./exactness/served.ts";

/** A piece of a job whose piece before has been another thread's. */
const anotherThread = "after another thread's piece";

const counts: Counts = {};
let rounded = false;
let done = 0;

watchJobs((name, settings, from, to) => {
  if (noteCall(counts, name, settings)) rounded = true;
  if (from !== 0 && from !== done) counts[anotherThread] = (counts[anotherThread] ?? 0) + 1;
  done = to;
});

/** Whether, since it was asked last, a job has run whose results round. */
export function hasRounded(): boolean {
  const before = rounded;
  rounded = false;
  return before;
}

/** Calls by algorithm and tile, and pieces between another thread's, since the last time, which begins the count anew. */
export function takeCounts(): Counts {
  const taken = { ...counts };
  for (const label of Object.keys(counts)) delete counts[label];
  return taken;
}
