// No setting is a trap: what the library refuses has a way out, and every way that is offered works.
import { type Field, type Playground, playgroundOf, reduce, type Settings } from "@toeplitz/widgets";
import { describe, expect, it } from "vitest";
import { opening, presetFigure } from "../src/state/presets.ts";
import { repairsOf } from "../src/state/repairs.ts";

const start = playgroundOf(opening);
const set = (state: Playground, change: Partial<Settings>) =>
  reduce(state, { type: "set", field: Object.keys(change)[0] as Field, change });

const impossible: readonly [sentence: RegExp, state: Playground][] = [
  [/Kernel size can't be greater than actual input size/, set(start, { kernel: [1, 7, 7] })],
  [/non-positive stride is not supported/, set(start, { stride: [1, 0, 1] })],
  [/padding='same' is not supported for strided/, set(set(start, { stride: [1, 2, 2] }), { padding: "same" })],
  [/Given groups=2/, set(start, { groups: 2 })],
  [/non-positive groups/, set(start, { groups: 0 })],
  [/divisible by 2 at dimension 0/, set(set(start, { channels: [2, 3] }), { groups: 2 })],
  [
    /Padding size should be less than the corresponding input/,
    set(set(start, { padding: [1, 5, 5] }), { paddingMode: "reflect" }),
  ],
  [
    /output padding must be smaller than either stride or dilation/,
    set(reduce(start, { type: "flip" }), { outputPadding: [1, 2, 2] }),
  ],
  [
    /out_channels must be divisible by groups/,
    set(set(reduce(start, { type: "flip" }), { channels: [2, 3] }), { groups: 2 }),
  ],
  [/Only "zeros" padding mode/, set(reduce(start, { type: "flip" }), { paddingMode: "circular" })],
  [/dilation/, set(start, { dilation: [1, 0, 0] })],
  [/divisible by 2 at dimension 0/, set(set(set(start, { batch: 3 }), { channels: [2, 3] }), { groups: 2 })],
  [/Only zero batch or zero channel inputs/, set(set(start, { padding: [1, 2, 2] }), { size: [1, 0, 5] })],
];

describe("repairs", () => {
  it.each(impossible)("%s", (sentence, state) => {
    expect(state.problem?.message).toMatch(sentence);
    expect(state.scene.output.values.length).toBeGreaterThan(0);
    const repairs = repairsOf(state);
    expect(repairs.length).toBeGreaterThan(0);
    for (const { field, change } of repairs) {
      expect(reduce(state, { type: "set", field, change }).problem).toBeNull();
    }
  });

  it("keeps the samples of a batch where they are not at fault, and takes one away where they are", () => {
    const three = set(start, { batch: 3 });
    const stuck = set(three, { kernel: [1, 7, 7] });
    for (const { field, change } of repairsOf(stuck)) {
      expect(reduce(stuck, { type: "set", field, change }).scene.input.shape[0]).toBe(3);
    }
    const most = set(set(start, { batch: 2, channels: [8, 8] }), { size: [1, 24, 24] });
    expect(most.problem?.message).toMatch(/too large to be drawn/);
    expect(repairsOf(most).map(({ label }) => label)).toContain("batch 1");
  });

  it("names the nearest kernel first among the kernels", () => {
    const labels = repairsOf(set(start, { kernel: [1, 3, 7] })).map(({ label }) => label);
    expect(labels).toContain("kernel 3 × 5");
  });
});

describe("flip", () => {
  it.each(["no-padding", "strided-odd", "dilated", "depthwise", "causal-pair"])("%s goes there and back", (id) => {
    const first = playgroundOf(presetFigure(id));
    const there = reduce(first, { type: "flip" });
    expect(there.problem).toBeNull();
    expect(there.scene.matrix.shape).toEqual([...first.scene.matrix.shape].reverse());
    const back = reduce(there, { type: "flip" });
    expect(back.scene.output.values).toEqual(first.scene.output.values);
  });

  it("that has no counterpart leaves the picture as it is, with a sentence and what has one", () => {
    const first = playgroundOf(presetFigure("same"));
    const there = reduce(first, { type: "flip" });
    expect(there).toEqual({ ...first, oneWay: there.oneWay });
    expect(there.oneWay?.message).toContain("cuts the same off both ends");
    expect(reduce(there, { type: "flip" })).toEqual(there);
    const [front, back] = repairsOf(there);
    expect([front?.label, back?.label]).toEqual(["padding 0 × 1", "padding 1 × 2"]);
    const mended = set(there, front!.change);
    expect(mended.oneWay).toBeNull();
    expect(reduce(mended, { type: "flip" }).scene.matrix.shape).toEqual([...mended.scene.matrix.shape].reverse());
  });

  it("of outputPadding that makes room for more windows offers less of it", () => {
    const start = playgroundOf(presetFigure("transposed-dilated"));
    const there = reduce(set(start, { outputPadding: [0, 1, 1] }), { type: "flip" });
    expect(there.problem).toBeNull();
    expect(there.oneWay?.message).toContain("room for more windows");
    expect(there.settings.transposed).toBe(true);
    expect(repairsOf(there).map(({ label }) => label)).toEqual(["output padding 0"]);
  });

  it.each(["reflect", "replicate", "circular"])("%s, refused on the other side, comes back as it was", (id) => {
    const first = playgroundOf(presetFigure(id));
    const there = reduce(first, { type: "flip" });
    expect(there.problem?.message).toMatch(/Only "zeros" padding mode/);
    const back = reduce(there, { type: "flip" });
    expect(back.problem).toBeNull();
    expect(back.scene.output).toEqual(first.scene.output);
    expect(reduce(back, { type: "flip" }).problem?.message).toBe(there.problem?.message);
  });
});
