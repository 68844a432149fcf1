// Picks few combinations of axis values in which every legal pair of values of two axes occurs.
import { hash } from "./fill.ts";

export type Axes = Readonly<Record<string, readonly unknown[]>>;
export type Combination<A extends Axes> = { readonly [K in keyof A]: A[K][number] };

/** Candidates that are weighed against each other for every pick. */
const candidates = 60;

/**
 * At least `count` legal combinations; more, where pairs that are legal would otherwise be missing. Deterministic: a hash draws
 * the candidates, and the one that brings most new pairs wins.
 */
export function pairwise<A extends Axes>(
  axes: A,
  count: number,
  seed: number,
  legal: (combination: Combination<A>) => boolean,
): Combination<A>[] {
  const names = Object.keys(axes);
  const chosen: Combination<A>[] = [];
  const seen = new Set<string>();
  const covered = new Set<string>();
  let draws = 0;
  const draw = () => {
    const indices = names.map((name) => hash(draws++, seed) % axes[name]!.length);
    const combination = Object.fromEntries(names.map((name, i) => [name, axes[name]![indices[i]!]])) as Combination<A>;
    return { indices, combination };
  };
  const pairsOf = (indices: readonly number[]) =>
    indices.flatMap((a, i) => indices.slice(i + 1).map((b, j) => `${i}=${a},${i + 1 + j}=${b}`));

  for (let barren = 0; chosen.length < count || barren < 5; ) {
    let best: { indices: number[]; combination: Combination<A> } | undefined;
    let gain = -1;
    for (let i = 0; i < candidates; i++) {
      const candidate = draw();
      if (seen.has(candidate.indices.join()) || !legal(candidate.combination)) continue;
      const fresh = pairsOf(candidate.indices).filter((pair) => !covered.has(pair)).length;
      if (fresh > gain) [best, gain] = [candidate, fresh];
    }
    // Past `count`, only new pairs are a reason to go on; five fruitless rounds end the search.
    barren = gain > 0 ? 0 : barren + 1;
    if (best === undefined || (gain === 0 && chosen.length >= count)) continue;
    seen.add(best.indices.join());
    for (const pair of pairsOf(best.indices)) covered.add(pair);
    chosen.push(best.combination);
  }
  return chosen;
}
