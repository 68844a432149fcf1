// Every preset has its grids and its matrix above the fold of a common screen, and on a higher one they are not smaller.

import { convPresets } from "@toeplitz/conformance/rows";
import { caseOfPreset, layOut, sceneOf } from "@toeplitz/figures";
import { sentences } from "@toeplitz/widgets";
import { describe, expect, it } from "vitest";
import { gridsRoom, placedMatrix } from "../src/views/arithmetic/fold.ts";

const scenes = convPresets.map((preset) => [preset.id, sceneOf(caseOfPreset(preset))] as const);

function laidOut(scene: (typeof scenes)[number][1], fold: number) {
  const layouts = layOut(scene, false, gridsRoom(fold));
  const grids = sentences(scene).order.map((side) => layouts[side]);
  const width = grids.reduce((sum, layout) => sum + layout.width, 0);
  const height = Math.max(...grids.map((layout) => layout.height));
  return { grids, width, height, ...placedMatrix(scene, fold, height, width < 760) };
}

describe.each(scenes)("%s", (_, scene) => {
  it("has grids and matrix within 900 pixels, with what stands around them", () => {
    const { layout, heading, width, height } = laidOut(scene, 900);
    const above = { aside: 12, line: 48, lines: 88 }[heading];
    const grids = 68 + 50 + height + 40;
    expect(width).toBeLessThan(1100);
    expect(heading === "lines" ? grids : grids + above + layout.full[1]).toBeLessThan(900);
    expect(68 + above + layout.full[1]).toBeLessThan(900);
  });

  it("keeps cells that can be read and pointed at, and gains by height", () => {
    const [low, high, free] = [laidOut(scene, 900), laidOut(scene, 1400), layOut(scene)];
    expect(low.grids[0]!.cell).toBeGreaterThanOrEqual(24);
    expect(low.layout.cell).toBeGreaterThanOrEqual(4);
    expect(high.layout.cell).toBeGreaterThanOrEqual(low.layout.cell);
    if (scene.geometry.rank < 3) expect(high.grids[0]!.cell).toBe(free.input.cell);
  });
});
