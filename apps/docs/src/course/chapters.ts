// The seven chapters' figures: which case each opens with, and what a reader may turn.
import { convPresets } from "@toeplitz/conformance/rows";
import { caseOfPreset, type FigureCase, type Focus } from "@toeplitz/figures";
import type { Direction } from "@toeplitz/widgets";

/** What a reader may change beside the numbers themselves. */
export type Turn =
  | "direction"
  | "gradient"
  | "size"
  | "channels"
  | "groups"
  | "stride"
  | "padding"
  | "outputPadding"
  | "dilation";

export interface Chapter {
  readonly figure: FigureCase;
  readonly turns: readonly Turn[];
  /** What is lit before anybody touches anything. */
  readonly pin: Focus;
  readonly gradient?: Direction;
}

function preset(id: string): FigureCase {
  const found = convPresets.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`no preset named ${id}`);
  return caseOfPreset(found);
}

/** A plane of zeros but for some places. */
function plane(size: number, marks: Readonly<Record<number, number>>) {
  return { shape: [1, 1, size, size], values: Array.from({ length: size * size }, (_, i) => marks[i] ?? 0) };
}

const counted = { shape: [1, 1, 3, 3], values: [1, 2, 3, 4, 5, 6, 7, 8, 9] };

const known = {
  convolution: {
    figure: {
      rank: 2,
      transposed: false,
      input: {
        shape: [1, 1, 5, 5],
        values: [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1],
      },
      weight: { shape: [1, 1, 3, 3], values: [0, 1, 2, 2, 2, 0, 0, 1, 2] },
      options: {},
    },
    turns: [],
    pin: { on: "output", index: 4 },
  },
  "kernel-matrix": {
    figure: {
      rank: 2,
      transposed: false,
      input: { shape: [1, 1, 4, 4], values: Array.from({ length: 16 }, (_, i) => i) },
      weight: counted,
      options: {},
    },
    turns: ["size"],
    pin: { on: "output", index: 1 },
  },
  transposed: {
    figure: { rank: 2, transposed: true, input: plane(2, { 0: 1, 3: 10 }), weight: counted, options: {} },
    turns: ["direction"],
    pin: { on: "input", index: 0 },
  },
  stride: {
    figure: preset("strided-padded"),
    turns: ["direction", "size", "stride", "padding", "outputPadding"],
    pin: { on: "output", index: 4 },
  },
  dilation: { figure: preset("dilated"), turns: ["dilation", "padding"], pin: { on: "output", index: 4 } },
  groups: { figure: preset("grouped"), turns: ["channels", "groups"], pin: { on: "output", index: 0 } },
  gradients: {
    figure: {
      rank: 2,
      transposed: false,
      input: { shape: [1, 1, 4, 4], values: Array.from({ length: 16 }, (_, i) => i) },
      weight: counted,
      options: {},
    },
    turns: ["gradient"],
    pin: { on: "input", index: 5 },
    gradient: "input",
  },
} as const satisfies Record<string, Chapter>;

export type ChapterName = keyof typeof known;
export const chapters: Readonly<Record<ChapterName, Chapter>> = known;
