// Whatever a caller writes, what comes back is a ToeplitzError that names the argument; nothing is half done.
import { expect, test } from "vitest";
import * as api from "../src/index.ts";

const { arange, argmax, ones, Tensor, tensor, ToeplitzError, zeros } = api;

const loop: unknown[] = [];
loop.push(loop);
const hole = Object.assign([], { 1: 2, 2: 3 });
const x = () => arange(6).to("float32").reshape([2, 3]);
const leaf = () => ones([2], { requiresGrad: true });

const wrong: readonly [name: string, call: () => unknown][] = [
  ["sum along null", () => x().sum({ dim: null as never })],
  ["mean along an object", () => x().mean({ dim: {} as never })],
  ["sum along a hole", () => x().sum({ dim: hole as never })],
  ["flip nothing", () => x().flip(undefined as never)],
  ["split by null", () => x().split(null as never)],
  ["reshape with a hole", () => x().reshape(hole as never)],
  ["expand with a hole", () => x().expand(hole as never)],
  ["pad with a hole", () => api.pad(x(), Object.assign([], { 1: 1 }) as never)],
  ["pad with text", () => api.pad(x(), [1, 1], { value: "1" as never })],
  ["index with null in a list", () => x().index([null] as never)],
  ["index with text in a list", () => x().index(["a"] as never)],
  ["index with lists in a list", () => x().index([[0], [1]] as never)],
  ["index with booleans and numbers", () => x().index([true, 0] as never)],
  ["fill with text", () => x().fill_("a" as never)],
  ["maskedFill with a vector", () => x().maskedFill(x().gt(1), tensor([5]))],
  ["softmax along nothing", () => x().softmax(undefined as never)],
  ["logsumexp along an object", () => x().logsumexp({} as never)],
  ["norm of text", () => x().norm({ p: "nuc" as never })],
  ["norm of nan", () => x().norm({ p: Number.NaN })],
  ["gather with a list", () => x().gather(0, [[0]] as never)],
  ["scatter of text", () => x().scatter(0, tensor([[0]], { dtype: "int64" }), "1" as never)],
  ["scatterAdd of a number", () => x().scatterAdd(0, tensor([[0]], { dtype: "int64" }), 1 as never)],
  ["indexSelect of a number", () => x().indexSelect(0, 1 as never)],
  ["topk of a half", () => x().topk(0.5)],
  ["repeat by a number", () => x().repeat(2 as never)],
  ["roll with a hole", () => x().roll(hole as never)],
  ["roll along a half", () => x().roll(1, { dims: 0.5 })],
  ["tril above a half", () => x().tril({ diagonal: 0.5 })],
  ["diagonal above text", () => x().diagonal({ offset: "1" as never })],
  ["einsum without an equation", () => api.einsum(x() as never, x())],
  ["einsum of a list", () => api.einsum("ij", [[1]] as never)],
  ["oneHot of half a class", () => api.oneHot(tensor([1], { dtype: "int64" }), { numClasses: 1.5 })],
  ["leakyRelu with text", () => api.leakyRelu(x(), { negativeSlope: "1" as never })],
  ["hardtanh between texts", () => api.hardtanh(x(), { minVal: "a" as never })],
  ["prelu by a number", () => api.prelu(x(), 0.25 as never)],
  ["fullLike null", () => api.fullLike(x(), null as never)],
  ["item of text", () => api.item("a" as never)],
  ["toArray of null", () => api.toArray(null as never)],
  ["eye of a symbol", () => api.eye(Symbol("n") as never)],
  ["chunk of a symbol", () => x().chunk(Symbol("n") as never)],
  ["normal_ of a symbol", () => x().normal_(Symbol("mean") as never)],
  ["uniform_ of bigints", () => x().uniform_(0n as never, 1n as never)],
  ["a list that holds itself", () => api.add(loop as never, 1)],
  ["grad of null", () => api.grad(null as never, leaf())],
  ["grad towards null", () => api.grad(leaf().sum(), [null] as never)],
  [
    "backward into an object",
    () =>
      leaf()
        .sum()
        .backward(null, { inputs: {} as never }),
  ],
  ["a platform that is no name", () => api.setRandomProfile(Object.create(null))],
  ["a size that is no number", () => new Tensor(ones([2]).storage, [2n] as never)],
  ["a stride that is no number", () => new Tensor(ones([2]).storage, [1], [Symbol("s")] as never)],
  ["an offset that is no number", () => new Tensor(ones([2]).storage, [1], [1], 1n as never)],
  ["a base that is no tensor", () => new Tensor(ones([2]).storage, [1], [1], 0, (() => 1) as never)],
  ["windows of a size that is no number", () => ones([2]).unfold(0, Symbol("s") as never, 1)],
  ["windows at steps that are no number", () => ones([2]).unfold(0, 1, Object.create(null))],
  [
    "backward into text",
    () =>
      leaf()
        .sum()
        .backward(null, { inputs: ["a"] as never }),
  ],
];

test.each(wrong)("%s", (_name, call) => {
  expect(call).toThrow(ToeplitzError);
});

test("a refused call changes nothing", () => {
  const a = tensor([1, 2, 3], { dtype: "uint8" });
  expect(() => a.fill_(300)).toThrow("without overflow");
  expect(() => a.indexPut_([[0, 1]], 300)).toThrow("without overflow");
  expect(a.toArray()).toEqual([1, 2, 3]);
  expect(a.storage.version).toBe(0);
});

test("a list that holds itself is shown in a short line", () => {
  expect(() => api.add(loop as never, 1)).toThrow("x must be a tensor, got [[[[...]]]]");
});

test.each([
  [() => ones([2]).sum({ dim: 0, keepdim: "no" as never }), "keepdim"],
  [() => ones([2]).to("float32", { copy: 1 as never }), "copy"],
  [() => ones([2]).indexPut_([0], 1, { accumulate: "yes" as never }), "accumulate"],
  [() => ones([2]).backward(null, { retainGraph: 1 as never }), "retainGraph"],
  [() => ones([2]).sort({ descending: 1 as never }), "descending"],
  [() => ones([2]).topk(1, { largest: "no" as never }), "largest"],
  [() => ones([2]).nonzero({ asTuple: 1 as never }), "asTuple"],
])("a switch that is no boolean is refused %#", (call, name) => {
  expect(call).toThrow(`${name} must be a boolean`);
});

// torch.argmax(torch.ones(0, 3)): PyTorch gives advice for max and min alone.
test("positions of extremes of nothing are refused without further advice", () => {
  expect(() => argmax(zeros([0, 3]))).toThrow(
    /^argmax: argmax\(\): Expected reduction dim to be specified for input\.numel\(\) == 0\.$/,
  );
});
