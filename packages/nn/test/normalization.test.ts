// Normalisation beyond the golden rows: arguments, and what happens to running statistics.
import { arange, noGrad, ones, type Tensor, ToeplitzError, tensor, zeros } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { batchNorm, groupNorm, instanceNorm, layerNorm } from "../src/functional/index.ts";

const x = () => arange(24).to("float32").reshape([2, 4, 3]);
const training = true;

test.each<[name: string, call: () => Tensor, argument: string]>([
  ["a weight that is no tensor", () => layerNorm(x(), [3], { weight: true as never }), "weight"],
  ["eps as text", () => groupNorm(x(), 2, { eps: "1e-5" as never }), "eps"],
  ["momentum null", () => batchNorm(x(), null, null, { training, momentum: null as never }), "momentum"],
  ["training 1", () => batchNorm(x(), null, null, { training: 1 as never }), "training"],
  ["a misspelt option", () => instanceNorm(x(), { useInputstats: true } as never), "useInputstats"],
  ["half a group", () => groupNorm(x(), 0.5), "numGroups"],
  ["a size instead of a shape", () => layerNorm(x(), 3 as never), "normalizedShape"],
  ["statistics that are no tensors", () => batchNorm(x(), [0] as never, null, { training }), "runningMean"],
])("refuses %s", (_, call, argument) => {
  expect(call).toThrow(ToeplitzError);
  expect(call).toThrow(argument);
});

test("a refused call leaves the running statistics as they were", () => {
  const [mean, variance] = [zeros([4]), ones([4])];
  expect(() => batchNorm(x(), mean, variance, { training, bias: zeros([3]) })).toThrow(
    "bias should contain 4 elements not 3",
  );
  expect(mean.toArray()).toEqual([0, 0, 0, 0]);
  expect(mean.storage.version).toBe(0);
});

test("running statistics move when training, recorded nowhere, and stay when evaluating", () => {
  const [mean, variance] = [zeros([4]), ones([4])];
  const input = x().requiresGrad_();
  batchNorm(input, mean, variance, { training, momentum: 0.5 });
  expect(mean.toArray()).toEqual([3.5, 5, 6.5, 8]);
  expect(mean.requiresGrad).toBe(false);
  const before = variance.toArray();
  noGrad(() => batchNorm(input, mean, variance));
  expect([mean.toArray(), variance.toArray()]).toEqual([[3.5, 5, 6.5, 8], before]);
});

test("a batch without elements leaves running statistics alone", () => {
  const [mean, variance] = [zeros([4]), ones([4])];
  batchNorm(zeros([0, 4, 3]), mean, variance, { training });
  expect([mean.toArray(), variance.toArray()]).toEqual([
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ]);
});

test("a mean far from zero costs no digits of the gradient", () => {
  const near = tensor([0.5, -1, 2, 0.25, 3, -2, 1, 1.5]);
  const sent = tensor([1, -2, 0.5, 0, 3, 1, -1, 2]);
  const gradient = (offset: number) => {
    const input = near.add(offset).detach().requiresGrad_();
    layerNorm(input, [8]).backward(sent);
    return (input.grad as Tensor).toTypedArray() as Float32Array;
  };
  const [close, far] = [gradient(0), gradient(4096)];
  close.forEach((value, i) => void expect(Math.abs(far[i]! - value)).toBeLessThan(1e-6));
});

test.each([
  ["lies on itself", () => ones([1]).expand([4]), "more than one element of the written-to tensor"],
  [
    "was disposed of",
    () => {
      const gone = ones([4]);
      gone.dispose();
      return gone;
    },
    "runningVar was disposed of and has no elements any more",
  ],
])("a running variance that %s is refused before the mean changes", (_, variance, sentence) => {
  const mean = zeros([4]);
  expect(() => batchNorm(x(), mean, variance(), { training })).toThrow(sentence);
  expect(() => instanceNorm(x(), { runningMean: mean, runningVar: variance() })).toThrow(sentence);
  expect(mean.toArray()).toEqual([0, 0, 0, 0]);
});
