// Kernels go where shapes and strides lead: nothing that a user can set makes them go further than a storage.
import { expect, test } from "vitest";
import { defineOp, Storage } from "../src/extend.ts";
import { ones, Tensor, ToeplitzError, tensor, zeros } from "../src/index.ts";

const storage = () => new Storage("float32", 4);

test.each([
  ["more elements than the storage has", () => new Tensor(storage(), [5])],
  ["an offset that is too large", () => new Tensor(storage(), [2], [1], 3)],
  ["an offset before the first element", () => new Tensor(storage(), [2], [1], -1)],
  ["strides that lead out", () => new Tensor(storage(), [2, 2], [3, 2])],
  ["a stride backwards", () => new Tensor(storage(), [2, 2], [3, -1])],
  ["half a stride", () => new Tensor(storage(), [2], [0.5])],
  ["a size that is no number", () => new Tensor(storage(), [Number.NaN])],
  ["a negative size", () => new Tensor(storage(), [-2])],
  ["sizes that are whole only together", () => new Tensor(storage(), [1.5, 2], [1, 2])],
  ["a size in words", () => Reflect.construct(Tensor, [storage(), ["2"]])],
  ["no list of strides", () => Reflect.construct(Tensor, [storage(), [2], null])],
  ["strides in an array of numbers", () => Reflect.construct(Tensor, [storage(), [2], Int32Array.of(1)])],
  ["fewer strides than axes", () => new Tensor(storage(), [2, 2], [1])],
])("a tensor refuses %s", (_, make) => {
  expect(make).toThrow(/^Tensor: shape must /);
  expect(make).toThrow(ToeplitzError);
});

test("a tensor is made over a storage alone", () => {
  expect(() => Reflect.construct(Tensor, [])).toThrow("Tensor: storage must be a storage, got undefined");
  expect(() => Reflect.construct(Tensor, [[1, 2, 3]])).toThrow("tensor(data) makes a tensor");
  expect(() => Reflect.construct(Tensor, [storage(), "4"])).toThrow(
    'shape must be a list of sizes, and strides as many, got "4"',
  );
  expect(new Tensor(storage(), [0, 9], [1, 1], 4).shape).toEqual([0, 9]);
});

test("nobody exchanges sizes or strides of a tensor", () => {
  const x = ones([2, 3]).t();
  expect(() => (x.stride() as number[]).reverse()).toThrow(TypeError);
  expect(() => Object.assign(x.strides, { 0: 100 })).toThrow(TypeError);
  expect(() => Object.assign(x.shape, { 0: 100 })).toThrow(TypeError);
  expect(x.strides).toEqual([1, 3]);
});

/** An op whose derivative is wrong. */
const wrongly = (gradient: () => unknown) =>
  defineOp<[Tensor]>({
    name: "WronglyBackward",
    forward: ({ inputs: [x] }) => x.clone(),
    backward: () => [gradient() as Tensor],
  });

test.each([
  [
    "another shape",
    () => ones([2]),
    "Function WronglyBackward returned an invalid gradient at index 0 - got [2] but expected shape compatible with [3]",
  ],
  ["another type", () => ones([3], { dtype: "float64" }), "WronglyBackward: gradient 0 must be float32"],
  ["no tensor", () => [1, 2, 3], "WronglyBackward: gradient 0 must be a tensor or null"],
])("a gradient of %s is refused before an earlier operation or a leaf gets it", (_, gradient, sentence) => {
  const leaf = tensor([1, 2, 3], { requiresGrad: true });
  expect(() => wrongly(gradient)([leaf], undefined).sum().backward()).toThrow(sentence);
  expect(() =>
    wrongly(gradient)([leaf.mul(2)], undefined)
      .sum()
      .backward(),
  ).toThrow(sentence);
  expect(leaf.grad).toBe(null);
});

test("a hook keeps the type of the gradient", () => {
  const leaf = zeros([3]).requiresGrad_();
  leaf.registerHook((gradient) => gradient.to("float64"));
  expect(() => leaf.sum().backward()).toThrow(
    "hook 'hook' has changed the type of value (was torch.FloatTensor got torch.DoubleTensor)",
  );
  expect(leaf.grad).toBe(null);
});
