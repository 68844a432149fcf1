// The triples (output element, input element, weight element) that define a convolution.
//
// Loop letters, here and in the kernels:
//
//   n   batch                          g   group
//   oc  channel of the narrow side     ic  channel of the wide side, both within their group
//   od oh ow  position on the narrow side: depth, height, width
//   id ih iw  position on the wide side
//   kd kh kw  position in the weight
//
// The narrow side is the output of a convolution and the input of a transposed one; the wide side is the other.
import { allocate, argumentError } from "@toeplitz/tensor/extend";
import { type ConvGeometry, checkGeometry, volume } from "./geometry/conv-geometry.ts";

/** One multiplication: `output[tap.output] += input[tap.input] * weight[tap.weight]`, as flat element indices. */
export interface Tap {
  readonly output: number;
  readonly input: number;
  readonly weight: number;
}

/** Receives a tap's three flat element indices. */
export type VisitTap = (output: number, input: number, weight: number) => void;

/**
 * Visits every tap, without allocating: outputs in order, and the taps of an output in the order in which the deterministic
 * kernels add them, (channel, kd, kh, kw).
 *
 * Zero padding yields no tap. In the other padding modes a tap names the element that the padding repeats, so several taps may
 * join the same input and output.
 */
export function eachTap(geometry: ConvGeometry, visit: VisitTap): void {
  checkGeometry("eachTap", geometry);
  if (typeof visit !== "function") throw argumentError("eachTap", "visit", "be a function", visit);
  const outputs = geometry.transposed ? wideCount(geometry) : narrowCount(geometry);
  for (let output = 0; output < outputs; output++) visitOutput(geometry, output, visit);
}

/**
 * Iterates over every tap, in the order of {@link eachTap}.
 *
 * @example [...taps(kernelMatrix(ones([1, 1, 2]), [3]).geometry)].map(({ output, input, weight }) => [output, input, weight]) // [[0,0,0],[0,1,1],[1,1,0],[1,2,1]]
 */
export function* taps(geometry: ConvGeometry): Generator<Tap, void, undefined> {
  checkGeometry("taps", geometry);
  const outputs = geometry.transposed ? wideCount(geometry) : narrowCount(geometry);
  for (let output = 0; output < outputs; output++) yield* tapsOfOutput(geometry, output);
}

/**
 * The taps of one output element, in the order in which they are added.
 *
 * @throws ToeplitzError where there is no such element.
 */
export function tapsOfOutput(geometry: ConvGeometry, output: number): Tap[] {
  checkGeometry("tapsOfOutput", geometry);
  checkIndex("output", output, geometry.transposed ? wideCount(geometry) : narrowCount(geometry));
  return collect((visit) => visitOutput(geometry, output, visit));
}

/**
 * The taps that read one input element.
 *
 * @throws ToeplitzError where there is no such element.
 */
export function tapsOfInput(geometry: ConvGeometry, input: number): Tap[] {
  checkGeometry("tapsOfInput", geometry);
  checkIndex("input", input, geometry.transposed ? narrowCount(geometry) : wideCount(geometry));
  return collect((visit) => {
    if (geometry.transposed) visitNarrow(geometry, input, (narrow, wide, weight) => visit(wide, narrow, weight));
    else visitWide(geometry, input, visit);
  });
}

/**
 * The taps that read one weight element.
 *
 * @throws ToeplitzError where there is no such element.
 */
export function tapsOfWeight(geometry: ConvGeometry, weight: number): Tap[] {
  checkGeometry("tapsOfWeight", geometry);
  checkIndex("weight", weight, weightCount(geometry));
  return collect((visit) => {
    if (geometry.transposed) visitWeight(geometry, weight, (narrow, wide, k) => visit(wide, narrow, k));
    else visitWeight(geometry, weight, visit);
  });
}

/** How many taps there are, in closed form. */
export function countTaps(geometry: ConvGeometry): number {
  checkGeometry("countTaps", geometry);
  const { batch, groups, narrowPerGroup, widePerGroup } = geometry;
  let count = batch * groups * narrowPerGroup * widePerGroup;
  for (const axis of axesOf(geometry)) count *= axis.pairs;
  return count;
}

/**
 * How many pairs (output, input) have a tap, in closed form: the entries of the kernel matrix. Fewer than the taps where
 * padding repeats an element that the kernel sees anyway.
 */
export function countPairs(geometry: ConvGeometry): number {
  checkGeometry("countPairs", geometry);
  const { batch, groups, narrowPerGroup, widePerGroup } = geometry;
  let count = batch * groups * narrowPerGroup * widePerGroup;
  for (const axis of axesOf(geometry)) {
    const outputs = axis.kernel === 0 ? 0 : axis.source.length / axis.kernel;
    let distinct = 0;
    for (let o = 0; o < outputs; o++) {
      const met = new Set(axis.source.subarray(o * axis.kernel, (o + 1) * axis.kernel));
      met.delete(-1);
      distinct += met.size;
    }
    count *= distinct;
  }
  return count;
}

/** One axis as tables, so that every padding mode is the same to the loops above it. */
interface Axis {
  readonly kernel: number;
  /** `source[o * kernel + k]`: the wide position that narrow position o meets through k, or -1. */
  readonly source: Int32Array;
  /** `from[i]`: the pairs (k, o) that meet wide position i, flattened, k ascending. */
  readonly from: readonly (readonly number[])[];
  /** How many pairs (o, k) meet something. */
  readonly pairs: number;
}

type Axes = readonly [Axis, Axis, Axis];

const known = new WeakMap<ConvGeometry, Axes>();

function axesOf(geometry: ConvGeometry): Axes {
  let axes = known.get(geometry);
  if (axes === undefined) {
    axes = [axisOf(geometry, 0), axisOf(geometry, 1), axisOf(geometry, 2)];
    known.set(geometry, axes);
  }
  return axes;
}

function axisOf(geometry: ConvGeometry, axis: 0 | 1 | 2): Axis {
  const wide = geometry.wide[axis];
  const narrow = geometry.narrow[axis];
  const kernel = geometry.kernel[axis];
  const source = allocate("int32", narrow * kernel);
  const from: number[][] = Array.from({ length: wide }, () => []);
  let pairs = 0;
  for (let k = 0; k < kernel; k++) {
    for (let o = 0; o < narrow; o++) {
      const position = o * geometry.stride[axis] - geometry.padding[axis] + k * geometry.dilation[axis];
      const i = sourceOf(position, wide, geometry.paddingMode);
      source[o * kernel + k] = i;
      if (i < 0) continue;
      from[i]!.push(k, o);
      pairs += 1;
    }
  }
  return { kernel, source, from, pairs };
}

/** The element that stands at a position inside or outside of an axis, or -1 for a zero. */
function sourceOf(position: number, size: number, mode: ConvGeometry["paddingMode"]): number {
  if (position >= 0 && position < size) return position;
  switch (mode) {
    case "zeros":
      return -1;
    case "replicate":
      return position < 0 ? 0 : size - 1;
    case "reflect":
      return position < 0 ? -position : 2 * (size - 1) - position;
    case "circular":
      return position < 0 ? position + size : position - size;
  }
}

function visitOutput(geometry: ConvGeometry, output: number, visit: VisitTap): void {
  if (geometry.transposed) visitWide(geometry, output, (narrow, wide, weight) => visit(wide, narrow, weight));
  else visitNarrow(geometry, output, visit);
}

/** Visits (narrow, wide, weight) for one narrow element, in the order (ic, kd, kh, kw). */
function visitNarrow(geometry: ConvGeometry, narrow: number, visit: VisitTap): void {
  const { groups, narrowPerGroup, widePerGroup } = geometry;
  const [depth, height, width] = axesOf(geometry);
  const [, narrowH, narrowW] = geometry.narrow;
  const [wideD, wideH, wideW] = geometry.wide;
  const ow = narrow % narrowW;
  const oh = Math.floor(narrow / narrowW) % narrowH;
  const od = Math.floor(narrow / (narrowW * narrowH)) % geometry.narrow[0];
  const channel = Math.floor(narrow / volume(geometry.narrow));
  const oc = channel % (groups * narrowPerGroup);
  const n = Math.floor(channel / (groups * narrowPerGroup));
  const g = Math.floor(oc / narrowPerGroup);
  for (let ic = 0; ic < widePerGroup; ic++) {
    const plane = (n * groups + g) * widePerGroup + ic;
    for (let kd = 0; kd < depth.kernel; kd++) {
      const id = depth.source[od * depth.kernel + kd]!;
      if (id < 0) continue;
      for (let kh = 0; kh < height.kernel; kh++) {
        const ih = height.source[oh * height.kernel + kh]!;
        if (ih < 0) continue;
        const row = ((plane * wideD + id) * wideH + ih) * wideW;
        const k = (((oc * widePerGroup + ic) * depth.kernel + kd) * height.kernel + kh) * width.kernel;
        for (let kw = 0; kw < width.kernel; kw++) {
          const iw = width.source[ow * width.kernel + kw]!;
          if (iw >= 0) visit(narrow, row + iw, k + kw);
        }
      }
    }
  }
}

/** Visits (narrow, wide, weight) for one wide element, in the order (oc, kd, kh, kw). */
function visitWide(geometry: ConvGeometry, wide: number, visit: VisitTap): void {
  const { groups, narrowPerGroup, widePerGroup } = geometry;
  const [depth, height, width] = axesOf(geometry);
  const [narrowD, narrowH, narrowW] = geometry.narrow;
  const [wideD, wideH, wideW] = geometry.wide;
  const fromW = width.from[wide % wideW]!;
  const fromH = height.from[Math.floor(wide / wideW) % wideH]!;
  const fromD = depth.from[Math.floor(wide / (wideW * wideH)) % wideD]!;
  const channel = Math.floor(wide / volume(geometry.wide));
  const ic = channel % widePerGroup;
  const g = Math.floor(channel / widePerGroup) % groups;
  const n = Math.floor(channel / (widePerGroup * groups));
  for (let i = 0; i < narrowPerGroup; i++) {
    const oc = g * narrowPerGroup + i;
    const plane = n * groups * narrowPerGroup + oc;
    for (let d = 0; d < fromD.length; d += 2) {
      for (let h = 0; h < fromH.length; h += 2) {
        const row = ((plane * narrowD + fromD[d + 1]!) * narrowH + fromH[h + 1]!) * narrowW;
        const k = (((oc * widePerGroup + ic) * depth.kernel + fromD[d]!) * height.kernel + fromH[h]!) * width.kernel;
        for (let w = 0; w < fromW.length; w += 2) visit(row + fromW[w + 1]!, wide, k + fromW[w]!);
      }
    }
  }
}

/** Visits (narrow, wide, weight) for one weight element, in the order (n, od, oh, ow). */
function visitWeight(geometry: ConvGeometry, weight: number, visit: VisitTap): void {
  const { batch, groups, narrowPerGroup, widePerGroup } = geometry;
  const [depth, height, width] = axesOf(geometry);
  const [narrowD, narrowH, narrowW] = geometry.narrow;
  const [wideD, wideH, wideW] = geometry.wide;
  const kw = weight % width.kernel;
  const kh = Math.floor(weight / width.kernel) % height.kernel;
  const kd = Math.floor(weight / (width.kernel * height.kernel)) % depth.kernel;
  const channel = Math.floor(weight / volume(geometry.kernel));
  const ic = channel % widePerGroup;
  const oc = Math.floor(channel / widePerGroup);
  const g = Math.floor(oc / narrowPerGroup);
  for (let n = 0; n < batch; n++) {
    const narrowPlane = n * groups * narrowPerGroup + oc;
    const widePlane = (n * groups + g) * widePerGroup + ic;
    for (let od = 0; od < narrowD; od++) {
      const id = depth.source[od * depth.kernel + kd]!;
      if (id < 0) continue;
      for (let oh = 0; oh < narrowH; oh++) {
        const ih = height.source[oh * height.kernel + kh]!;
        if (ih < 0) continue;
        const narrowRow = ((narrowPlane * narrowD + od) * narrowH + oh) * narrowW;
        const wideRow = ((widePlane * wideD + id) * wideH + ih) * wideW;
        for (let ow = 0; ow < narrowW; ow++) {
          const iw = width.source[ow * width.kernel + kw]!;
          if (iw >= 0) visit(narrowRow + ow, wideRow + iw, weight);
        }
      }
    }
  }
}

function collect(walk: (visit: VisitTap) => void): Tap[] {
  const found: Tap[] = [];
  walk((output, input, weight) => {
    found.push({ output, input, weight });
  });
  return found;
}

function narrowCount(g: ConvGeometry): number {
  return g.batch * g.groups * g.narrowPerGroup * volume(g.narrow);
}

function wideCount(g: ConvGeometry): number {
  return g.batch * g.groups * g.widePerGroup * volume(g.wide);
}

function weightCount(g: ConvGeometry): number {
  return g.groups * g.narrowPerGroup * g.widePerGroup * volume(g.kernel);
}

function checkIndex(argument: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw argumentError("taps", argument, `be the index of one of ${count} elements`, index, { code: "index" });
}
