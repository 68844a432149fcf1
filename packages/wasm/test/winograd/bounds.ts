// How far a Winograd convolution may be from the exact one: its own formula with all numbers replaced by magnitudes.
import { type Case, type Data, type Direction, Elements } from "./reference.ts";

type Matrix = readonly (readonly number[])[];

/** The matrices of one axis: outputs x products, products x taps, products x inputs. */
interface Line {
  readonly out: Matrix;
  readonly weight: Matrix;
  readonly source: Matrix;
}

const none: Line = { out: [[1]], weight: [[1]], source: [[1]] };

/** Magnitudes of F(points, 3) with a point at infinity, by the formulas of Cook and Toom. */
function cookToom(points: readonly number[]): Line {
  const outputs = points.length - 1;
  const norm = (p: number) => points.reduce((product, q) => (q === p ? product : product * (p - q)), 1);
  // Coefficients of the product of (x - q) over these points.
  const polynomial = (roots: readonly number[]) => {
    let coefficients = [1];
    for (const q of roots) {
      const shifted = [0, ...coefficients];
      coefficients = shifted.map((c, i) => c - q * (coefficients[i] ?? 0));
    }
    return coefficients;
  };
  const magnitudes = (matrix: Matrix) => matrix.map((row) => row.map(Math.abs));
  const powers = (p: number, count: number) => Array.from({ length: count }, (_, k) => p ** k);
  const out = Array.from({ length: outputs }, (_, k) => [...points.map((p) => p ** k), k === outputs - 1 ? 1 : 0]);
  const weight = [...points.map((p) => powers(p, 3).map((power) => power / norm(p))), [0, 0, 1]];
  const source = [...points.map((p) => [...polynomial(points.filter((q) => q !== p)), 0]), polynomial(points)];
  return { out: magnitudes(out), weight: magnitudes(weight), source: magnitudes(source) };
}

const lines = new Map([
  [1, none],
  [2, cookToom([0, 1, -1])],
  [4, cookToom([0, 5 / 8, -5 / 8, 3 / 2, -3 / 2])],
]);

/** The matrix that acts on both axes at once. */
function kronecker(a: Matrix, b: Matrix): Matrix {
  return a.flatMap((row) => b.map((other) => row.flatMap((x) => other.map((y) => x * y))));
}

function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, x, i) => sum + x * vector[i]!, 0));
}

/**
 * For each output B, the sum over channels of |A'| (|G| |weight| ∘ |B'| |source|) |A|: an error stays below 2 u B max(1, sqrt(channels) / 8).
 *
 * @param tile outputs of a tile along height and width
 */
export function bounds(c: Case, direction: Direction, data: Data, tile: readonly [number, number]): number[] {
  const elements = new Elements(c, direction, data);
  const { batch, groups, kernel, dilation } = elements.g;
  const [OD, OH, OW] = elements.out;
  const [rows, columns] = [lines.get(tile[0])!, lines.get(tile[1])!];
  const line = {
    out: kronecker(rows.out, columns.out),
    weight: kronecker(rows.weight, columns.weight),
    source: kronecker(rows.source, columns.source),
  };
  const [inputsH, inputsW] = [rows.source[0]!.length, columns.source[0]!.length];
  const inputs = Array.from({ length: inputsH * inputsW }, (_, i) => [Math.floor(i / inputsW), i % inputsW] as const);
  const taps = Array.from({ length: kernel[1] * 3 }, (_, i) => [Math.floor(i / 3), i % 3] as const);
  const result = Array<number>(batch * groups * c.outputs * OD * OH * OW).fill(0);
  const weights = new Map<string, number[]>();
  const weightOf = (group: number, output: number, channel: number, kd: number) => {
    const key = `${group} ${output} ${channel} ${kd}`;
    let made = weights.get(key);
    if (made === undefined) {
      const magnitudes = taps.map(([kh, kw]) => Math.abs(elements.weight(group, output, channel, [kd, kh, kw])));
      weights.set(key, (made = times(line.weight, magnitudes)));
    }
    return made;
  };
  for (const [n, group, od] of triples(batch, groups, OD)) {
    for (const top of tops(OH, dilation[1], tile[0])) {
      for (const left of tops(OW, dilation[2], tile[1])) {
        const sums = Array.from({ length: c.outputs }, () => Array<number>(line.source.length).fill(0));
        for (const [channel, kd] of triples(c.channels, kernel[0], 1)) {
          const magnitudes = inputs.map(([i, j]) => {
            const h = top + elements.offset(1, 0) + i * dilation[1];
            const w = left + elements.offset(2, 0) + j * dilation[2];
            return Math.abs(elements.source(n, group, channel, od + elements.offset(0, kd), h, w));
          });
          const source = times(line.source, magnitudes);
          for (const [output, sum] of sums.entries()) {
            const weight = weightOf(group, output, channel, kd);
            for (const [k, value] of source.entries()) sum[k]! += value * weight[k]!;
          }
        }
        for (const [output, sum] of sums.entries()) {
          const plane = ((n * groups + group) * c.outputs + output) * OD + od;
          for (const [k, value] of times(line.out, sum).entries()) {
            const h = top + Math.floor(k / tile[1]) * dilation[1];
            const w = left + (k % tile[1]) * dilation[2];
            if (h >= OH || w >= OW) continue;
            result[(plane * OH + h) * OW + w] = value + Math.abs(elements.bias(group, output));
          }
        }
      }
    }
  }
  return result;
}

/** First outputs of the tiles along one axis, of all dilation phases. */
function tops(size: number, dilation: number, outputs: number): number[] {
  return Array.from({ length: size }, (_, at) => at).filter((at) => Math.floor(at / dilation) % outputs === 0);
}

function triples(a: number, b: number, c: number): [number, number, number][] {
  return Array.from({ length: a * b * c }, (_, i) => [Math.floor(i / (b * c)), Math.floor(i / c) % b, i % c]);
}
