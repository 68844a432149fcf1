// Layers: arguments of the wrong kind, hooks on layers that change their class, refused inputs that must leave statistics alone.
import { getRngState, ones, rand, ToeplitzError, zeros } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import * as nn from "../src/index.ts";

test("a hook on a layer that waits for its input runs once a call", () => {
  const layer = new nn.LazyConv2d(2, 3);
  let calls = 0;
  layer.registerForwardHook(() => void calls++);
  layer.forward(ones([1, 3, 4, 4]));
  layer.forward(ones([1, 3, 4, 4]));
  expect(calls).toBe(2);
  expect(layer.constructor).toBe(nn.Conv2d);
  expect(layer.inChannels).toBe(3);
  expect(layer.parameters().map(({ shape }) => shape)).toEqual([[2, 3, 3, 3], [2]]);
});

test("running statistics stay as they are when an input is refused, and when nothing is trained", () => {
  const bn = new nn.BatchNorm2d(3);
  expect(() => bn.forward(ones([2, 4, 2, 2]))).toThrow("running_mean should contain 4 elements not 3");
  expect([bn.numBatchesTracked?.item(), bn.runningMean?.toArray()]).toEqual([0, [0, 0, 0]]);
  bn.eval().forward(rand([2, 3, 2, 2]));
  expect(bn.numBatchesTracked?.item()).toBe(0);
});

test("buffers are converted and saved under PyTorch's names", () => {
  const bn = new nn.BatchNorm1d(2).to("float64");
  expect([...bn.stateDict()].map(([name, x]) => [name, x.dtype])).toEqual([
    ["weight", "float64"],
    ["bias", "float64"],
    ["running_mean", "float64"],
    ["running_var", "float64"],
    ["num_batches_tracked", "int64"],
  ]);
});

test("a folded convolution has parameters of its own and leaves both modules alone", () => {
  const [conv, bn] = [new nn.Conv2d(1, 2, 1).eval(), new nn.BatchNorm2d(2).eval()];
  const before = conv.weight.toArray();
  const fused = nn.fuseConvBn(conv, bn);
  fused.weight.detach().fill_(0);
  expect(conv.weight.toArray()).toEqual(before);
  expect(fused.training).toBe(false);
});

test.each<[string, () => unknown, string]>([
  ["Linear", () => new nn.Linear(1.5, 2), "inFeatures must be a whole number, got 1.5"],
  ["Linear", () => new nn.Linear(1, 2, { bias: 1 as never }), "bias must be a boolean, got 1"],
  ["Linear", () => new nn.Linear(1, 2, { bais: true } as never), "did you mean 'bias'?"],
  ["PixelShuffle", () => new nn.PixelShuffle(0.5), "upscaleFactor must be a whole number, got 0.5"],
  ["Unflatten", () => new nn.Unflatten(1, 3 as never), "unflattenedSize must be a list of whole numbers, got 3"],
  ["ConstantPad1d", () => new nn.ConstantPad1d(1, "0" as never), 'value must be a number, got "0"'],
  ["ReflectionPad2d", () => new nn.ReflectionPad2d(0.5), "padding must be a whole number"],
  ["Unfold", () => new nn.Unfold(2, { strides: 1 } as never), "did you mean 'stride'?"],
  ["LeakyReLU", () => new nn.LeakyReLU({ negativeSlope: "1" as never }), "negativeSlope must be a number"],
  ["Softmax", () => new nn.Softmax().forward(null as never), "input must be a tensor, got null"],
  ["fuseConvBn", () => nn.fuseConvBn(new nn.Conv2d(1, 1, 1).eval(), undefined as never), "bn must be a normalisation"],
  ["Softmax", () => new nn.Softmax({ dim: 0.5 }), "dim must be a whole number or null, got 0.5"],
  ["BatchNorm1d", () => new nn.BatchNorm1d(2.5), "numFeatures must be a whole number, got 2.5"],
  ["LayerNorm", () => new nn.LayerNorm("3" as never), "normalizedShape must be a whole number or a list"],
  ["MSELoss", () => new nn.MSELoss({ reduction: "all" as never }), "all is not a valid value for reduction"],
  ["NLLLoss", () => new nn.NLLLoss({ weight: [1] as never }), "weight must be a tensor"],
  ["KLDivLoss", () => new nn.KLDivLoss({ logTarget: 1 as never }), "logTarget must be a boolean, got 1"],
  ["Upsample", () => new nn.Upsample({ size: "2" as never }), "size must be a number, a list of numbers or null"],
  ["fuseConvBn", () => nn.fuseConvBn(new nn.ReLU() as never, new nn.BatchNorm1d(1)), "conv must be a convolution"],
  ["ModuleList", () => new nn.ModuleList(3 as never), "modules must be a list of modules, got 3"],
])("%s refuses", (name, make, sentence) => {
  expect(make).toThrow(sentence);
  expect(make).toThrow(`${name}: `);
});

test.each([
  ["LazyConv1d", () => new nn.LazyConv1d(2, 3), zeros([1, 2, 5], { dtype: "float64" }), undefined],
  ["LazyConv2d", () => new nn.LazyConv2d(2, 3), zeros([1, 2, 2, 2]), undefined],
  ["LazyConvTranspose1d", () => new nn.LazyConvTranspose1d(2, 3), zeros([1, 2, 5]), { outputSize: [99] }],
  ["LazyLinear", () => new nn.LazyLinear(2), zeros([3, 2], { dtype: "float64" }), undefined],
  ["LazyLinear of one row", () => new nn.LazyLinear(2), zeros([3], { dtype: "float64" }), undefined],
] as const)("%s learns nothing from an input that is refused", (_, make, input, options) => {
  const layer = make();
  const bias = layer.bias?.toArray();
  const stream = getRngState();
  expect(() => (layer as nn.LazyConvTranspose1d).forward(input, options as never)).toThrow(ToeplitzError);
  expect(layer).toBeInstanceOf(make().constructor);
  expect([layer.weight.shape.includes(0), layer.bias?.toArray(), getRngState()]).toEqual([true, bias, stream]);
});

test("an input that cannot be overwritten is refused before anything is drawn", () => {
  const stream = getRngState();
  const leaf = ones([3], { requiresGrad: true });
  expect(() => new nn.Dropout({ inplace: true }).forward(leaf)).toThrow("a leaf Variable that requires grad");
  expect(() => nn.init.orthogonal_(ones([1, 2]).expand([3, 2]))).toThrow("refers to a single memory location");
  expect(getRngState()).toEqual(stream);
});
