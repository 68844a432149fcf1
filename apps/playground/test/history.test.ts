// Painting is taken back stroke by stroke, and settings one by one, and done again.
import { type Action, type Playground, playgroundOf, reduce } from "@toeplitz/widgets";
import { describe, expect, it } from "vitest";
import { opening } from "../src/state/presets.ts";

const start = playgroundOf(opening);
const after = (state: Playground, ...actions: readonly Action[]) => actions.reduce(reduce, state);
const paint = (stroke: string, value: number, ...indices: readonly number[]): Action => ({
  type: "paint",
  side: "input",
  indices,
  value,
  stroke,
});
const undo: Action = { type: "undo" };
const redo: Action = { type: "redo" };

const impossible: Action = { type: "set", field: "kernel", change: { kernel: [1, 7, 7] } };

describe("the picture that stays while a setting is impossible", () => {
  it.each(["off", "input", "weight"] as const)("comes back as it was, gradient of %s", (gradient) => {
    const shown = after(
      start,
      { type: "gradient", gradient },
      { type: "edit", side: "output", index: 4, value: 9 },
      { type: "edit", side: "input", index: 7, value: -6 },
    );
    const stuck = after(shown, impossible);
    expect(stuck.problem).not.toBeNull();
    const back = after(stuck, { type: "load", figure: stuck.scene.figure });
    expect(back.problem).toBeNull();
    expect(back.gradient).toBe(gradient);
    expect(back.settings).toEqual(shown.settings);
    for (const side of ["input", "weight", "output"] as const) expect(back.scene[side]).toEqual(shown.scene[side]);
    if (gradient !== "off") expect(back.upstream).toEqual(shown.upstream);
    expect(after(back, { type: "edit", side: "weight", index: 0, value: 5 }).scene.result).toBe(shown.scene.result);
  });

  it("has no cells to edit or to paint", () => {
    const narrower = after(start, { type: "set", field: "size", change: { size: [1, 4, 2] } });
    expect(narrower.problem).not.toBeNull();
    expect(after(narrower, { type: "edit", side: "input", index: 6, value: 9 })).toBe(narrower);
    expect(after(narrower, paint("a", 9, 1, 2))).toBe(narrower);
  });
});

describe("history", () => {
  it("takes a stroke back as one, and does it again", () => {
    const two = after(start, paint("a", 9, 0, 1), paint("a", 9, 2), paint("b", -1, 2, 3));
    expect(two.input.values.slice(0, 5)).toEqual([9, 9, -1, -1, 0]);
    expect(two.scene.input.values).toEqual(two.input.values);
    const one = after(two, undo);
    expect(one.input.values.slice(0, 5)).toEqual([9, 9, 9, 1, 0]);
    expect(after(one, undo).input).toBe(start.input);
    expect(after(one, undo).scene.output).toEqual(start.scene.output);
    expect(after(one, undo, undo).input).toBe(start.input);
    expect(after(one, undo, redo, redo).input).toEqual(two.input);
    expect(after(two, redo)).toBe(two);
  });

  it("forgets what was taken back once something else is done", () => {
    const other = after(start, paint("a", 9, 0), undo, paint("b", 5, 1));
    expect(other.history.future).toEqual([]);
    expect(after(other, redo)).toBe(other);
    expect(after(other, undo).input).toBe(start.input);
  });

  it("counts typing as one change while it goes on in one cell", () => {
    const typed = (value: number, index: number): Action => ({
      type: "edit",
      side: "weight",
      index,
      value,
      stroke: `typed weight ${index}`,
    });
    const done = after(start, typed(1, 0), typed(12, 0), typed(12.5, 0), typed(3, 1));
    expect(done.history.past).toHaveLength(2);
    expect(after(done, undo).weight.values[0]).toBe(12.5);
    expect(after(done, undo, undo).weight).toBe(start.weight);
  });

  it("does not count what changes nothing", () => {
    expect(after(start, paint("a", 3, 0, 1))).toBe(start);
  });

  const size = (height: number, width: number): Action => {
    return { type: "set", field: "size", change: { size: [1, height, width] } };
  };

  it("brings back what a smaller size cut off, and takes a slider's way back as one", () => {
    const painted = after(start, paint("a", 9, 0, 24));
    const smaller = after(painted, size(4, 4), size(0, 0), impossible, size(3, 3));
    expect(smaller.scene.figure.input.shape).not.toEqual(painted.input.shape);
    const back = after(smaller, undo, undo, undo);
    expect([back.settings, back.input, back.scene.output]).toEqual([
      painted.settings,
      painted.input,
      painted.scene.output,
    ]);
    const cut = after(painted, size(4, 4), size(3, 3), paint("b", 5, 8));
    expect(cut.input.values).toHaveLength(9);
    const whole = after(cut, undo, undo);
    expect([whole.settings, whole.input]).toEqual([painted.settings, painted.input]);
    expect(whole.scene.output).toEqual(painted.scene.output);
    expect(after(whole, redo, redo).input).toEqual(cut.input);
    expect(after(whole, undo).input).toBe(start.input);
  });

  it("brings back the gradient's own numbers and all of a volume", () => {
    const own = after(
      start,
      { type: "gradient", gradient: "weight" },
      { type: "edit", side: "output", index: 8, value: 7 },
    );
    const back = after(own, { type: "set", field: "stride", change: { stride: [1, 2, 2] } }, undo);
    expect(back.upstream.values[8]).toBe(7);
    expect(back.scene.weight).toEqual(own.scene.weight);
    const volume = after(start, { type: "rank", rank: 3 }, { type: "edit", side: "input", index: 30, value: 7 });
    expect(after(volume, { type: "rank", rank: 2 }, undo).input).toEqual(volume.input);
  });

  it("takes a setting back that is impossible", () => {
    const back = after(start, impossible, undo);
    expect([back.problem, back.settings, back.scene.output]).toEqual([null, start.settings, start.scene.output]);
  });

  it("does not count a setting that stays, and begins anew where the arrays mean something else", () => {
    expect(after(start, size(5, 5)).history.past).toEqual([]);
    const painted = after(start, paint("a", 9, 0));
    for (const action of [{ type: "flip" }, { type: "load", figure: opening }] as const) {
      expect(after(painted, action).history.past).toEqual([]);
    }
  });
});
