// What stands around the kernel matrix: what it meets above its columns, what belongs to its rows beside them, each laid flat; names and signs.
import type { DrawnMatrix } from "./drawn-matrix.ts";
import type { Scene } from "./scene.ts";

type Place = readonly [x: number, y: number];

/** An array around the matrix, flat, seen from the matrix' upper left corner. */
export interface MatrixStrip {
  readonly at: Place;
  /** Of one element. */
  readonly box: Place;
  /** From an element to the next one, and from a sample to the next one. */
  readonly step: Place;
  readonly sampleStep: Place;
  /** Elements of a sample. */
  readonly length: number;
  readonly samples: number;
}

/** A letter of the equation, a sign of it, or the number of a sample. */
export interface MatrixSign {
  readonly text: string;
  readonly kind: "name" | "sign" | "sample";
  /** Its middle. */
  readonly at: Place;
  /** Of a sample's number. */
  readonly sample?: number;
}

/** The picture around a matrix. */
export interface MatrixSurroundings {
  readonly input: MatrixStrip;
  readonly output: MatrixStrip;
  readonly signs: readonly MatrixSign[];
  /** Where the matrix stands in the picture, and the size of all of it. */
  readonly origin: Place;
  readonly full: Place;
}

/** Between the matrix and what lies above it, and what stands beside it: there is a sign in each. */
const gap = 28;
const signRoom = 30;
/** For `+ b =`. */
const biasRoom = 66;
/** For the letters at the end of the rows. */
const nameRoom = 34;
const numberRoom = 16;

/** Whether what stands beside the rows is made of them and a bias. */
const addsBias = ({ result, bias }: Scene) => result === "output" && bias.values.length > 0;

/** What a matrix of cells needs besides its cells: of so many samples, so many of them more each way. */
export const roomAround = (scene: Scene): Place => [
  (addsBias(scene) ? biasRoom : signRoom) + nameRoom + numberRoom + 3,
  gap + 3,
];

/** `X` of `x`, `∂X` of `∂x`: what an array of several samples is called. */
export const matrixLetter = (letter: string) => letter.replace(/[xy]/, (small) => small.toUpperCase());

/** Between the matrix and the sign of equality. */
const bias = [
  ["+", "sign", 14],
  ["b", "name", 34],
] as const;

/**
 * A sample is a row above the matrix and a column beside it. What the matrix makes stands on the right, after a sign of equality; what
 * makes the matrix stands on the left.
 */
export function surroundingsOf(
  scene: Scene,
  {
    name,
    above,
    beside,
    isProduct,
    shape: [rows, columns],
  }: Pick<DrawnMatrix, "name" | "above" | "beside" | "isProduct" | "shape">,
  cell: number,
): MatrixSurroundings {
  const { names, geometry } = scene;
  const samples = geometry.batch;
  const biased = addsBias(scene);
  const between = biased ? biasRoom : signRoom;
  const strip = Math.max(samples === 1 ? 10 : 12, cell);
  const [width, height, thick] = [columns * cell, rows * cell, samples * strip];
  const top = -gap - thick;
  const side = isProduct ? -between - thick : width + between;
  const several = samples > 1;
  // Where the numbers of the samples end the rows above, the letters make room.
  const lettersAt = isProduct ? width + nameRoom / 2 + (several ? numberRoom : 0) : -nameRoom / 2;
  const letter = (of: "input" | "output") => (several ? matrixLetter(names[of].letter) : names[of].letter);
  const sampled = several ? Array.from({ length: samples }, (_, sample) => sample) : [];
  const signs: MatrixSign[] = [
    { text: `${letter(above)}${isProduct ? "ᵀ" : ""}`, kind: "name", at: [lettersAt, top + thick / 2] },
    { text: name, kind: "name", at: [lettersAt, height / 2] },
    { text: letter(beside), kind: "name", at: [side + thick / 2, several ? -gap - 8 : -gap / 2] },
    { text: "×", kind: "sign", at: isProduct ? [-signRoom / 2, top + thick / 2] : [width / 2, -gap / 2] },
    { text: "=", kind: "sign", at: [isProduct ? -signRoom / 2 : side - signRoom / 2, height / 2] },
    ...(biased ? bias.map(([text, kind, x]): MatrixSign => ({ text, kind, at: [width + x, height / 2] })) : []),
    ...sampled.flatMap((sample): MatrixSign[] => [
      { text: String(sample), kind: "sample", sample, at: [width + numberRoom / 2 + 2, top + (sample + 0.5) * strip] },
      { text: String(sample), kind: "sample", sample, at: [side + (sample + 0.5) * strip, -10] },
    ]),
  ];
  const over: MatrixStrip = {
    samples,
    at: [0, top],
    box: [cell, strip],
    step: [cell, 0],
    sampleStep: [0, strip],
    length: columns,
  };
  const along: MatrixStrip = {
    samples,
    at: [side, 0],
    box: [strip, cell],
    step: [0, cell],
    sampleStep: [strip, 0],
    length: rows,
  };
  const left = isProduct ? thick + signRoom : nameRoom;
  const right = isProduct ? nameRoom + (several ? numberRoom : 0) : between + thick;
  return {
    ...(above === "input" ? { input: over, output: along } : { input: along, output: over }),
    signs,
    origin: [left + 1, 1 - top],
    full: [left + width + right + 3, height - top + 3],
  };
}
