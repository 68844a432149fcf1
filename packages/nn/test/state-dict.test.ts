// State dicts: shared elements, strict and atomic loading, sources of every kind.
import { full, ones, type Tensor, tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { Conv1d, Identity, Parameter, Sequential } from "../src/index.ts";

const layer = () => new Conv1d(1, 2, 3);
const values = (state: ReadonlyMap<string, Tensor>) => new Map([...state].map(([name, x]) => [name, x.toArray()]));

test("shares elements with the module, off the tape", () => {
  const conv = layer();
  const state = conv.stateDict();
  expect(state.get("weight")?.requiresGrad).toBe(false);
  state.get("weight")?.fill_(3);
  expect(conv.weight.eq(3).all().item()).toBe(true);
  expect([...conv.stateDict({ prefix: "net." }).keys()]).toEqual(["net.weight", "net.bias"]);
});

test("what is saved can be loaded, into the same tensors and without touching the tape", () => {
  const [from, to] = [new Sequential(layer(), layer()), new Sequential(layer(), layer())];
  const parameters = to.parameters();
  const version = parameters[0]?.storage.version ?? 0;
  expect(to.loadStateDict(from.stateDict())).toEqual({ missingKeys: [], unexpectedKeys: [] });
  expect(values(to.stateDict())).toEqual(values(from.stateDict()));
  expect(to.parameters()).toEqual(parameters);
  expect(parameters.every((parameter) => parameter.requiresGrad && parameter.isLeaf)).toBe(true);
  expect(parameters[0]?.storage.version).toBeGreaterThan(version);
  expect(to.parameters()[0]?.storage).not.toBe(from.parameters()[0]?.storage);
});

test("a plain object serves as well, and other types of numbers are converted", () => {
  const conv = layer();
  conv.loadStateDict({ weight: full([2, 1, 3], 0.5, { dtype: "float64" }), bias: tensor([1, 2], { dtype: "int64" }) });
  expect(conv.weight.dtype).toBe("float32");
  expect(conv.weight.eq(0.5).all().item()).toBe(true);
  expect(conv.bias?.toArray()).toEqual([1, 2]);
});

test("strided sources and targets are honoured", () => {
  const holder = new Identity();
  const base = zeros([3, 2]);
  holder.registerParameter("w", new Parameter(base.t()));
  const source = tensor([
    [1, 4],
    [2, 5],
    [3, 6],
  ]).t();
  holder.loadStateDict({ w: source });
  expect(base.toArray()).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
});

describe("nothing is written unless everything fits", () => {
  const refusals: [string, Record<string, unknown>][] = [
    ["a missing key", { weight: ones([2, 1, 3]) }],
    ["an unexpected key", { weight: ones([2, 1, 3]), bias: ones([2]), more: ones([1]) }],
    ["another shape", { weight: ones([2, 1, 3]), bias: ones([3]) }],
    ["no tensor", { weight: ones([2, 1, 3]), bias: [1, 2] }],
    ["a tensor that was disposed of", { weight: ones([2, 1, 3]), bias: disposed([2]) }],
  ];
  test.each(refusals)("%s", (_, state) => {
    const conv = layer();
    const before = values(new Map([...conv.stateDict()].map(([name, x]) => [name, x.clone()])));
    const versions = conv.parameters().map((parameter) => parameter.storage.version);
    expect(() => conv.loadStateDict(state as never)).toThrow(
      "loadStateDict: Error(s) in loading state_dict for Conv1d:\n\t",
    );
    expect(values(conv.stateDict())).toEqual(before);
    expect(conv.parameters().map((parameter) => parameter.storage.version)).toEqual(versions);
  });

  test("a target that cannot be written to", () => {
    const holder = new Identity();
    const first = new Parameter(zeros([2]));
    holder.registerParameter("first", first);
    holder.registerParameter("stretched", new Parameter(zeros([1]).expand([4])));
    expect(() => holder.loadStateDict({ first: ones([2]), stretched: ones([4]) })).toThrow(
      'While copying the parameter named "stretched", whose dimensions in the model are torch.Size([4]) and whose ' +
        "dimensions in the checkpoint are torch.Size([4]), an exception occurred : ('unsupported operation: more than " +
        "one element of the written-to tensor refers to a single memory location. Please clone() the tensor before " +
        "performing the operation.',).",
    );
    expect(first.toArray()).toEqual([0, 0]);
  });
});

function disposed(shape: number[]): Tensor {
  const x = ones(shape);
  x.dispose();
  return x;
}

test("not strict: what meets is loaded, what does not is reported; shapes must fit all the same", () => {
  const conv = layer();
  const report = conv.loadStateDict({ weight: ones([2, 1, 3]), more: ones([1]) }, { strict: false });
  expect(report).toEqual({ missingKeys: ["bias"], unexpectedKeys: ["more"] });
  expect(conv.weight.eq(1).all().item()).toBe(true);
  expect(() => conv.loadStateDict({ weight: ones([1]) }, { strict: false })).toThrow(
    "size mismatch for weight: copying a param with shape torch.Size([1]) from checkpoint, the shape in current model is torch.Size([2, 1, 3]).",
  );
});

test("a module can be loaded from views of itself: two layers swap", () => {
  const net = new Sequential(layer(), layer());
  const [a, b] = net.parameters().filter((parameter) => parameter.ndim === 3) as [Parameter, Parameter];
  const [was, will] = [a.toArray(), b.toArray()];
  net.loadStateDict({ ...Object.fromEntries(net.stateDict()), "0.weight": b, "1.weight": a });
  expect([a.toArray(), b.toArray()]).toEqual([will, was]);
});

test("a tensor without axes takes the first element of an old file's vector", () => {
  const holder = new Identity();
  holder.registerBuffer("count", zeros([]));
  holder.loadStateDict({ count: tensor([5]) });
  expect(holder.stateDict().get("count")?.item()).toBe(5);
});

test("a key below a parameter, or a bare module's name, is unexpected", () => {
  const net = new Sequential(layer());
  const state = { ...Object.fromEntries(net.stateDict()), "0": ones([1]), "0.weight.x": ones([1]) };
  const { unexpectedKeys } = net.loadStateDict(state, { strict: false });
  expect([...unexpectedKeys].sort()).toEqual(["0", "0.weight.x"]);
});

test("what is no dictionary is refused, and strange keys are shown escaped and short", () => {
  const conv = layer();
  expect(() => conv.loadStateDict([] as never)).toThrow("Expected state_dict to be dict-like, got [].");
  expect(() => conv.loadStateDict(null as never)).toThrow("Expected state_dict to be dict-like, got null.");
  expect(() => conv.loadStateDict(ones([1]) as never)).toThrow("Expected state_dict to be dict-like, got a tensor");
  expect(() => conv.loadStateDict(new Map([[1, ones([1])]]) as never)).toThrow(
    "stateDict must have strings as keys, got 1",
  );
  const long = `a\n${"b".repeat(500)}`;
  expect(() => conv.loadStateDict({ [long]: ones([1]) })).toThrow(
    /Unexpected key\(s\) in state_dict: "a\\nb{100,}\.\.\.\. /,
  );
  expect(() => conv.loadStateDict({ weight: 3, bias: ones([2]) } as never)).toThrow(
    'While copying the parameter named "weight", expected torch.Tensor or Tensor-like object from checkpoint but received 3',
  );
});
