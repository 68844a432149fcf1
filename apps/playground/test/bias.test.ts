// A bias as a setting: what it does to the picture, what turning it off and on keeps, how it is taken back, and how it flips.
import { type Action, arithmeticHash, type Playground, playgroundOf, reduce } from "@toeplitz/widgets";
import { describe, expect, it } from "vitest";
import { readHash } from "../src/state/link.ts";
import { opening } from "../src/state/presets.ts";
import { caseLinesOf } from "../src/views/arithmetic/case-code.ts";
import { matrixLinesOf } from "../src/views/matrix/matrix-code.ts";

const after = (state: Playground, ...actions: readonly Action[]) => actions.reduce(reduce, state);
const bias = (on: boolean): Action => ({ type: "set", field: "bias", change: { bias: on } });
const channels = (out: number): Action => ({ type: "set", field: "channels", change: { channels: [1, out] } });
const edit = (index: number, value: number): Action => ({ type: "edit", side: "bias", index, value });

describe("a bias", () => {
  const start = playgroundOf(opening);
  const added = after(start, bias(true), edit(0, 2.5));

  it("is off until it is asked for, and no link says anything of it", () => {
    expect([start.settings.bias, start.scene.bias.values]).toEqual([false, []]);
    expect(arithmeticHash(start)).not.toContain("b=");
  });

  it("is added to every output, stays while it is off, and is taken back change by change", () => {
    expect(added.scene.output.values).toEqual(start.scene.output.values.map((value) => value + 2.5));
    const off = after(added, bias(false));
    expect(off.scene.output.values).toEqual(start.scene.output.values);
    expect(after(off, bias(true)).scene.bias.values).toEqual([2.5]);
    expect(after(off, { type: "undo" }).scene.bias.values).toEqual([2.5]);
    const before = after(added, { type: "undo" });
    expect(before.scene.bias.values).toEqual(after(start, bias(true)).scene.bias.values);
    expect(after(before, { type: "redo" }).scene.bias.values).toEqual([2.5]);
    expect(after(added, { type: "undo" }, { type: "undo" }).settings.bias).toBe(false);
  });

  it("has a number for each channel of the output, and keeps those that were there", () => {
    const three = after(added, channels(3));
    expect([three.scene.bias.shape, three.scene.bias.values[0]]).toEqual([[3], 2.5]);
    expect(after(three, channels(1)).scene.bias.values).toEqual([2.5]);
    expect(readHash(arithmeticHash(three))).toMatchObject({ settings: three.settings, bias: three.bias });
  });

  it("leaves the sentence of an impossible setting as it is", () => {
    const wrong: Action = { type: "set", field: "groups", change: { groups: 2, channels: [2, 3] } };
    for (const direction of [[], [{ type: "flip" }]] as const satisfies readonly (readonly Action[])[]) {
      const said = (state: Playground) => after(state, ...direction, wrong).problem?.message;
      expect(said(start)).toBeTypeOf("string");
      expect(said(added)).toBe(said(start));
    }
  });

  it("is added on the way back too, and comes back as it was", () => {
    const flipped = after(added, { type: "flip" });
    expect([flipped.settings.transposed, flipped.scene.bias.values]).toEqual([true, [2.5]]);
    const back = after(flipped, { type: "flip" });
    expect([back.settings, back.scene.bias, back.scene.output]).toEqual([
      added.settings,
      added.scene.bias,
      added.scene.output,
    ]);
  });

  it("shows its gradient beside another, which cannot be edited into it", () => {
    const back = after(added, { type: "gradient", gradient: "weight" });
    const sum = back.upstream.values.reduce((total, value) => total + value, 0);
    expect(back.scene.bias.values).toEqual([sum]);
    expect(after(back, { type: "gradient", gradient: "off" }).scene.bias.values).toEqual([2.5]);
  });

  it("stands in the lines of a convolution, and not in those of its matrix", () => {
    const { figure } = added.scene;
    expect(caseLinesOf(figure).map(([, line]) => line)).toEqual(["conv2d(x, w, { bias: b })", "F.conv2d(x, w, b)"]);
    expect(matrixLinesOf(figure)).toEqual(matrixLinesOf(start.scene.figure));
    const back = after(added, { type: "gradient", gradient: "input" }).scene.figure;
    expect(caseLinesOf(back)[1]![1]).toBe("F.conv2d(x, w, b).backward(g); x.grad; b.grad");
  });
});
