// Any number of convolutions in synchronous loops, shared out to all ways of making them. `pnpm verify:full` calls it.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isFlat, risen, soakConvolutions, type Way } from "./convolutions.ts";

const usage = `node --conditions=@toeplitz/source packages/wasm/test/soak/full.ts [--cases N] [--way WAY]

Makes N convolutions (default 10000000), and half as many before the first sample of memory, which has to stay flat. Exit status 1 if it
does not, or if one convolution was not accelerated. All are made in one way, if one is named.`;

/** How many of a hundred convolutions are made in which way. */
const shares: Readonly<Record<Way, number>> = {
  plain: 50,
  "through views": 20,
  "with gradients": 20,
  "shapes of every size": 10,
};

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "10000000" },
    way: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const cases = Number(values.cases);
if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (!Number.isInteger(cases) || cases < 10_000) {
  process.stderr.write(`--cases must be a whole number from 10000 on, got ${values.cases}\n`);
  process.exitCode = 2;
} else if (values.way !== undefined) {
  run(values.way as Way, cases);
} else {
  // Each in a process of its own, whose memory is nobody else's; together they use the processors that there are.
  const statuses = await Promise.all(
    (Object.entries(shares) as [Way, number][]).map(([way, share]) => runApart(way, Math.round((cases * share) / 100))),
  );
  if (statuses.some((status) => status !== 0)) process.exitCode = 1;
}

function runApart(way: Way, count: number): Promise<number | null> {
  const program = [...process.execArgv, fileURLToPath(import.meta.url), "--way", way, "--cases", String(count)];
  const child = spawn(process.execPath, program, { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
}

function run(way: Way, count: number): void {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let told = 0;
  const soaked = soakConvolutions(way, count, (_, i) => {
    // Iterations begin anew after the warm-up; only the time tells how far it is.
    if (i % 10_000 !== 0 || seconds() - told < 60) return;
    told = seconds();
    process.stderr.write(`${way}: ${told.toFixed(0)} s, iteration ${i}\n`);
  });
  const good = isFlat(soaked) && soaked.accelerated === 1;
  const shown = (bytes: number, unit: number) => (bytes / unit).toFixed(1);
  process.stdout.write(
    `${good ? "flat" : "NOT FLAT"}: ${count} convolutions ${way}, ${seconds().toFixed(0)} s of which ${processorSeconds()} s on a processor; ` +
      `in ${soaked.live.length - 1} stretches of ${soaked.stretch} what lives rose by ` +
      `${shown(risen(soaked, "heapUsed"), 1024)} KiB of heap and ${shown(risen(soaked, "arrayBuffers"), 1024)} KiB of array buffers, ` +
      `the highest points of the process by ${shown(soaked.report.growth.rss, 2 ** 20)} MiB; ${(100 * soaked.accelerated).toFixed(2)} % accelerated, ` +
      `${soaked.evictions} blocks evicted, ${shown(soaked.bytes, 2 ** 20)} MiB of WebAssembly memory in use\n` +
      `  heap in MiB: ${soaked.live.map(({ heapUsed }) => (heapUsed / 2 ** 20).toFixed(3)).join(" ")}\n`,
  );
  if (!good) process.exitCode = 1;
}

function processorSeconds(): string {
  const { user, system } = process.cpuUsage();
  return ((user + system) / 1e6).toFixed(0);
}
