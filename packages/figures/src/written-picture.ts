// The written matrix as a picture that can be saved: a table with its grounds, or lines of text, laid out without a page.
import { acrossDiagonal } from "./drawn-matrix.ts";
import type { Highlight } from "./focus.ts";
import type { MatrixWindow, WrittenEntry } from "./matrix-window.ts";
import { type Colouring, mostOf, type Theme, valueColour, weightColour } from "./palette.ts";
import type { Scene } from "./scene.ts";
import { placeText } from "./written-text.ts";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A run of text by the middle of its height. */
export interface WrittenRun {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: "start" | "middle";
  readonly quiet: boolean;
}

/** All in a monospaced font of {@link writtenSize}. */
export interface WrittenPicture {
  readonly width: number;
  readonly height: number;
  readonly grounds: readonly (Box & { readonly fill: string })[];
  /** Hairlines, as SVG path data. */
  readonly lines: string;
  /** Around the lit row and the lit column. */
  readonly frames: readonly Box[];
  readonly runs: readonly WrittenRun[];
}

export const writtenSize = 13;
const character = 0.6 * writtenSize;
const lineHeight = 20;
const rowHeight = 26;
const leastWidth = 34;
const head = 32;
/** Characters of a line before it breaks. */
const lineLength = 100;

/** The ground of a place that has an entry. */
export function placeGround(scene: Scene, entry: WrittenEntry, colouring: Colouring, theme: Theme): string {
  return colouring === "value"
    ? valueColour(entry.value, mostOf(scene.weight.values), theme)
    : weightColour(scene.geometry, entry.weights[0]!, theme);
}

interface TableLook {
  /** What stands above it. */
  readonly title: string;
  readonly letters: boolean;
  readonly highlight: Highlight | null;
  readonly colouring: Colouring;
  readonly theme: Theme;
}

/** A part of the matrix as a table, every column as wide as its longest text. */
export function tablePicture(scene: Scene, window: MatrixWindow, look: TableLook): WrittenPicture {
  const { title, letters, highlight, colouring, theme } = look;
  const texts = window.places.map((line) => line.map((entry) => placeText(scene, entry, letters)));
  const widths = Array.from({ length: window.columns }, (_, c) =>
    Math.max(leastWidth, ...texts.map((line) => Math.ceil(line[c]!.length * character) + 10)),
  );
  const lefts = [1];
  for (const width of widths) lefts.push(lefts.at(-1)! + width);
  const [right, bottom] = [lefts.at(-1)!, head + window.rows * rowHeight];
  const top = (r: number) => head + r * rowHeight;
  const grounds: WrittenPicture["grounds"][number][] = [];
  const runs: WrittenRun[] = [{ x: 0, y: 12, text: title, anchor: "start", quiet: false }];
  window.places.forEach((line, r) => {
    line.forEach((entry, c) => {
      const box = { x: lefts[c]!, y: top(r), width: widths[c]!, height: rowHeight };
      if (entry !== null) grounds.push({ ...box, fill: placeGround(scene, entry, colouring, theme) });
      const [x, y] = [box.x + box.width / 2, box.y + rowHeight / 2];
      runs.push({ x, y, text: texts[r]![c]!, anchor: "middle", quiet: entry === null });
    });
  });
  const across = Array.from({ length: window.rows + 1 }, (_, r) => `M1 ${top(r)}H${right}`);
  const down = lefts.map((left) => `M${left} ${head}V${bottom}`);
  const lit = acrossDiagonal(scene.result === "input", { row: highlight?.row ?? -1, column: highlight?.column ?? -1 });
  const [row, column] = [lit.row - window.row, lit.column - window.column];
  return {
    width: Math.max(right, Math.ceil(title.length * character)) + 1,
    height: bottom + 1,
    grounds,
    lines: [...across, ...down].join(""),
    frames: [
      ...(row >= 0 && row < window.rows ? [{ x: 1, y: top(row), width: right - 1, height: rowHeight }] : []),
      ...(column >= 0 && column < window.columns
        ? [{ x: lefts[column]!, y: head, width: widths[column]!, height: bottom - head }]
        : []),
    ],
    runs,
  };
}

/** Paragraphs of text, broken behind their commas. */
export function listPicture(title: string, paragraphs: readonly string[]): WrittenPicture {
  const written = paragraphs.flatMap(broken);
  const longest = Math.max(title.length, ...written.map((text) => text.length));
  const run = (text: string, y: number): WrittenRun => ({ x: 0, y, text, anchor: "start", quiet: false });
  return {
    width: Math.ceil(longest * character) + 1,
    height: head + written.length * lineHeight,
    grounds: [],
    lines: "",
    frames: [],
    runs: [run(title, 12), ...written.map((text, i) => run(text, head + (i + 0.5) * lineHeight))],
  };
}

function broken(paragraph: string): string[] {
  const lines = [""];
  for (const part of paragraph.split(/(?<=, )/)) {
    if (lines.at(-1)!.length + part.trimEnd().length > lineLength) lines.push("");
    lines.push(lines.pop()! + part);
  }
  return lines.map((line) => line.trimEnd());
}
