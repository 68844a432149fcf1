// How a row of vectors is divided into strips of the widths that there are.
import { stripChoices, stripWidths, widestPair } from "../kernels/depthwise-job.ts";

/** Cost of a strip: its vectors and what is lost around them; sums of narrow ones wait for each other. */
const around = 2;

/**
 * For each number of vectors that are left, the strip to take next: its vectors, and 16 times its number.
 *
 * @param most vectors that are allowed at a time
 */
export function chooseStrips(pairs: boolean, most: number): number[] {
  const widths = stripWidths.filter((width) => width === 1 || (width <= most && (!pairs || width <= widestPair)));
  const costs = [0];
  const choices = [0];
  for (let left = 1; left < stripChoices; left++) {
    let best = Number.POSITIVE_INFINITY;
    for (const width of widths) {
      if (width > left) continue;
      const cost = costs[left - width]! + width + around;
      if (cost > best) continue;
      best = cost;
      choices[left] = width + 16 * stripWidths.indexOf(width);
    }
    costs.push(best);
  }
  // Where more are left than the table knows, the widest one is right.
  choices[stripChoices - 1] = widths.at(-1)! + 16 * stripWidths.indexOf(widths.at(-1)!);
  return choices;
}
