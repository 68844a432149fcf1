// Medians, ratios of rounds, geometric means.

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function geometricMean(numbers: readonly number[]): number {
  return Math.exp(numbers.reduce((sum, n) => sum + Math.log(n), 0) / numbers.length);
}

/** How often something is faster: the median over the rounds, and the least and the most of any round. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** `theirs` over `ours`, round by round; the rounds of both were next to each other in time. */
export function ratioOfRounds(ours: readonly number[], theirs: readonly number[]): Ratio {
  const ratios = ours.map((ms, round) => theirs[round]! / ms);
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
