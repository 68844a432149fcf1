// The size formula says what the library says where settings work, and what is the matter where they do not.
import { sizeLines } from "@toeplitz/figures";
import { type Field, playgroundOf, reduce, type Settings } from "@toeplitz/widgets";
import { describe, expect, it } from "vitest";
import { opening, presets } from "../src/state/presets.ts";
import { reasonOf } from "../src/state/reasons.ts";

const start = playgroundOf(opening);
const turned = reduce(start, { type: "flip" });
const set = (state: typeof start, change: Partial<Settings>) =>
  reduce(state, { type: "set", field: Object.keys(change)[0] as Field, change });
const worked = ({ settings }: typeof start) =>
  sizeLines(settings).map(({ axis, numbers, written }) => `${axis}′ = ${numbers} = ${written}`);

describe("size formula", () => {
  it.each(presets)("ends on the library's size: $id", ({ figure }) => {
    const { settings, scene } = playgroundOf(figure);
    expect(sizeLines(settings).map(({ result }) => result)).toEqual(scene.output.shape.slice(2));
  });

  it("is worked out with the numbers that do not work", () => {
    expect(worked(set(start, { size: [1, 4, 5], kernel: [1, 7, 3] }))).toEqual([
      "H′ = ⌊(4 + 2·0 − 1(7 − 1) − 1) / 1⌋ + 1 = −2",
      "W′ = ⌊(5 + 2·0 − 1(3 − 1) − 1) / 1⌋ + 1 = 3",
    ]);
    expect(worked(set(turned, { padding: [0, 8, 0] }))).toEqual([
      "H′ = (3 − 1)·1 − 2·8 + 1(3 − 1) + 0 + 1 = −11",
      "W′ = (3 − 1)·1 − 2·0 + 1(3 − 1) + 0 + 1 = 5",
    ]);
    // Nothing is divided by zero, neither 2 nor 0 nor less.
    for (const size of [5, 3, 2]) {
      const still = set(set(start, { size: [1, size, size] }), { stride: [1, 1, 0] });
      expect(worked(still)[1]).toBe(`W′ = ⌊(${size} + 2·0 − 1(3 − 1) − 1) / 0⌋ + 1 = –`);
      expect(sizeLines(still.settings)[1]!.result).toBeNaN();
    }
    expect(worked(set(start, { kernel: [1, 2, 2], padding: "same" }))[0]).toContain("(5 + 0 + 1 − 1(2 − 1) − 1)");
    expect(worked(set(turned, { padding: "same" }))).toEqual([]);
  });
});

describe("reason", () => {
  it.each<[reason: string, state: typeof start]>([
    ["Along the height the kernel spans 7 elements, and the padded input has 5", set(start, { kernel: [1, 7, 7] })],
    [
      "Along the width the kernel spans 9 elements, and the padded input has 7",
      set(set(start, { padding: [0, 2, 1] }), { dilation: [1, 2, 4] }),
    ],
    ["Along the width the kernel has no element", set(start, { kernel: [1, 3, 0] })],
    ["at 0 the kernel would never get on", set(start, { stride: [1, 0, 1] })],
    ["with a stride above 1 it never is", set(set(start, { stride: [1, 2, 2] }), { padding: "same" })],
    ["at 0 all of them lie on one place", set(start, { dilation: [1, 0, 1] })],
    ["there is no group", set(start, { groups: 0 })],
    ["1 input channel cannot be dealt out evenly to 2 groups", set(start, { groups: 2 })],
    ["3 output channels cannot", set(set(start, { groups: 2 }), { channels: [2, 3] })],
    ["3 input channels cannot", set(set(start, { groups: 2 }), { channels: [3, 2] })],
    ["one element less than there are", set(set(start, { padding: [0, 5, 5] }), { paddingMode: "reflect" })],
    ["from the other end", set(set(start, { padding: [0, 6, 5] }), { paddingMode: "circular" })],
    ["Along the height the input has no element", set(set(start, { padding: [0, 2, 2] }), { size: [1, 0, 5] })],
    ["Along the height the padding cuts 16 elements off an output of 5", set(turned, { padding: [0, 8, 0] })],
    ["it stays below the stride", set(turned, { outputPadding: [0, 2, 2] })],
    ["no border to fill", set(turned, { paddingMode: "circular" })],
    ["here padding is cut off the output", set(turned, { padding: "valid" })],
  ])("%s", (reason, state) => {
    expect(state.problem).not.toBeNull();
    expect(reasonOf(state)).toContain(reason);
  });

  it("is left out where nothing is the matter, and where a limit of this page's has its own words", () => {
    expect(reasonOf(start)).toBeNull();
    const large = set(set(turned, { size: [1, 16, 16] }), { channels: [6, 6], stride: [1, 6, 6] });
    expect(large.problem?.message).toContain("too large to be drawn");
    expect(reasonOf(large)).toBeNull();
  });
});
