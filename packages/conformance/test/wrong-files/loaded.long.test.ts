// Many more of the files of loaded.test.ts.
import { expect, it } from "vitest";
import { readers } from "../../../io/test/fuzz/readers.ts";
import { fuzz, report } from "../../../io/test/fuzz/run.ts";
import { checkLoads } from "./loaded.ts";

it("states of twenty thousand wrong files are taken whole or not at all", { timeout: 600_000 }, async () => {
  const loads = { taken: 0, refused: 0 };
  const tally = await fuzz(
    await readers(),
    { from: 402_000, to: 422_000 },
    { check: (value) => checkLoads(value, loads) },
  );
  expect(tally.failures, report(tally)).toEqual([]);
  expect(loads.taken).toBeGreaterThan(1500);
  expect(loads.refused).toBeGreaterThan(3000);
});
