// What a layer must give at some of its outputs: sums in float64, written from the definition.
import type { Layer } from "./layer.ts";
import type { Operands } from "./operands.ts";
import { outputShape, product } from "./shapes.ts";

/** Positions of a flat array that are checked: all of a small one, else `count` spread by a generator, first and last among them. */
export function samplePositions(length: number, count = 4096): number[] {
  if (length <= count) return Array.from({ length }, (_, i) => i);
  const positions = [0, length - 1];
  let state = 12345;
  while (positions.length < count) {
    state = (state * 48271) % 2147483647;
    positions.push(state % length);
  }
  return positions;
}

/** The outputs at `positions`, to float64. */
export function referenceAt(layer: Layer, { x, weight, bias }: Operands, positions: readonly number[]): Float64Array {
  const { kind, o, k, s, p, d, g } = layer;
  const [, c, ...space] = layer.x as [number, number, ...number[]];
  const [, , ...outSpace] = outputShape(layer);
  const inGroup = c / g;
  const outGroup = o / g;
  const taps = product(k);
  const inPlane = product(space);
  const outPlane = product(outSpace);
  const out = new Float64Array(positions.length);
  for (const [at, position] of positions.entries()) {
    const pixel = unravel(position % outPlane, outSpace);
    const channel = Math.floor(position / outPlane) % o;
    const image = Math.floor(position / (outPlane * o));
    const group = Math.floor(channel / outGroup);
    let sum: number = bias[channel]!;
    for (let tap = 0; tap < taps; tap++) {
      const from = inputPixel(kind, pixel, unravel(tap, k), { s, p, d, space });
      if (from < 0) continue;
      for (let i = 0; i < inGroup; i++) {
        const inChannel = group * inGroup + i;
        const w =
          kind === "convT"
            ? weight[(inChannel * outGroup + (channel % outGroup)) * taps + tap]!
            : weight[(channel * inGroup + i) * taps + tap]!;
        sum += x[(image * c + inChannel) * inPlane + from]! * w;
      }
    }
    out[at] = sum;
  }
  return out;
}

/** The input that a tap multiplies for an output, as a flat index of its plane; -1 where there is none. */
function inputPixel(
  kind: Layer["kind"],
  pixel: readonly number[],
  tap: readonly number[],
  { s, p, d, space }: { s: number; p: number; d: number; space: readonly number[] },
): number {
  let flat = 0;
  for (let axis = 0; axis < space.length; axis++) {
    const shift = d * tap[axis]! - p;
    const at = kind === "convT" ? (pixel[axis]! - shift) / s : pixel[axis]! * s + shift;
    if (!Number.isInteger(at) || at < 0 || at >= space[axis]!) return -1;
    flat = flat * space[axis]! + at;
  }
  return flat;
}

function unravel(index: number, sizes: readonly number[]): number[] {
  const at: number[] = [];
  let rest = index;
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    at.unshift(rest % sizes[axis]!);
    rest = Math.floor(rest / sizes[axis]!);
  }
  return at;
}
