// The number of samples as a setting: what it keeps of the numbers, and how it stands in a link.
import { arithmeticHash, playgroundOf, reduce } from "@toeplitz/widgets";
import { describe, expect, it } from "vitest";
import { readHash } from "../src/state/link.ts";
import { opening } from "../src/state/presets.ts";

describe("a batch", () => {
  const start = playgroundOf(opening);
  const two = reduce(start, { type: "set", field: "batch", change: { batch: 2 } });

  it("keeps the sample that was there, and makes another up", () => {
    expect(two.input.shape).toEqual([2, 1, 5, 5]);
    expect(two.input.values.slice(0, 25)).toEqual(opening.input.values);
    expect(two.upstream.shape).toEqual([2, 1, 3, 3]);
    const changed = reduce(two, { type: "edit", side: "input", index: 26, value: 9 });
    expect(changed.scene.output.values.slice(0, 9)).toEqual(start.scene.output.values);
    expect(changed.scene.output.values.slice(9)).not.toEqual(two.scene.output.values.slice(9));
    const one = reduce(changed, { type: "set", field: "batch", change: { batch: 1 } });
    expect(one.scene.output.values).toEqual(start.scene.output.values);
  });

  it("stands in the link where it is not one, and what cannot be is left out", () => {
    expect(arithmeticHash(start)).not.toContain("batch");
    expect(arithmeticHash(two)).toContain("batch=2&");
    expect(readHash(arithmeticHash(two)).settings).toEqual(two.settings);
    const read = (query: string) => readHash(`#/arithmetic?v=1&size=5x5${query}`).settings?.batch;
    for (const query of ["", "&batch=0", "&batch=5", "&batch=-1", "&batch=two", "&batch=1.5"])
      expect(read(query)).toBe(1);
    expect([2, 3, 4].map((n) => read(`&batch=${n}`))).toEqual([2, 3, 4]);
  });
});
