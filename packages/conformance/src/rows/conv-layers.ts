// Convolutions of the size of small networks' layers: large enough that an accelerator takes every way it knows.
import { type ConvCase, type ConvCaseOptions, convId } from "./conv-case.ts";
import { seedOf } from "./fill.ts";
import { data } from "./recipe.ts";

function layer(
  rank: 1 | 2 | 3,
  input: readonly number[],
  weight: readonly number[],
  { transposed = false, bias = 0, ...options }: ConvCaseOptions & { transposed?: boolean; bias?: number } = {},
): ConvCase {
  const recipe = (shape: readonly number[], name: string) => data(shape, { seed: seedOf(name) });
  const conv = {
    rank,
    transposed,
    input: recipe(input, "x"),
    weight: recipe(weight, "w"),
    bias: bias === 0 ? null : recipe([bias], "b"),
    options,
  };
  return { id: convId(conv), ...conv };
}

export const convLayers: readonly ConvCase[] = [
  // Dense 3 x 3 with stride 1: forwards, backwards and transposed, with borders and without.
  layer(2, [1, 16, 14, 14], [16, 16, 3, 3], { padding: 1, bias: 16 }),
  layer(2, [2, 8, 13, 15], [12, 8, 3, 3]),
  layer(2, [1, 24, 24, 24], [24, 24, 3, 3], { padding: 1 }),
  layer(2, [1, 16, 13, 13], [16, 8, 3, 3], { padding: 1, groups: 2, bias: 16 }),
  layer(2, [1, 16, 14, 14], [16, 16, 3, 3], { padding: 2, dilation: 2 }),
  layer(2, [1, 16, 10, 11], [16, 12, 3, 3], { transposed: true, padding: 1, bias: 12 }),
  layer(1, [1, 32, 32], [32, 32, 3], { padding: 1, bias: 32 }),
  layer(3, [1, 8, 5, 9, 9], [8, 8, 3, 3, 3], { padding: 1, bias: 8 }),
  // All that is no such thing.
  layer(2, [1, 12, 15, 15], [16, 12, 3, 3], { stride: 2, padding: 1, bias: 16 }),
  layer(2, [1, 24, 10, 10], [32, 24, 1, 1], { bias: 32 }),
  layer(2, [1, 16, 15, 15], [16, 1, 5, 5], { padding: 2, groups: 16, bias: 16 }),
  layer(2, [1, 12, 7, 7], [12, 10, 4, 4], { transposed: true, stride: 2, padding: 1, bias: 10 }),
  layer(1, [2, 6, 70], [9, 6, 7], { stride: 2, padding: 3, bias: 9 }),
  layer(3, [1, 6, 5, 8, 9], [8, 3, 2, 3, 2], { groups: 2, stride: [1, 2, 1], bias: 8 }),
];
