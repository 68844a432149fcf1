// Any number of wrong files for the readers. `pnpm verify:full` calls it.
import { parseArgs } from "node:util";
import { readers } from "./readers.ts";
import { fuzz, report } from "./run.ts";

const usage = `node --conditions=@toeplitz/source packages/io/test/fuzz/full.ts [--cases N] [--from I]

Gives the readers the inputs I to I + N - 1 (default 5000000 from 0). Exit status 1 if a reader does not stand one; the number that is
printed for it repeats it: --from NUMBER --cases 1.`;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "5000000" },
    from: { type: "string", default: "0" },
    help: { type: "boolean", default: false },
  },
});
const [cases, from] = [Number(values.cases), Number(values.from)];
if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (!Number.isInteger(cases) || cases < 1 || !Number.isInteger(from) || from < 0) {
  process.stderr.write(`--cases and --from must be whole numbers, got ${values.cases} and ${values.from}\n`);
  process.exitCode = 2;
} else {
  const started = performance.now();
  const tally = await fuzz(await readers(), { from, to: from + cases });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `inputs ${from} to ${from + cases - 1}, ${seconds} s, ${tally.failures.length} not stood\n${report(tally)}\n`,
  );
  if (tally.failures.length > 0) process.exitCode = 1;
}
