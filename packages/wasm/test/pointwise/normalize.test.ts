// Moments, the affine step and softmax against the portable kernels, over any axes, at the end of memory, in any units.
import { type Operand, Storage } from "@toeplitz/tensor/extend";
import { affine, moments, softmax } from "@toeplitz/tensor/kernels";
import { expect, it } from "vitest";
import { emitPointwise } from "../../src/kernels/pointwise.ts";
import { emitReduce } from "../../src/kernels/reduce.ts";
import { normalizations } from "../../src/overrides/normalize.ts";
import { anyFloat, bitsOf, EdgeEngine, numbers, operandOf, overrideFor } from "../edge-engine.ts";

const strict = new EdgeEngine("deterministic", [emitPointwise, emitReduce]);
const loose = new EdgeEngine("default", [emitPointwise, emitReduce]);

const product = (sizes: readonly number[]) => sizes.reduce((n, size) => n * size, 1);
const rowMajor = (shape: readonly number[]) => shape.map((_, axis) => product(shape.slice(axis + 1)));
const floats = (length: number, next: () => number) => operandOf(Float32Array.from({ length }, next), "float32");
const unwritten = (length: number): Operand => ({ storage: new Storage("float32", length), offset: 0 });
const elements = ({ storage }: Operand) => storage.read() as Float32Array;

/** A shape of four axes whose sizes take every way: rows, tiles of sixteen, single elements. */
const shapes = [
  [2, 3, 4, 5],
  [1, 17, 1, 40],
  [5, 1, 33, 2],
  [3, 20, 7, 1],
  [1, 1, 1, 1],
] as const;

it("the affine step has the portable kernel's bits, whatever is given and broadcast", () => {
  const random = numbers(1);
  const serve = overrideFor(normalizations(strict), affine);
  for (const shape of shapes) {
    for (let present = 1; present < 8; present++) {
      strict.edge = present;
      strict.splits = present % 2 === 0;
      const any = () => anyFloat(random);
      const x = floats(product(shape), any);
      const y = unwritten(product(shape));
      const factor = (bit: number): [Operand | null, readonly number[]] => {
        if ((present & bit) === 0) return [null, [0, 0, 0, 0]];
        const keeps = shape.map(() => random() < 0.6);
        const own = shape.map((size, axis) => (keeps[axis] ? size : 1));
        const strides = rowMajor(own).map((stride, axis) => (keeps[axis] ? stride : 0));
        return [floats(product(own), any), strides];
      };
      const [[center, ofCenter], [scale, ofScale], [shift, ofShift]] = [factor(1), factor(2), factor(4)];
      const params = { shape, x: rowMajor(shape), center: ofCenter, scale: ofScale, shift: ofShift };
      expect(serve.run({ x, center, scale, shift, y }, params)).toBe(true);
      const array = (operand: Operand | null) => operand && elements(operand);
      const portable = new Float32Array(product(shape));
      const arrays = { x: elements(x), center: array(center), scale: array(scale), shift: array(shift), y: portable };
      affine.run(arrays, params);
      expect(bitsOf(strict.result(y.storage)), `${shape} ${present}`).toBe(bitsOf(portable));
    }
  }
});

it("moments have the portable kernel's bits", () => {
  const random = numbers(2);
  const serve = overrideFor(normalizations(strict), moments);
  for (const shape of shapes) {
    for (const axes of [[0, 2, 3], [3], [1, 2, 3], [0]]) {
      strict.edge = axes.length;
      strict.splits = axes.length % 2 === 0;
      const x = floats(product(shape), () => Math.fround(3 + random()));
      const strides = rowMajor(shape);
      const pick = (list: readonly number[], reduced: boolean) =>
        list.filter((_, axis) => axes.includes(axis) === reduced);
      const params = {
        kept: pick(shape, false),
        keptStrides: pick(strides, false),
        reduced: pick(shape, true),
        reducedStrides: pick(strides, true),
      };
      const length = product(params.kept);
      const [mean, variance] = [unwritten(length), unwritten(length)];
      expect(serve.run({ x, mean, variance }, params)).toBe(true);
      const portable = { mean: new Float32Array(length), variance: new Float32Array(length) };
      moments.run({ x: elements(x), ...portable }, params);
      expect(bitsOf(strict.result(mean.storage)), `${shape} ${axes}`).toBe(bitsOf(portable.mean));
      expect(bitsOf(strict.result(variance.storage)), `${shape} ${axes}`).toBe(bitsOf(portable.variance));
    }
  }
});

// Distances from the largest element reach 20, and are rounded; so do the exponentials of them then differ.
it.each([false, true])("softmax differs in the last bits at most; logarithm: %s", (log) => {
  const random = numbers(3);
  const serve = overrideFor(normalizations(loose), softmax);
  for (const [outer, size, inner] of [
    [3, 10, 1],
    [2, 5, 7],
    [1, 1000, 1],
    [4, 1, 3],
  ] as const) {
    loose.edge = size;
    const x = floats(outer * size * inner, () => Math.fround(20 * (random() - 0.5)));
    const y = unwritten(outer * size * inner);
    const params = { outer, size, inner, log };
    expect(serve.run({ x, y }, params)).toBe(true);
    const portable = new Float32Array(outer * size * inner);
    softmax.run({ x: elements(x), y: portable }, params);
    const got = loose.result(y.storage) as Float32Array;
    portable.forEach((value, i) => {
      expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(log ? 2 ** -18 : 24 * 2 ** -24 * value);
    });
  }
  expect(
    overrideFor(normalizations(strict), softmax).run(
      { x: floats(2, random), y: floats(2, random) },
      { outer: 1, size: 2, inner: 1, log },
    ),
  ).toBe(false);
});
