// The wrong files of `pnpm check`, other ones than fuzz.test.ts has; `pnpm verify:full --only fuzz` has more.
import { expect, it } from "vitest";
import { standLongFiles } from "./long-files.ts";
import { readers } from "./readers.ts";
import { fuzz, report } from "./run.ts";

it("readers stand two hundred thousand wrong files", { timeout: 1_800_000 }, async () => {
  const all = await readers();
  const tally = await fuzz(all, { from: 2000, to: 202_000 });
  process.stdout.write(`${report(tally)}\n`);
  expect(tally.failures).toEqual([]);
  const kinds = all.flatMap(({ name, kinds }) => Object.keys(kinds).map((kind) => tally.counts.get(name)?.get(kind)));
  for (const count of kinds) expect(count!.accepted + count!.refused).toBeGreaterThan(600);
  expect(tally.rules.size).toBeGreaterThan(400);
});

it("and two hundred files of megabytes, in a process of little memory", { timeout: 1_800_000 }, async () => {
  const { output, status } = await standLongFiles({ from: 7, to: 217 });
  process.stdout.write(output);
  expect(output).toMatch(/^long inputs 7 to 216, .* 0 not stood$/m);
  expect(status).toBe(0);
});

it("which readers without a limit do not", { timeout: 1_800_000 }, async () => {
  const { output, status } = await standLongFiles({ from: 7, to: 217 }, ["--unbounded"]);
  expect(status).not.toBe(0);
  expect(output).toMatch(/heap out of memory|bytes of heap/);
});
