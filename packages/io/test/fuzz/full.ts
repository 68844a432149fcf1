// Any number of wrong files for the readers. `pnpm verify:full` calls it.
import { parseArgs } from "node:util";
import { standLongFiles } from "./long-files.ts";
import { readers } from "./readers.ts";
import { fuzz, report } from "./run.ts";

const usage = `node --conditions=@toeplitz/source packages/io/test/fuzz/full.ts [--cases N] [--from I] [--long N]

Gives the readers the inputs I to I + N - 1 (default 450000 from 0), then N files of megabytes (default 400) in a process of little
memory. Exit status 1 if a reader does not stand one; the number that is printed for it repeats it: --from NUMBER --cases 1 --long 0, and
for a long one long-files.ts --from NUMBER --to NUMBER + 1.`;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "450000" },
    from: { type: "string", default: "0" },
    long: { type: "string", default: "400" },
    help: { type: "boolean", default: false },
  },
});
const [cases, from, long] = [Number(values.cases), Number(values.from), Number(values.long)];
if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (![cases - 1, from, long].every((n) => Number.isInteger(n) && n >= 0)) {
  process.stderr.write("--cases, --from and --long must be whole numbers\n");
  process.exitCode = 2;
} else {
  const started = performance.now();
  const tally = await fuzz(await readers(), { from, to: from + cases });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `inputs ${from} to ${from + cases - 1}, ${seconds} s, ${tally.failures.length} not stood\n${report(tally)}\n`,
  );
  if (tally.failures.length > 0) process.exitCode = 1;
  if (long > 0) {
    const { output, status } = await standLongFiles({ from: 0, to: long });
    process.stdout.write(output);
    if (status !== 0) process.exitCode = 1;
  }
}
