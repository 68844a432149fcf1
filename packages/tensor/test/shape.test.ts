// Arithmetic of shapes and strides against what it means: lists of offsets, one for each element in row-major order.
import { describe, expect, test } from "vitest";
import { broadcastShapes, ToeplitzError } from "../src/index.ts";
import {
  areWhole,
  broadcastPair,
  broadcastStrides,
  checkAxes,
  checkAxis,
  checkAxisOfSome,
  checkShape,
  contiguousStrides,
  denseStrides,
  isContiguous,
  memoryOrder,
  numelOf,
  type Shape,
  sameShape,
  sizes,
  viewStrides,
} from "../src/shape.ts";

/** Where each element lies, in row-major order of the indices. */
function offsets(shape: Shape, strides: readonly number[]): number[] {
  return shape.reduce<number[]>(
    (all, size, axis) => all.flatMap((at) => Array.from({ length: size }, (_, i) => at + i * strides[axis]!)),
    [0],
  );
}

/** All shapes of at most so many axes with these sizes. */
const shapesOf = (axes: number, from: readonly number[]): number[][] =>
  axes === 0 ? [[]] : [[], ...from.flatMap((size) => shapesOf(axes - 1, from).map((rest) => [size, ...rest]))];
const shapes = [...new Map(shapesOf(3, [1, 2, 3]).map((shape) => [shape.join(), shape])).values()];
const withEmpty = [...shapes, [0], [2, 0], [0, 3], [2, 0, 3], [1, 0]];

/** The error's fields, all of them. */
function refused(call: () => unknown): Partial<ToeplitzError> {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ToeplitzError);
    const { message, code, api, argument, value, rule, legal } = error as ToeplitzError;
    return { message, code, api, argument, value, rule, legal };
  }
  throw new Error("was not refused");
}

test("row-major strides list the elements in order, and are known as such", () => {
  for (const shape of withEmpty) {
    const strides = contiguousStrides(shape);
    expect(offsets(shape, strides)).toEqual(Array.from({ length: numelOf(shape) }, (_, i) => i));
    expect(isContiguous(shape, strides)).toBe(true);
  }
  expect(contiguousStrides([2, 0, 3])).toEqual([3, 3, 1]);
});

test("a view is contiguous where its elements lie one behind the other", () => {
  for (const shape of shapes) {
    for (const strides of [shape.map(() => 1), shape.map(() => 0), shape.map((_, i) => i + 1), [6, 2, 1], [1, 2, 6]]) {
      const steps = strides.slice(0, shape.length);
      const inOrder = offsets(shape, steps).every((at, i) => at === i);
      expect(isContiguous(shape, steps), `${shape}; ${steps}`).toBe(inOrder);
    }
  }
  expect(isContiguous([2, 0], [7, 7])).toBe(true);
});

test("views under another shape show the same elements, or there are no strides that would", () => {
  let views = 0;
  let copies = 0;
  for (const shape of shapes) {
    const dense = contiguousStrides(shape);
    const layouts = [
      dense,
      [...dense].reverse(),
      dense.map((step) => 2 * step),
      dense.map((step, axis) => (axis === 0 ? 0 : step)),
      dense.map((step, axis) => (axis === 0 ? step + 1 : step)),
      denseStrides(shape, [...shape.keys()].reverse()),
    ];
    for (const target of shapes.filter((each) => numelOf(each) === numelOf(shape))) {
      for (const strides of layouts) {
        const list = offsets(shape, strides);
        const steps = contiguousStrides(target);
        // Steps along axes of more than one element are where the second element lies.
        const wanted = target.map((size, axis) => (size > 1 ? list[steps[axis]!]! - list[0]! : 1));
        const possible = offsets(target, wanted).every((at, i) => at === list[i]);
        const found = viewStrides(shape, strides, target);
        const what = `${shape}; ${strides} as ${target}`;
        expect(found !== null, what).toBe(possible);
        if (found === null) copies += 1;
        else {
          views += 1;
          expect(offsets(target, found), what).toEqual(list);
        }
      }
    }
  }
  expect(views).toBeGreaterThan(500);
  expect(copies).toBeGreaterThan(50);
});

test("strides of axes of one element are PyTorch's", () => {
  expect(viewStrides([], [], [1, 1])).toEqual([1, 1]);
  expect(viewStrides([6], [2], [1, 6, 1])).toEqual([12, 2, 2]);
  expect(viewStrides([2, 3], [3, 1], [2, 1, 3])).toEqual([3, 3, 1]);
  expect(viewStrides([2, 3], [5, 1], [1, 2, 1, 3])).toEqual([10, 5, 3, 1]);
  expect(viewStrides([0, 2], [2, 1], [2, 0])).toEqual([1, 1]);
  expect(viewStrides([2], [1], [2, 2])).toBeNull();
});

test("axes as they lie in memory, and strides in that order", () => {
  expect(memoryOrder([2, 3, 4], [12, 4, 1])).toEqual([0, 1, 2]);
  expect(memoryOrder([2, 3, 4], [1, 2, 6])).toEqual([2, 1, 0]);
  expect(memoryOrder([2, 3, 4, 5], [60, 1, 15, 3])).toEqual([0, 2, 3, 1]);
  expect(memoryOrder([2, 3, 4], [4, 0, 1])).toEqual([0, 1, 2]);
  expect(memoryOrder([2, 3, 4], [1, 0, 2])).toEqual([2, 1, 0]);
  expect(memoryOrder([3, 1, 2], [1, 1, 1])).toEqual([0, 2, 1]);
  expect(memoryOrder([1, 3], [1, 1])).toEqual([1, 0]);
  expect(memoryOrder([3, 1], [1, 1])).toEqual([0, 1]);
  expect(memoryOrder([], [])).toEqual([]);
  expect(denseStrides([2, 3, 4], [2, 0, 1])).toEqual([3, 1, 6]);
  expect(denseStrides([2, 3, 4], [0, 1, 2])).toEqual([12, 4, 1]);
});

test("stretched strides repeat what the smaller shape has", () => {
  for (const a of shapes) {
    for (const b of shapes) {
      let out: number[];
      try {
        out = broadcastPair("f", a, b);
      } catch {
        const [short, long] = a.length < b.length ? [a, b] : [b, a];
        const tail = long.slice(long.length - short.length);
        expect(short.some((size, i) => size !== 1 && tail[i] !== 1 && size !== tail[i])).toBe(true);
        continue;
      }
      expect(out.length).toBe(Math.max(a.length, b.length));
      for (const shape of [a, b]) {
        const strides = broadcastStrides(shape, contiguousStrides(shape), out);
        const lead = out.length - shape.length;
        const listed = offsets(out, strides);
        const index = offsets(out, contiguousStrides(out));
        for (const at of index) {
          const position = contiguousStrides(out).map((step, axis) => Math.floor(at / step) % out[axis]!);
          const own = position.slice(lead).map((i, axis) => (shape[axis] === 1 ? 0 : i));
          expect(listed[at]).toBe(own.reduce((sum, i, axis) => sum + i * contiguousStrides(shape)[axis]!, 0));
        }
      }
    }
  }
  expect(broadcastStrides([1, 3], [7, 1], [1, 3])).toEqual([7, 1]);
  expect(broadcastPair("f", [0, 1], [1, 4])).toEqual([0, 4]);
  expect(broadcastShapes()).toEqual([]);
  expect(broadcastShapes([2, 1], [3], [1, 1, 1])).toEqual([1, 2, 3]);
});

describe("refused", () => {
  test.each([
    [() => checkShape("f", 3), { code: "shape", argument: "shape", value: 3, rule: "be a list of sizes" }],
    [() => checkShape("f", [2, 1.5]), { code: "shape", argument: "shape[1]", value: 1.5, rule: "be a whole number" }],
    [() => checkShape("f", ["2"]), { code: "shape", argument: "shape[0]", value: "2", rule: "be a whole number" }],
    [() => checkShape("f", new Array(1)), { code: "shape", argument: "shape[0]", value: undefined }],
    [
      () => checkShape("f", [2, -1, -3], "size"),
      { code: "shape", argument: "size", value: [2, -1, -3], rule: "have no negative size", legal: [[2, 0, 0]] },
    ],
    [
      () => checkShape("f", [0, 2 ** 32, 2]),
      { code: "shape", argument: "shape", rule: "have at most 4294967296 elements" },
    ],
    [() => checkAxis("f", "0", 2), { code: "axis", argument: "dim", value: "0", rule: "be a whole number" }],
    [() => checkAxis("f", 0.5, 2), { code: "axis", argument: "dim", value: 0.5, rule: "be a whole number" }],
    [
      () => checkAxis("f", 2, 2, "source"),
      { code: "axis", argument: "source", value: 2, rule: "be in [-2, 1]", legal: [1] },
    ],
    [() => checkAxis("f", -3, 2), { code: "axis", argument: "dim", value: -3, rule: "be in [-2, 1]", legal: [-2] }],
    [() => checkAxis("f", 1, 0), { code: "axis", argument: "dim", value: 1, rule: "be in [-1, 0]", legal: [0] }],
    [() => checkAxisOfSome("f", 0, 0), { code: "axis", argument: "dim", value: 0 }],
    [() => checkAxes("f", "0" as never, 2), { code: "axis", argument: "dim", value: "0" }],
    [() => checkAxes("f", [0, 0.5], 2), { code: "axis", argument: "dim", value: [0, 0.5] }],
    [() => checkAxes("f", [0, -2], 2), { code: "axis", argument: "dim", value: [0, -2] }],
    [() => checkAxes("f", 2, 2), { code: "axis", argument: "dim", value: 2 }],
    [() => broadcastPair("f", [2, 3], [2, 4]), { code: "shape", argument: "other", value: [2, 4] }],
  ] as const)("%#", (call, fields) => {
    expect(refused(call)).toMatchObject({ api: "f", ...fields });
  });

  test("in PyTorch's sentences", () => {
    expect(refused(() => checkShape("f", [2, -1])).message).toBe(
      "f: Trying to create tensor with negative dimension -1: [2, -1]",
    );
    expect(refused(() => checkAxis("f", 5, 2)).message).toBe(
      "f: Dimension out of range (expected to be in range of [-2, 1], but got 5)",
    );
    expect(refused(() => checkAxisOfSome("f", -1, 0)).message).toBe(
      "f: Dimension specified as -1 but tensor has no dimensions",
    );
    expect(refused(() => checkAxes("f", [1, -1], 2)).message).toBe(
      "f: dim 1 appears multiple times in the list of dims",
    );
    expect(refused(() => broadcastPair("f", [5, 3], [2, 5, 4])).message).toBe(
      "f: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 2",
    );
    expect(refused(() => broadcastShapes([2], [3]))).toMatchObject({
      message: "broadcastShapes: Shape mismatch: objects cannot be broadcast to a single shape",
      code: "shape",
      argument: "shapes",
      value: [[2], [3]],
    });
    expect(refused(() => broadcastShapes([2], [-3])).argument).toBe("shapes[1]");
  });
});

test("what is taken", () => {
  expect(checkShape("f", [0, 3, 2 ** 30])).toEqual([0, 3, 2 ** 30]);
  expect(checkShape("f", [2 ** 32])).toEqual([2 ** 32]);
  expect(checkShape("f", [])).toEqual([]);
  expect([-2, -1, 0, 1].map((dim) => checkAxis("f", dim, 2))).toEqual([0, 1, 0, 1]);
  expect([-1, 0].map((dim) => checkAxis("f", dim, 0))).toEqual([0, 0]);
  expect(checkAxisOfSome("f", -1, 3)).toBe(2);
  expect(checkAxes("f", undefined, 3)).toEqual([0, 1, 2]);
  expect(checkAxes("f", [], 2)).toEqual([0, 1]);
  expect(checkAxes("f", -1, 3)).toEqual([2]);
  expect(checkAxes("f", [2, 0], 3)).toEqual([2, 0]);
  expect(checkAxes("f", [0], 0)).toEqual([]);
  expect(areWhole([1, -2, 0])).toBe(true);
  expect([[1, 0.5], [1, "2"], new Array(2), 3, null].map(areWhole)).toEqual([false, false, false, false, false]);
  expect([sameShape([2, 3], [2, 3]), sameShape([2], [2, 3]), sameShape([2, 3], [3, 2])]).toEqual([true, false, false]);
  expect(sizes([1, 3, 28])).toBe("[1, 3, 28]");
  expect(numelOf([])).toBe(1);
});
