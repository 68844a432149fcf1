// Files that arrive in pieces, and not all of them.
import { describe, expect, test } from "vitest";
import { checkBreaks, checkChunks, checkReads, loadables } from "./broken-sources.ts";

describe.each(await loadables())("$name", (loadable) => {
  test("is the same in chunks of any size", () => checkChunks(loadable, [1, 7, 65536]));

  test("breaks off, ends or stalls after any number of bytes: one error, and nothing is loaded", async () => {
    for (let after = 0; after < loadable.bytes.length; after += 13) await checkBreaks(loadable, after);
    await checkBreaks(loadable, loadable.bytes.length - 1);
  });

  test("has a read that fails", async () => {
    expect(await checkReads(loadable)).toBeGreaterThan(1);
  });
});
