// Files that break off after every one of their first 4096 bytes and after a thousand other numbers; and ten thousand files that are right, and wrong.
import { describe, expect, test } from "vitest";
import { checkBreaks, checkChunks, checkReads, loadables } from "./broken-sources.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { randomNumbers } from "./mutate.ts";
import { refusalOf } from "./refusal.ts";

describe.each(await loadables(20_000))("$name, of many bytes", (loadable) => {
  test("is the same in chunks of any size", () => checkChunks(loadable, [1, 7, 64, 1021, 65536]));

  test("breaks off, ends or stalls after any number of bytes", async () => {
    const { length } = loadable.bytes;
    for (let after = 0; after < Math.min(4096, length); after++) await checkBreaks(loadable, after);
    const random = randomNumbers(1);
    for (let i = 0; i < 1000; i++) await checkBreaks(loadable, Math.min(length - 1, 4096 + random(length - 4096)));
  });

  test("has a read that fails", async () => {
    expect(await checkReads(loadable)).toBeGreaterThan(1);
  });
});

test("ten thousand loads of right files and as many of wrong ones leave nothing behind", async () => {
  const files = await loadables(400);
  const random = randomNumbers(2);
  const measured: NodeJS.MemoryUsage[] = [];
  for (let i = 0; i < 10_000; i++) {
    const { bytes, loader } = files[i % files.length]!;
    await loader(bytes);
    await refusalOf(loader(bytes.slice(0, random(bytes.length))));
    if (i % 1250 !== 1249) continue;
    collectGarbage();
    collectGarbage();
    measured.push(process.memoryUsage());
  }
  const [first, last] = [measured[1]!, measured.at(-1)!];
  const message = JSON.stringify(measured);
  expect(last.heapUsed - first.heapUsed, message).toBeLessThan(2 ** 20);
  expect(last.arrayBuffers - first.arrayBuffers, message).toBeLessThan(2 ** 16);
});
