// Any number of drawn calls of everything public. `pnpm verify:full` calls it.
import { parseArgs } from "node:util";
import * as io from "@toeplitz/io";
import * as toeplitz from "toeplitz";
import { type CallReport, tryCalls } from "./drawn-calls.ts";
import { recordedCalls } from "./recorded-calls.ts";

const usage = `node --conditions=@toeplitz/source packages/conformance/test/calls/full.ts [--cases N] [--seed S] [--minutes M]

Makes N calls (default 1000000), half of them on the portable kernels and half on the accelerator, in batches with seeds from S on;
after M minutes no further batch begins. Exit status 1 if one ends otherwise than in a result that holds together or in a ToeplitzError, takes seconds, or changes a convolution.`;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "Infinity" },
    help: { type: "boolean", default: false },
  },
});
const [cases, seed, minutes] = [values.cases, values.seed, values.minutes].map(Number) as [number, number, number];
const perBatch = 25_000;

if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (!Number.isInteger(cases) || cases < 1 || !Number.isInteger(seed) || !(minutes > 0)) {
  process.stderr.write("--cases must be a whole number from 1 on, --seed a whole number, --minutes a number above 0\n");
  process.exitCode = 2;
} else {
  const begun = performance.now();
  const t = { ...toeplitz, io };
  const calls = await recordedCalls(t);
  const reports: CallReport[] = [];
  const end = begun + 60_000 * minutes;
  for (let made = 0; made < cases && performance.now() < end; made += perBatch) {
    toeplitz.setBackend(reports.length % 2 === 0 ? null : toeplitz.wasm());
    reports.push(await tryCalls(t, calls, { seed: seed + reports.length, cases: Math.min(perBatch, cases - made) }));
    process.stderr.write(`${made + perBatch} calls, ${Math.round((performance.now() - begun) / 1000)} s\n`);
  }
  const sum = (count: (report: CallReport) => number) => reports.reduce((all, report) => all + count(report), 0);
  const problems = reports.flatMap((report) => report.problems);
  const names = Math.max(...reports.map((report) => report.names));
  process.stdout.write(
    `seeds ${seed} to ${seed + reports.length - 1}, ${Math.round((performance.now() - begun) / 1000)} s: ${sum(({ calls }) => calls)} calls of ${names} functions and classes, ` +
      `${sum(({ results }) => results)} results, ${sum(({ refusals }) => refusals)} refusals, ${problems.length} problems\n${problems.join("\n")}`,
  );
  if (problems.length > 0) process.exitCode = 1;
}
