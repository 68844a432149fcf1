// A link brings back the state that it was made of, and never throws, whatever it holds.

import { sceneOf } from "@toeplitz/figures";
import { figureOf, paddingModes, playgroundOf } from "@toeplitz/widgets";
import { describe, expect, it } from "vitest";
import { hashOf, type Link, parts, readHash, views } from "../src/state/link.ts";
import { presets } from "../src/state/presets.ts";
import { firstShapes } from "../src/state/shapes.ts";
import { dice, randomLink, randomShapes } from "./random-links.ts";

describe("link", () => {
  it("restores 200 random states", () => {
    for (let seed = 0; seed < 200; seed++) {
      const roll = dice(seed);
      const link = randomLink(roll);
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
      const shapes = randomShapes(roll);
      const link = { ...readHash("#/shapes"), shapes };
      expect(readHash(hashOf(link))).toEqual(link);
    }
    for (const query of ["stack=3.1", "stack=3.1.1.1_", "most=99.1.1", "from=-4", "step=1", "input=1e9"]) {
      expect(readHash(`#/shapes?v=1&${query}`)).toEqual(readHash("#/shapes"));
    }
  });

  it("restores the Image view and what a link leaves out, in any view and spelling", () => {
    for (const border of paddingModes) {
      const link: Link = { ...readHash("#/image"), kernel: [0, 1, 0, 1, -4, 1, 0, 1, 0.25], border, hide: parts };
      expect(readHash(hashOf(link))).toEqual(link);
    }
    for (const view of views) {
      const link: Link = { ...readHash(`#/${view}`), hide: ["matrix", "take-away"], embed: true };
      expect(readHash(hashOf(link))).toEqual(link);
    }
    const typed = readHash("#/arithmetic?v=1&hide=formula,player,nothing,take-away&embed=yes");
    expect([typed.hide, typed.embed]).toEqual([["formula", "player", "take-away"], false]);
    expect(readHash("#/image?v=1&border=torn").border).toBe("replicate");
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
        border: "replicate",
        form: "picture",
        shapes: firstShapes,
        hide: [],
        embed: false,
      };
      const back = readHash(hashOf(link));
      const again = sceneOf(figureOf(back.settings!, back.input!, back.weight!));
      expect(again.output.shape).toEqual(scene.output.shape);
      expect(again.output.values).toEqual(scene.output.values);
    }
  });
});
