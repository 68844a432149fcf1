// The kernel matrix against the convolutions that it stands for, and its own promises.
import { conv1d, conv2d, conv3d, convTranspose2d } from "@toeplitz/conv";
import { allclose, arange, equal, manualSeed, ones, randn, ToeplitzError, tensor } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { getKernelMatrix, kernelMatrix } from "../src/index.ts";

const counting = arange(1, 10).to("float32").reshape([3, 3]);

test("a 3x3 kernel on a 4x4 input, as in the notebook", () => {
  const K = getKernelMatrix(counting, [4, 4]);
  expect(K.toArray()).toEqual([
    [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0, 0],
    [0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0],
    [0, 0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9],
  ]);
});

test("stride is honoured", () => {
  const K = getKernelMatrix(counting, [5, 5], { stride: 2 });
  expect(K.shape).toEqual([4, 25]);
  expect(K.index(3).toArray()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 7, 8, 9]);
});

test.each([
  ["conv1d", conv1d, [4, 1, 3], [2, 7], { groups: 2, padding: 1, stride: 2 }],
  ["conv2d", conv2d, [4, 3, 3, 2], [3, 5, 6], { padding: [1, 2], dilation: [2, 1] }],
  ["conv2d same", conv2d, [2, 1, 4, 3], [1, 5, 5], { padding: "same" }],
  ["conv2d reflect", conv2d, [2, 2, 3, 3], [2, 4, 4], { padding: 2, paddingMode: "reflect" }],
  ["conv2d replicate", conv2d, [2, 2, 3, 3], [2, 4, 4], { padding: 3, paddingMode: "replicate" }],
  ["conv2d circular", conv2d, [2, 2, 3, 3], [2, 3, 3], { padding: 3, paddingMode: "circular" }],
  ["conv3d", conv3d, [2, 2, 2, 2, 3], [2, 3, 4, 4], { padding: 1, stride: [1, 2, 1] }],
] as const)(
  "%s: K @ x has the convolution's bits, by taps, densely and by rows",
  (_name, conv, weightShape, inputShape, options) => {
    manualSeed(7);
    const weight = randn([...weightShape]);
    const x = randn([...inputShape]);
    const K = kernelMatrix(weight, inputShape, options);
    const y = conv(x, weight, options);
    expect(y.shape).toEqual(K.outputShape);
    expect(equal(K.matmul(x.reshape([-1])).reshape(K.outputShape), y)).toBe(true);
    const product = K.dense()
      .matmul(x.reshape([-1]))
      .reshape(K.outputShape);
    // Where padding repeats an input, a dense entry is a sum that the convolution never forms; else the terms are the same.
    const repeats = "paddingMode" in options;
    expect(repeats ? allclose(product, y, { atol: 1e-5 }) : equal(product, y)).toBe(true);

    const { crowIndices, colIndices, values } = K.csr();
    expect([crowIndices.length, colIndices.length, values.numel()]).toEqual([K.shape[0] + 1, K.nnz, K.nnz]);
    const dense = K.dense();
    const flat = values.toTypedArray();
    for (let row = 0; row < K.shape[0]; row++) {
      for (let e = crowIndices[row]!; e < crowIndices[row + 1]!; e++) {
        expect(dense.index(row, colIndices[e]!).item()).toBe(flat[e]);
      }
    }
    expect([...K.entries()].length).toBe(K.nnz);
  },
);

test("the transpose is the transposed convolution, outputPadding derived", () => {
  manualSeed(1);
  const weight = randn([3, 2, 3, 3]);
  const y = randn([3, 3, 3]);
  const K = kernelMatrix(weight, [2, 8, 8], { stride: 2 });
  const expected = convTranspose2d(y, weight, { stride: 2, outputPadding: 1 });
  expect(equal(K.T.matmul(y.reshape([-1])).reshape([2, 8, 8]), expected)).toBe(true);
  expect(K.T.T).toBe(K);
  expect(equal(K.T.dense(), K.dense().T)).toBe(true);
  const own = kernelMatrix(weight, [3, 3, 3], { transposed: true, stride: 2, outputPadding: 1 });
  expect(own.shape).toEqual([128, 27]);
  expect(equal(own.dense(), K.T.dense())).toBe(true);
});

test("several samples as columns", () => {
  const x = randn([16, 5]);
  const K = kernelMatrix(counting.reshape([1, 1, 3, 3]), [4, 4]);
  expect(equal(K.matmul(x), K.dense().matmul(x))).toBe(true);
});

test("symbols name the weight elements; padding adds them up", () => {
  const K = kernelMatrix(ones([1, 1, 2]), [3]);
  expect(K.symbols()).toEqual([
    ["w[0,0,0]", "w[0,0,1]", "0"],
    ["0", "w[0,0,0]", "w[0,0,1]"],
  ]);
  const mirrored = kernelMatrix(ones([1, 1, 3]), [2], { padding: 1, paddingMode: "reflect" });
  expect(mirrored.symbols()[0]).toEqual(["w[0,0,1]", "w[0,0,0] + w[0,0,2]"]);
  expect(mirrored.nnz).toBe(4);
  expect(mirrored.dense().toArray()).toEqual([
    [1, 2],
    [2, 1],
  ]);
});

test("gradients flow to the weight and to x", () => {
  const weight = tensor([[[1, 2, 3]]], { requiresGrad: true });
  const x = tensor([1, 10, 100, 1000], { requiresGrad: true });
  const K = kernelMatrix(weight, [4]);
  K.matmul(x).sum().backward();
  expect(weight.grad?.toArray()).toEqual([[[11, 110, 1100]]]);
  expect(x.grad?.toArray()).toEqual([1, 3, 5, 3]);
  const again = tensor([[[1, 2, 3]]], { requiresGrad: true });
  kernelMatrix(again, [4]).dense().index(0).sum().backward();
  expect(again.grad?.toArray()).toEqual([[[1, 1, 1]]]);
});

test("nnz is known without building anything, and an absurd dense matrix is refused with its size", () => {
  const K = kernelMatrix(ones([64, 64, 3, 3]), [64, 224, 224], { padding: 1 });
  expect(K.nnz).toBe(64 * 64 * (224 * 3 - 2) ** 2);
  expect(() => K.dense()).toThrow(String(64 * 224 * 224 * 64 * 224 * 224 * 4));
  try {
    K.dense();
  } catch (error) {
    expect(error).toBeInstanceOf(ToeplitzError);
    expect((error as ToeplitzError).code).toBe("memory");
  }
});

test.each([
  [() => kernelMatrix(ones([3, 3]), [4, 4]), "must have 3, 4 or 5 axes"],
  [() => kernelMatrix(ones([1, 1, 3, 3]), [4]), "must have 2 sizes, or 3 with the channels"],
  [
    () => kernelMatrix(ones([1, 1, 3, 3]), ["4", 4] as never),
    'inputShape[0] must be a size: a whole number, not negative, got "4"',
  ],
  [
    () => kernelMatrix(ones([1, 1, 3, 3]), [4, 4.5]),
    "inputShape[1] must be a size: a whole number, not negative, got 4.5",
  ],
  [
    () => kernelMatrix(ones([1, 1, 3, 3]), [4, 4]).dense({ maxBytes: Number.NaN }),
    "maxBytes must be a number of bytes, got NaN",
  ],
  [() => kernelMatrix(ones([1, 1, 5, 5]), [4, 4]), "Kernel size can't be greater than actual input size"],
  [() => kernelMatrix(ones([1, 1, 3, 3]), [2, 4, 4]), "to have 1 channels, but got 2 channels instead"],
  [() => kernelMatrix(ones([1, 1, 3, 3]), [4, 4], { strid: 2 } as never), "did you mean 'stride'?"],
  [() => getKernelMatrix(ones([1, 3, 3]), [4, 4]), "must have 2 axes"],
  [() => kernelMatrix(ones([1, 1, 3, 3]), [4, 4]).matmul(ones([15])), "shapes cannot be multiplied (4x16 and 15)"],
])("refusal %#", (call, sentence) => {
  expect(call).toThrow(sentence);
});

/** What a call is refused with. */
function refusal(run: () => unknown): ToeplitzError {
  try {
    run();
  } catch (error) {
    if (error instanceof ToeplitzError) return error;
  }
  throw new Error("the call was not refused");
}

test("a refusal offers only what would be taken", () => {
  const K = kernelMatrix(ones([1, 1, 3, 3]), [12, 12]);
  const { legal } = refusal(() => K.dense({ maxBytes: 1000 }));
  expect(legal).toEqual([100 * 144 * 4]);
  expect(K.dense({ maxBytes: Number(legal![0]) }).shape).toEqual([100, 144]);

  const many = kernelMatrix(ones([1, 1, 1, 1]), [217, 217]);
  for (const maxBytes of [1000, 1e12]) {
    const error = refusal(() => many.dense({ maxBytes }));
    expect(error).toMatchObject({ code: "memory", legal: undefined });
    expect(error.hint).toContain("csr()");
  }
});

test.each(["dense", "csr", "entries", "matmul"] as const)("more than 2^27 entries are not listed: %s", (name) => {
  // 16384 x 16384 entries, in fewer cells than the dense form could have.
  const K = kernelMatrix(ones([1, 1, 1]).expand([2 ** 14, 2 ** 14, 1]), [1]);
  const run = () => {
    if (name === "entries") return [...K.entries()];
    if (name === "dense") return K.dense({ maxBytes: 1e12 });
    return name === "matmul" ? K.matmul(ones([2 ** 14])) : K[name]();
  };
  const error = refusal(run);
  expect(error).toMatchObject({ api: `KernelMatrix.${name}`, code: "memory", legal: undefined });
  expect(error.message).toContain("leave at most 134217728 entries to list, got 268435456");
  expect(error.hint).not.toContain("csr()");
  expect(refusal(() => K.dense())).toMatchObject({ code: "memory", legal: undefined, hint: undefined });
});
