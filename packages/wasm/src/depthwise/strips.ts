// How a row of vectors is divided into strips of the widths that there are.
import { stripChoices, strips } from "../kernels/depthwise-job.ts";

/** Cost of a strip in vectors: what is lost around it, and that the few sums of a narrow one wait for each other. */
function costOf(vectors: number): number {
  return Math.max(vectors, 2.5) + 1.2;
}

/**
 * For each number of vectors that are left, the strip to take next: its vectors, and 16 times its number.
 *
 * @param most vectors that are allowed at a time
 */
export function chooseStrips(pairs: boolean, most: number): number[] {
  const possible = [...strips.entries()].filter(
    ([, strip]) => strip.pairs === pairs && (strip.vectors === 1 || strip.vectors <= most),
  );
  const costs = [0];
  const choices = [0];
  for (let left = 1; left < stripChoices; left++) {
    let best = Number.POSITIVE_INFINITY;
    for (const [number, { vectors }] of possible) {
      if (vectors > left) continue;
      const cost = costs[left - vectors]! + costOf(vectors);
      if (cost > best) continue;
      best = cost;
      choices[left] = vectors + 16 * number;
    }
    costs.push(best);
  }
  // Where more are left than the table knows, the widest one is right.
  const [number, { vectors }] = possible.at(-1)!;
  choices[stripChoices - 1] = vectors + 16 * number;
  return choices;
}
