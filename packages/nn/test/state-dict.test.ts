// State dicts: shared elements, strict and atomic loading, sources of every kind.
import { full, ones, type Tensor, tensor, zeros } from "@toeplitz/tensor";
import { describe, expect, test } from "vitest";
import { BatchNorm1d, Conv1d, Identity, InstanceNorm1d, Linear, Parameter, Sequential } from "../src/index.ts";

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

describe("a state without a version is taken as PyTorch takes a plain dict", () => {
  // bn = nn.BatchNorm1d(2); bn.num_batches_tracked.fill_(5)
  // bn.load_state_dict({'weight': w, 'bias': b, 'running_mean': m, 'running_var': v}); bn.num_batches_tracked  # tensor(0)
  test("batches that it doesn't count are none", () => {
    const [norm, net] = [new BatchNorm1d(2), new Sequential(new BatchNorm1d(2))];
    const state = { weight: ones([2]), bias: ones([2]), running_mean: full([2], 3), running_var: full([2], 4) };
    norm.numBatchesTracked?.fill_(5);
    expect(norm.loadStateDict(state)).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect([norm.numBatchesTracked?.item(), norm.runningMean?.toArray()]).toEqual([0, [3, 3]]);
    const inside = Object.fromEntries(Object.entries(state).map(([name, x]) => [`0.${name}`, x]));
    net.loadStateDict(inside);
    expect(net.stateDict().get("0.num_batches_tracked")?.item()).toBe(0);
    expect(Object.keys(inside)).toHaveLength(4);
    const tracking = new InstanceNorm1d(2, { affine: true, trackRunningStats: true });
    expect(tracking.loadStateDict(state)).toEqual({ missingKeys: [], unexpectedKeys: [] });
  });

  // nn.BatchNorm1d(2).load_state_dict({})
  test("other keys are missing as ever", () => {
    expect(() => new BatchNorm1d(2).loadStateDict({})).toThrow(
      'Missing key(s) in state_dict: "weight", "bias", "running_mean", "running_var". ',
    );
  });

  // nn.Sequential(nn.InstanceNorm1d(3)).load_state_dict({'0.weight': w, '0.running_mean': w, '0.running_var': w})
  test("instances that track nothing say where their statistics come from", () => {
    const [net, state] = [new Sequential(new InstanceNorm1d(3)), new Map<string, Tensor>()];
    for (const name of ["weight", "running_mean", "running_var"]) state.set(`0.${name}`, ones([3]));
    const load = (strict: boolean) => () => net.loadStateDict(state, { strict });
    const reason =
      'Unexpected running stats buffer(s) "0.running_mean" and "0.running_var" for InstanceNorm1d with track_running_stats=False. If state_dict is a checkpoint saved before 0.4.0, this may be expected because InstanceNorm1d does not track running stats by default since 0.4.0. Please remove these keys from state_dict. If the running stats are actually needed, instead set track_running_stats=True in InstanceNorm1d to enable them. See the documentation of InstanceNorm1d for details.';
    expect(load(true)).toThrow(
      `Error(s) in loading state_dict for Sequential:\n\tUnexpected key(s) in state_dict: "0.weight". \n\t${reason}`,
    );
    expect(load(false)).toThrow(`Error(s) in loading state_dict for Sequential:\n\t${reason}`);
    expect(state.size).toBe(3);
  });

  // nn.Sequential(nn.Linear(1, 1)).load_state_dict({'0.weight': w, '0.bias': b, '0.weight.x': b, '0': b, '0.foo.x': b, '1.x': b})
  test("a key is known by its first name", () => {
    const net = new Sequential(new Linear(1, 1));
    const keys = ["0.weight.x", "0", "0.foo.x", "1.x"];
    const state = new Map([...net.stateDict(), ...keys.map((key) => [key, ones([1])] as const)]);
    expect(net.loadStateDict(state, { strict: false }).unexpectedKeys).toEqual(["1.x", "0.foo.x"]);
  });
});
