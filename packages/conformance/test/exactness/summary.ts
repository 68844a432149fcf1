// What a run has covered, in words: mismatches, distinct configurations, pairs of values, algorithms and tails.
import { hash } from "../../src/rows/fill.ts";
import { type Config, drawConfig } from "./config.ts";
import { Pairs } from "./pairs.ts";
import type { Tally } from "./run.ts";
import { everyLabel } from "./served.ts";

/** How often a run of a million has to have seen every algorithm and every tail. */
const often = 5000;

export interface Coverage {
  readonly distinct: number;
  readonly pairs: ReturnType<Pairs["summary"]>;
}

/** What the configurations with these numbers are. */
export function coverage(seed: number, numbers: Iterable<number>): Coverage {
  const pairs = new Pairs();
  const seen = new Set<number>();
  for (const number of numbers) {
    const config = drawConfig(seed, number);
    pairs.add(config);
    seen.add(print(config));
  }
  return { distinct: seen.size, pairs: pairs.summary() };
}

/** A number of 53 bits for everything but the place in the draw. */
function print({ seed: _, index: __, ...config }: Config): number {
  const text = JSON.stringify(config);
  let [a, b] = [1, 2];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
  }
  return hash(0, a) * 2 ** 21 + (hash(0, b) >>> 11);
}

/** Calls of each algorithm and tail, on all grounds together. */
export function servedInAll({ served }: Tally): ReadonlyMap<string, number> {
  return new Map(everyLabel.map((label) => [label, sum(Object.values(served).map((counts) => counts[label] ?? 0))]));
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const least = (counts: ReadonlyMap<string, number>) => [...counts].reduce((a, b) => (b[1] < a[1] ? b : a));

/** What keeps a run of a million from being complete; empty if nothing does. */
export function shortcomings(tally: Tally, { distinct, pairs }: Coverage): string[] {
  const rare = [...servedInAll(tally)].filter(([, count]) => count < often);
  return [
    ...(tally.wrong > 0 ? [`${tally.wrong} mismatches`] : []),
    ...(distinct < 1_000_000 ? [`${distinct} distinct configurations, fewer than a million`] : []),
    ...pairs.missing.map((pair) => `never together: ${pair}`),
    ...pairs.unexpected.map((pair) => `together, though said to be impossible: ${pair}`),
    ...rare.map(([label, count]) => `served ${count} times only: ${label}`),
  ];
}

export function summary(seed: number, tally: Tally, covered: Coverage, seconds: number): string {
  const { cases, arrays, rounded, wrong, accelerated, portable } = tally;
  const { distinct, pairs } = covered;
  const counts = servedInAll(tally);
  const [rarest, times] = least(counts);
  const grounds = Object.keys(tally.served);
  const rows = [
    ["calls of the three kernels", ...grounds],
    ["accelerated", ...grounds.map((ground) => accelerated[ground] ?? 0)],
    ["portable", ...grounds.map((ground) => portable[ground] ?? 0)],
    [],
    ["algorithms and tails", ...grounds],
    ...everyLabel.map((label) => [label, ...grounds.map((ground) => tally.served[ground]![label] ?? 0)]),
  ];
  const width = Math.max(...rows.map(([label]) => String(label ?? "").length));
  const table = rows.map(([label, ...numbers]) =>
    label === undefined ? "" : String(label).padEnd(width) + numbers.map((n) => String(n).padStart(14)).join(""),
  );
  return [
    `${wrong} mismatches in ${cases} configurations (${distinct} distinct) of seed ${seed} on ${grounds.join(", ")}`,
    `${arrays} arrays compared, ${arrays - rounded} bit for bit, ${rounded} of tiles that round, to 1/8`,
    `${pairs.possible} pairs of values are possible: ${pairs.missing.length} never occurred, the rarest ${pairs.rarest} times`,
    `${counts.size} algorithms and tails: the rarest ${times} times (${rarest})`,
    `${seconds.toFixed(0)} s of computing, ${Math.round(cases / Math.max(1, seconds))} configurations/s for each process`,
    "",
    ...table,
    ...(tally.mismatches.length === 0 ? [] : ["", ...tally.mismatches]),
  ].join("\n");
}
