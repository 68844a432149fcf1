// Times one computation: warm-up until it is steady, then samples of enough calls.
import type { Run } from "../contestants/contestant.ts";

/** How long to warm up and to sample, in milliseconds. */
export interface Patience {
  readonly warmUp: number;
  readonly warmUpAtMost: number;
  readonly sample: number;
}

/** Milliseconds of one call, over `calls` of them. */
async function time(run: Run, calls: number): Promise<number> {
  const start = performance.now();
  const first = run();
  if (first instanceof Promise) {
    await first;
    for (let i = 1; i < calls; i++) await run();
  } else {
    for (let i = 1; i < calls; i++) run();
  }
  return (performance.now() - start) / calls;
}

/** Runs until the last five samples differ by less than 5 % (or patience ends); gives the calls that a sample takes. */
export async function warmUp(run: Run, patience: Patience): Promise<{ ms: number; calls: number }> {
  let calls = 1;
  let spent = 0;
  let recent: number[] = [];
  for (;;) {
    const ms = await time(run, calls);
    spent += ms * calls;
    recent = [...recent.slice(-4), ms];
    calls = Math.max(1, Math.ceil(patience.sample / ms));
    const steady = recent.length === 5 && Math.max(...recent) < 1.05 * Math.min(...recent);
    if ((spent >= patience.warmUp && steady) || spent >= patience.warmUpAtMost) return { ms, calls };
  }
}

export async function sample(run: Run, calls: number, samples: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < samples; i++) taken.push(await time(run, calls));
  return taken;
}
