// Any number of convolutions in synchronous loops, shared out to all ways of making them. `pnpm verify:full` calls it.
import { parseArgs } from "node:util";
import { isFlat, soakConvolutions, type Way } from "./convolutions.ts";

const usage = `node --conditions=@toeplitz/source packages/wasm/test/soak/full.ts [--cases N]

Makes N convolutions (default 10000000), and half as many before the first sample of memory, which has to stay flat. Exit status 1 if it
does not, or if one convolution was not accelerated.`;

/** How many of a hundred convolutions are made in which way. */
const shares: Readonly<Record<Way, number>> = {
  plain: 50,
  "through views": 20,
  "with gradients": 20,
  "shapes of every size": 10,
};

const { values } = parseArgs({
  options: { cases: { type: "string", default: "10000000" }, help: { type: "boolean", default: false } },
});
const cases = Number(values.cases);
if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (!Number.isInteger(cases) || cases < 10_000) {
  process.stderr.write(`--cases must be a whole number from 10000 on, got ${values.cases}\n`);
  process.exitCode = 2;
} else {
  for (const [way, share] of Object.entries(shares) as [Way, number][]) run(way, Math.round((cases * share) / 100));
}

function run(way: Way, count: number): void {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let told = 0;
  const soaked = soakConvolutions(way, count, (_, i) => {
    // Iterations begin anew after the warm-up; only the time tells how far it is.
    if (i % 10_000 !== 0 || seconds() - told < 30) return;
    told = seconds();
    process.stderr.write(`${way}: ${told.toFixed(0)} s, iteration ${i}\n`);
  });
  const { growth } = soaked.report;
  const [first, last] = [soaked.live[0]!, soaked.live.at(-1)!];
  const good = isFlat(soaked) && soaked.accelerated === 1;
  const MiB = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  process.stdout.write(
    `${good ? "flat" : "NOT FLAT"}: ${count} convolutions ${way}, ${seconds().toFixed(0)} s; what lives rose by ` +
      `${MiB(last.heapUsed - first.heapUsed)} of heap and ${MiB(last.arrayBuffers - first.arrayBuffers)} of array buffers, ` +
      `the highest points of the process by ${MiB(growth.rss)}; ${(100 * soaked.accelerated).toFixed(2)} % accelerated, ` +
      `${soaked.evictions} blocks evicted, ${MiB(soaked.bytes)} of WebAssembly memory in use\n`,
  );
  if (!good) process.exitCode = 1;
}
