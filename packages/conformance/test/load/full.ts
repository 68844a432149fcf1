// The same work any number of times, each kind in a process of its own. `pnpm verify:full` calls it.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { figures, gathering, load } from "./load.ts";
import { works } from "./works.ts";

const usage = `node --conditions=@toeplitz/source packages/conformance/test/load/full.ts [--cases N] [--work NAME]

Does each kind of work N times (default 30000), and half as often before: ${works.map(({ name }) => name).join(", ")}. Exit status 1
if anything gathers.`;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "30000" },
    work: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const cases = Number(values.cases);
const work = works.find(({ name }) => name === values.work);
if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (!Number.isInteger(cases) || cases < 1 || (values.work !== undefined && work === undefined)) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
} else if (work !== undefined) {
  const report = await load(work, cases);
  process.stdout.write(`${figures(work.name, report)}\n`);
  const inMiB = (quantity: "heap" | "rss", digits: number) =>
    report.living.map((each) => (each[quantity] / 2 ** 20).toFixed(digits)).join(" ");
  process.stdout.write(`  heap in MiB: ${inMiB("heap", 3)}\n  the process in MiB: ${inMiB("rss", 1)}\n`);
  if (gathering(report).length > 0) process.exitCode = 1;
} else {
  for (const { name } of works) {
    const program = [...process.execArgv, fileURLToPath(import.meta.url), "--work", name, "--cases", values.cases];
    const { status } = spawnSync(process.execPath, program, { stdio: "inherit" });
    if (status !== 0) process.exitCode = 1;
  }
}
