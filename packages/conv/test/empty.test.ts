// Convolutions without elements: shapes, zero gradients, and gradients of those gradients.
import { grad, ones, randn, type Tensor, zeros } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { conv2d, convTranspose2d } from "../src/index.ts";

const cases: readonly (readonly [string, typeof conv2d | typeof convTranspose2d, number[], number[]])[] = [
  ["conv2d, no sample", conv2d, [0, 2, 4, 4], [3, 2, 3, 3]],
  ["conv2d, no input channel", conv2d, [2, 0, 4, 4], [3, 0, 3, 3]],
  ["convTranspose2d, no sample", convTranspose2d, [0, 2, 4, 4], [2, 3, 3, 3]],
];

test.each(cases)("%s: gradients are zeros, and recorded", (_name, conv, inputShape, weightShape) => {
  const x = randn(inputShape, { requiresGrad: true });
  const w = randn(weightShape, { requiresGrad: true });
  const y = conv(x, w);
  expect(y.numel()).toBe(0);
  const [gx, gw] = grad(y, [x, w], { gradOutputs: ones(y.shape), createGraph: true }) as [Tensor, Tensor];
  expect([gx.shape, gw.shape]).toEqual([x.shape, w.shape]);
  expect(gx.equal(zeros(x.shape)) && gw.equal(zeros(w.shape))).toBe(true);
  expect(gw.requiresGrad && gx.requiresGrad).toBe(true);
  // A penalty on an empty batch's gradients is zero, and so are its own gradients.
  const penalty = gw.square().sum().add(gx.square().sum());
  const [px, pw] = grad(penalty, [x, w]) as [Tensor, Tensor];
  expect(px.equal(zeros(x.shape)) && pw.equal(zeros(w.shape))).toBe(true);
});

test("a bias keeps its shape where there are no channels", () => {
  const bias = randn([3], { requiresGrad: true });
  const y = conv2d(zeros([2, 0, 4, 4]), zeros([3, 0, 3, 3]), { bias });
  expect(y.shape).toEqual([2, 0, 2, 2]);
  y.sum().backward();
  expect(bias.grad?.toArray()).toEqual([0, 0, 0]);
});
