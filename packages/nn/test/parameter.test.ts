// Parameter: shares elements, has no history, prints as one.
import { inspect } from "node:util";
import { ones, Tensor, tensor, zeros } from "@toeplitz/tensor";
import { checkTensor } from "@toeplitz/tensor/extend";
import { expect, test } from "vitest";
import { Parameter } from "../src/index.ts";

test("has the elements of its data, and no history", () => {
  const data = ones([2, 3]).requiresGrad_();
  const grown = data.mul(2).t();
  const parameter = new Parameter(grown);
  expect(parameter).toBeInstanceOf(Tensor);
  expect(parameter.shape).toEqual([3, 2]);
  expect(parameter.isLeaf).toBe(true);
  expect(parameter.gradFn).toBeNull();
  expect(parameter.requiresGrad).toBe(true);
  grown.detach().fill_(7);
  expect(parameter.toArray()).toEqual([
    [7, 7],
    [7, 7],
    [7, 7],
  ]);
});

test("is an ordinary tensor to operators and to backward", () => {
  const parameter = new Parameter(tensor([1, 2, 3]));
  checkTensor("test", "parameter", parameter);
  const square = parameter.mul(parameter);
  expect(square).not.toBeInstanceOf(Parameter);
  square.sum().backward();
  expect(parameter.grad?.toArray()).toEqual([2, 4, 6]);
  expect(() => parameter.add_(1)).toThrow("a leaf Variable that requires grad is being used in an in-place operation.");
});

test("prints as PyTorch prints it", () => {
  expect(String(new Parameter(tensor([1, 2])))).toBe("Parameter containing:\ntensor([1., 2.], requires_grad=True)");
  const whole = new Parameter(tensor([1, 2], { dtype: "int64" }), { requiresGrad: false });
  expect(String(whole)).toBe("Parameter containing:\ntensor([1, 2])");
  expect(inspect(whole)).toBe(String(whole));
});

test("refuses what cannot be one", () => {
  expect(() => new Parameter(zeros([2], { dtype: "int64" }))).toThrow(
    "Only Tensors of floating point and complex dtype can require gradients",
  );
  expect(() => new Parameter([1] as never)).toThrow("Parameter: data must be a tensor");
  expect(() => new Parameter(zeros([1]), { requireGrad: true } as never)).toThrow("did you mean 'requiresGrad'?");
});

test("any tensor is not a parameter, for the compiler", () => {
  // @ts-expect-error -- a plain tensor has no place in a property for parameters
  const parameter: Parameter = zeros([1]);
  expect(parameter).not.toBeInstanceOf(Parameter);
});
