// 100,000 links that are drawn by chance, and 100,000 that were torn and spliced, as they are read.
import { expect, it } from "vitest";
import { drawnHash, expectReading, mutated } from "./mutated-links.ts";
import { dice } from "./random-links.ts";

const count = 100_000;

it("reads 100,000 drawn links and as many mutated ones, and throws for none", { timeout: 600_000 }, () => {
  const links: string[] = [];
  for (let seed = 0; seed < count; seed++) {
    const hash = drawnHash(seed);
    expectReading(hash);
    if (seed < 2000) links.push(hash);
  }
  for (let seed = 0; seed < count; seed++) {
    const roll = dice(count + seed);
    expectReading(mutated(links[seed % links.length]!, links[roll(links.length - 1)]!, roll));
  }
  expect(links).toHaveLength(2000);
});
