// What the names of presets promise.
import { highlightOf, sceneOf } from "@toeplitz/figures";
import { conv1d, pad, tensor } from "toeplitz";
import { expect, it } from "vitest";
import { presetFigure } from "../src/state/presets.ts";

it("causal: as long as the line behind the zeros, and no output knows an element that comes after it", () => {
  const scene = sceneOf(presetFigure("causal"));
  const line = scene.input.values.slice(2);
  const padded = pad(tensor([[line]], { dtype: "float32" }), [2, 0]);
  expect(padded.toArray()).toEqual([[scene.input.values]]);
  const y = conv1d(padded, tensor([[scene.weight.values]], { dtype: "float32" }));
  expect(scene.output.values).toEqual([...(y.toArray() as number[][][])[0]![0]!]);
  expect(scene.output.values.length).toBe(line.length);
  for (let time = 0; time < line.length; time++) {
    const seen = [...highlightOf(scene, { on: "output", index: time })!.input.keys()];
    expect(Math.max(...seen) - 2).toBe(time);
  }
});
