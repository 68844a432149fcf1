// A link brings back the state that it was made of, and never throws, whatever it holds.
import { sceneOf } from "@toeplitz/figures";
import { describe, expect, it } from "vitest";
import { hashOf, type Link, readHash } from "../src/state/link.ts";
import { freshNumbers, withElement } from "../src/state/numbers.ts";
import { playgroundOf } from "../src/state/playground.ts";
import { presets } from "../src/state/presets.ts";
import {
  figureOf,
  inputShape,
  limits,
  type Pair,
  paddingModes,
  type Settings,
  weightShape,
} from "../src/state/settings.ts";
import { firstShapes, type Shapes, shapeLimits } from "../src/state/shapes.ts";

/** Numbers that look random and are the same every time. */
function dice(seed: number): (most: number) => number {
  let state = seed * 2654435761 + 1;
  return (most) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return state % (most + 1);
  };
}

function randomSettings(roll: ReturnType<typeof dice>): Settings {
  const pair = ([least, most]: Pair): Pair => [least + roll(most - least), least + roll(most - least)];
  return {
    rank: roll(1) === 0 ? 1 : 2,
    transposed: roll(1) === 0,
    size: pair(limits.size),
    channels: pair(limits.channels),
    groups: roll(limits.groups[1]),
    kernel: pair(limits.kernel),
    stride: pair(limits.stride),
    padding: (["same", "valid", pair(limits.padding)] as const)[roll(2)]!,
    paddingMode: paddingModes[roll(3)]!,
    dilation: pair(limits.dilation),
    outputPadding: pair(limits.outputPadding),
  };
}

describe("link", () => {
  it("restores 200 random states", () => {
    for (let seed = 0; seed < 200; seed++) {
      const roll = dice(seed);
      const settings = randomSettings(roll);
      const input = freshNumbers(inputShape(settings), 7);
      const weight = freshNumbers(weightShape(settings), 11);
      const gradient = (["off", "input", "weight"] as const)[roll(2)]!;
      const link: Link = {
        view: "arithmetic",
        settings,
        input: input.values.length > 0 && roll(1) === 0 ? withElement(input, 0, roll(1000) / 8) : input,
        weight,
        gradient,
        upstream: gradient === "off" || roll(1) === 0 ? null : [roll(9) / 4, -1.5, 2],
        colouring: roll(1) === 0 ? "weight" : "value",
        pin: [null, { on: "output", index: roll(50) }, { on: "entry", row: roll(9), column: roll(9) }][
          roll(2)
        ] as Link["pin"],
        tour: roll(3) === 0 ? roll(5) : null,
        kernel: null,
        form: "picture",
        shapes: firstShapes,
      };
      expect(readHash(hashOf(link))).toEqual(link);
    }
  });

  it("leaves what it does not understand at its default", () => {
    for (const hash of [
      "",
      "#",
      "#/nowhere",
      "#/arithmetic?v=9&size=5x5",
      "#/arithmetic?v=1&size=5x5&kernel=-1x99&op=fold&x=1_2_three",
    ]) {
      expect(() => readHash(hash)).not.toThrow();
    }
    expect(readHash("#/arithmetic?v=1&size=5x5&kernel=99x1").settings?.kernel).toEqual([3, 3]);
    expect(readHash("#/arithmetic?v=9&size=4x4").settings).toBeNull();
  });

  it("restores 200 random states of the Shapes view", () => {
    for (let seed = 0; seed < 200; seed++) {
      const roll = dice(seed);
      const within = ([least, most]: readonly [number, number]) => least + roll(most - least);
      const { size, input, kernel, stride, padding, dilation, layers } = shapeLimits;
      const layer = () => ({
        kernel: within(kernel),
        stride: within(stride),
        padding: within(padding),
        dilation: within(dilation),
      });
      const transposed = roll(1) === 0;
      const shapes: Shapes = {
        transposed,
        from: within(size),
        to: within(size),
        most: { kernel: within(kernel), stride: within(stride), dilation: within(dilation) },
        chosen: roll(1) === 0 ? null : { transposed, ...layer(), outputPadding: roll(3) },
        input: within(input),
        stack: Array.from({ length: within(layers) }, layer),
      };
      const link = { ...readHash("#/shapes"), shapes };
      expect(readHash(hashOf(link))).toEqual(link);
    }
    for (const query of ["stack=3.1", "stack=3.1.1.1_", "most=99.1.1", "from=-4", "step=1", "input=1e9"]) {
      expect(readHash(`#/shapes?v=1&${query}`)).toEqual(readHash("#/shapes"));
    }
  });

  it("holds every preset", () => {
    for (const { figure } of presets) {
      const { settings, input, weight, scene } = playgroundOf(figure);
      const link: Link = {
        view: "arithmetic",
        settings,
        input,
        weight,
        gradient: "off",
        upstream: null,
        colouring: "weight",
        pin: null,
        tour: null,
        kernel: null,
        form: "picture",
        shapes: firstShapes,
      };
      const back = readHash(hashOf(link));
      const again = sceneOf(figureOf(back.settings!, back.input!, back.weight!));
      expect(again.output.shape).toEqual(scene.output.shape);
      expect(again.output.values).toEqual(scene.output.values);
    }
  });
});
