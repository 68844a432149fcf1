// How high the pictures of the home view may be, so that on a wide screen grids, matrix and formula stand above the fold together.
import { belowGrids, type MatrixLayout, matrixLayoutOf, type Scene } from "@toeplitz/figures";
import { useSyncExternalStore } from "react";

/** Narrower, the pictures stand in one column and are scrolled; style sheets ask the same. */
const wide = "(min-width: 1240px)";
/** Of a change that is seen. */
const step = 20;

/** Height of the screen where it is a wide one, in the pixels of the page, which are larger on very wide ones; elsewhere there is no end to it. */
export function useFold(): number {
  return useSyncExternalStore(subscribe, () => {
    if (!matchMedia(wide).matches) return Number.POSITIVE_INFINITY;
    const zoom = Number(getComputedStyle(document.body).getPropertyValue("--zoom")) || 1;
    return Math.floor(innerHeight / zoom / step) * step;
  });
}

function subscribe(onChange: () => void): () => void {
  addEventListener("resize", onChange);
  return () => removeEventListener("resize", onChange);
}

/** What stands above the grids, their names and sizes, and the player below them. */
const aboveGrids = 68;
const names = 50;
const player = 40;
/** The matrix' own heading: at its side, in a line above it, or in lines above it where it stands beside the grids. */
const headings = { aside: 12, line: 48, lines: 88 };
/** What one takes away, and the edge of the page. */
const end = 52;

/** A share that leaves a matrix of some dozen rows the room to be seen. */
export const gridsRoom = (fold: number): number => 0.42 * fold;

/** Lower, nothing could be made out. */
const leastMatrix = 200;
/** Wider, a matrix has no room for its heading at its side. */
const mostAside = 560;

export interface PlacedMatrix {
  readonly layout: MatrixLayout;
  readonly heading: keyof typeof headings;
}

/** The matrix beside grids that leave it the width, or below them, as high as there is room. */
export function placedMatrix(scene: Scene, fold: number, gridsHeight: number, fitsBeside: boolean): PlacedMatrix {
  const above = names + gridsHeight + player;
  const heightAt = (heading: keyof typeof headings) => {
    const free = fold - aboveGrids - (heading === "lines" ? 0 : above) - headings[heading] - end;
    return Math.min(belowGrids.height, Math.max(leastMatrix, free));
  };
  const layoutAt = (heading: keyof typeof headings) =>
    matrixLayoutOf(scene, {
      ...belowGrids,
      height: heightAt(heading),
      tallHeight: heightAt(fitsBeside ? "lines" : heading),
    });
  const layout = layoutAt("aside");
  if (layout.tall && fitsBeside) return { layout, heading: "lines" };
  const aside = fold !== Number.POSITIVE_INFINITY && layout.full[0] <= mostAside;
  return aside ? { layout, heading: "aside" } : { layout: layoutAt("line"), heading: "line" };
}
