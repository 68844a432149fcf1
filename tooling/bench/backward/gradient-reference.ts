// What the gradients of a dense, unit stride layer of one image must be: convolutions themselves, so the same float64 sums.
import type { Layer } from "../layer.ts";
import { gradOutputOf, operandsOf } from "../operands.ts";
import { referenceAt, samplePositions } from "../reference.ts";
import { outputShape, product, weightShape } from "../shapes.ts";

// A weight's gradient sums over all pixels: a few elements are dear enough.
const checked = 200;

/** The transposed convolution of the result's gradient, with the same weight array. */
export function gradInputReference(layer: Layer): Float64Array {
  const transposed: Layer = { ...layer, kind: "convT", x: outputShape(layer), o: layer.x[1]! };
  const operands = {
    x: gradOutputOf(layer),
    weight: operandsOf(layer).weight,
    bias: new Float32Array(layer.x[1]!),
  };
  return referenceAt(transposed, operands, samplePositions(product(layer.x)).slice(0, checked));
}

/** The input, its channels taken for images, convolved with the result's gradient as weight. */
export function gradWeightReference(layer: Layer): Float64Array {
  const [, c, ...space] = layer.x as [number, number, ...number[]];
  const [, o, ...k] = outputShape(layer) as [number, number, ...number[]];
  const correlation: Layer = { ...layer, x: [c, 1, ...space], o, k, s: layer.d, d: layer.s };
  const taps = product(layer.k);
  // [O, C, k] in the weight, [C, O, k] in the correlation.
  const positions = samplePositions(product(weightShape(layer)))
    .slice(0, checked)
    .map((at) => {
      const channel = Math.floor(at / taps) % c;
      const out = Math.floor(at / (taps * c));
      return (channel * o + out) * taps + (at % taps);
    });
  const operands = { x: operandsOf(layer).x, weight: gradOutputOf(layer), bias: new Float32Array(o) };
  return referenceAt(correlation, operands, positions);
}
