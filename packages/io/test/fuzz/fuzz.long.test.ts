// The wrong files of `pnpm check`, other ones than fuzz.test.ts has; `pnpm verify:full --only fuzz` has more.
import { expect, it } from "vitest";
import { readers } from "./readers.ts";
import { fuzz, report } from "./run.ts";

it("readers stand two hundred thousand wrong files", { timeout: 1_800_000 }, async () => {
  const all = await readers();
  const tally = await fuzz(all, { from: 2000, to: 202_000 });
  process.stdout.write(`${report(tally)}\n`);
  expect(tally.failures).toEqual([]);
  const kinds = all.flatMap(({ name, kinds }) => Object.keys(kinds).map((kind) => tally.counts.get(name)?.get(kind)));
  for (const count of kinds) expect(count!.accepted + count!.refused).toBeGreaterThan(900);
  expect(tally.rules.size).toBeGreaterThan(400);
});
