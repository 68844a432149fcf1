// A slice of the 200,000 readings of mutated-links.long.test.ts.
import { expect, it } from "vitest";
import { drawnHash, expectReading, mutated } from "./mutated-links.ts";
import { dice } from "./random-links.ts";

it("reads 3000 hashes that were links once, says what it refuses, and writes what it reads as the same", () => {
  const links = Array.from({ length: 120 }, (_, seed) => drawnHash(seed));
  for (const link of links) expectReading(link);
  for (let seed = 0; seed < 3000; seed++) {
    const roll = dice(seed);
    expectReading(mutated(links[seed % 120]!, links[roll(119)]!, roll));
  }
  expect(new Set(links).size).toBe(120);
});
