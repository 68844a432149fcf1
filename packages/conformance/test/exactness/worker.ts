// A process that runs the stretches of configurations which it is sent, one after the other.

import type { Stretch, StretchDone } from "./full.ts";
import { Runner } from "./run.ts";

const runner = new Runner();

process.on("message", ({ seed, from, to }: Stretch) => {
  const started = performance.now();
  const tally = runner.run(seed, from, to);
  const done: StretchDone = { from, tally, seconds: (performance.now() - started) / 1000 };
  if (process.connected) process.send?.(done);
});
