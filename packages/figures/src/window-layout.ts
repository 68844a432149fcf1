// The kernel laid on the wide side for one element of the narrow side: its frame, its gaps, its taps that fall into padding.

import type { Highlight } from "./focus.ts";
import { unravel } from "./number-text.ts";
import type { OperandLayout } from "./operand-layout.ts";
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
  const [sample, channel, ...place] = unravel(focus.index, scene[narrowSide].shape) as [number, number, ...number[]];
  const [slice, row, column] = [0, 0, ...place].slice(-3) as [number, number, number];
  const group = sample * geometry.groups + Math.floor(channel / geometry.narrowPerGroup);
  const [strideD, strideH, strideW] = geometry.stride;
  const [dilationD, dilationH, dilationW] = geometry.dilation;
  const [kernelD, kernelH, kernelW] = geometry.kernel;
  const { cell, slices } = wide;
  const [front, top, left] = geometry.padding;
  const within = (at: number, axis: 0 | 1 | 2) => at >= 0 && at < geometry.wide[axis];
  const frames = [];
  const marks: WindowMark[] = [];
  // One frame in every slice of every channel that the kernel reaches.
  for (let pair = 0; pair < geometry.widePerGroup * kernelD; pair++) {
    const [ic, kd] = [Math.floor(pair / kernelD), pair % kernelD];
    const at = slice * strideD + kd * dilationD;
    const reached = within(at - front, 0);
    const plane = at < slices ? wide.planes[(group * geometry.widePerGroup + ic) * slices + at] : undefined;
    // outputPadding may leave no picture of a slice that is cut off.
    if (plane === undefined) continue;
    const x = plane.x + column * strideW * cell;
    const y = plane.y + row * strideH * cell;
    const spanH = dilationH * (kernelH - 1) + 1;
    const spanW = dilationW * (kernelW - 1) + 1;
    frames.push({ x, y, width: spanW * cell, height: spanH * cell });
    for (let r = 0; r < spanH; r++) {
      for (let c = 0; c < spanW; c++) {
        const square = { x: x + c * cell, y: y + r * cell };
        if (r % dilationH !== 0 || c % dilationW !== 0) {
          marks.push({ ...square, kind: "gap", weight: -1 });
        } else if (!(reached && within(row * strideH + r - top, 1) && within(column * strideW + c - left, 2))) {
          const tile = channel * geometry.widePerGroup + ic;
          const weight = ((tile * kernelD + kd) * kernelH + r / dilationH) * kernelW + c / dilationW;
          marks.push({ ...square, kind: "outside", weight });
        }
      }
    }
  }
  return { frames, marks };
}
