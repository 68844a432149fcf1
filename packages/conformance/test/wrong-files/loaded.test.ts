// A module takes what a wrong file holds as a whole or stays as it is, bits and versions; loaded.long.test.ts has more files.

import { Module } from "@toeplitz/nn";
import { noGrad, tensor } from "@toeplitz/tensor";
import { expect, test, vi } from "vitest";
import { readers } from "../../../io/test/fuzz/readers.ts";
import { fuzz, report } from "../../../io/test/fuzz/run.ts";
import { checkLoads } from "./loaded.ts";

test("states of wrong files are taken whole or not at all", async () => {
  const loads = { taken: 0, refused: 0 };
  const tally = await fuzz(
    await readers(),
    { from: 400_000, to: 401_500 },
    { check: (value) => checkLoads(value, loads) },
  );
  expect(tally.failures, report(tally)).toEqual([]);
  expect(loads.taken).toBeGreaterThan(100);
  expect(loads.refused).toBeGreaterThan(200);
});

test("a module that writes before it has checked everything is found", () => {
  const state = new Map([
    ["w0", tensor([1, 2])],
    ["w1", tensor([3])],
  ]);
  const right = Module.prototype.loadStateDict;
  const hasty = vi.spyOn(Module.prototype, "loadStateDict").mockImplementation(function (this: Module, given, options) {
    const first = this.parameters()[0]!;
    noGrad(() => first.copy_(tensor([1, 2])));
    return right.call(this, given, options);
  });
  expect(() => checkLoads(state, { taken: 0, refused: 0 })).toThrow("written to before it was refused");
  hasty.mockRestore();
  checkLoads(state, { taken: 0, refused: 0 });
});
