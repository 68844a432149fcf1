// The kernel laid on the wide side for one element of the narrow side: its frame, its gaps, its taps that fall into padding.

import type { Highlight } from "./focus.ts";
import { unravel } from "./number-text.ts";
import type { CellBox, OperandLayout } from "./operand-layout.ts";
import type { Scene } from "./scene.ts";

/** A square that is no element: a gap of a dilated kernel, or a tap on padding (with its weight element). */
export interface WindowMark {
  readonly x: number;
  readonly y: number;
  readonly kind: "gap" | "outside";
  readonly weight: number;
}

export interface WindowLayout {
  readonly frames: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly marks: readonly WindowMark[];
}

/** The window of the focused narrow element on the wide array's layout; null where the focus is something else. */
export function windowOf(scene: Scene, highlight: Highlight, wide: OperandLayout): WindowLayout | null {
  const { geometry } = scene;
  const narrowSide = geometry.transposed ? "input" : "output";
  const { focus } = highlight;
  if (focus.on !== narrowSide) return null;
  const [, channel, ...place] = unravel(focus.index, scene[narrowSide].shape) as [number, number, ...number[]];
  const [row, column] = place.length === 1 ? [0, place[0]!] : [place[0]!, place[1]!];
  const group = Math.floor(channel / geometry.narrowPerGroup);
  const [, strideH, strideW] = geometry.stride;
  const [, dilationH, dilationW] = geometry.dilation;
  const [, kernelH, kernelW] = geometry.kernel;
  const { cell } = wide;
  const taken = new Set(wide.cells.map((box: CellBox) => `${box.x},${box.y}`));
  const frames = [];
  const marks: WindowMark[] = [];
  for (let ic = 0; ic < geometry.widePerGroup; ic++) {
    const plane = wide.planes[group * geometry.widePerGroup + ic]!;
    const x = plane.x + column * strideW * cell;
    const y = plane.y + row * strideH * cell;
    const spanH = dilationH * (kernelH - 1) + 1;
    const spanW = dilationW * (kernelW - 1) + 1;
    frames.push({ x, y, width: spanW * cell, height: spanH * cell });
    for (let r = 0; r < spanH; r++) {
      for (let c = 0; c < spanW; c++) {
        const at = { x: x + c * cell, y: y + r * cell };
        if (r % dilationH !== 0 || c % dilationW !== 0) {
          marks.push({ ...at, kind: "gap", weight: -1 });
        } else if (!taken.has(`${at.x},${at.y}`)) {
          const tile = channel * geometry.widePerGroup + ic;
          const weight = (tile * kernelH + r / dilationH) * kernelW + c / dilationW;
          marks.push({ ...at, kind: "outside", weight });
        }
      }
    }
  }
  return { frames, marks };
}
