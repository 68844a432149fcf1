// Painting is taken back stroke by stroke, and done again.
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

  it("keeps the settings, whatever they are by now, and begins anew where the arrays mean something else", () => {
    const smaller = after(start, paint("a", 9, 0, 24), { type: "set", field: "size", change: { size: [1, 4, 4] } });
    const back = after(smaller, undo);
    expect(back.scene.input.shape).toEqual([1, 1, 4, 4]);
    expect(back.input.values[0]).toBe(3);
    const painted = after(start, paint("a", 9, 0));
    for (const action of [{ type: "flip" }, { type: "rank", rank: 1 }, { type: "load", figure: opening }] as const) {
      expect(after(painted, action).history.past).toEqual([]);
    }
  });
});
