// State dicts from strangers: keys of every kind, a million of them, errors in the last one; nothing is written in part.
import { ones, type Tensor, tensor, zeros } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import { Conv1d, Conv2d, ConvTranspose2d, Sequential } from "../src/index.ts";

const net = () => new Sequential(new Conv1d(1, 2, 3), new Conv1d(2, 1, 3));
const stateOf = (module: Sequential) => new Map<string, Tensor>(module.stateDict());
const message = (load: () => unknown) => {
  try {
    load();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("was not refused");
};

test("keys that every object has are unexpected like any other (H13)", () => {
  const module = net();
  const keys = ["__proto__", "__proto__.polluted", "constructor", "toString", "0.__proto__", "0.constructor.prototype"];
  const state = stateOf(module);
  for (const key of keys) state.set(key, ones([1]));
  const { unexpectedKeys } = module.loadStateDict(state, { strict: false });
  expect([...unexpectedKeys].sort()).toEqual([...keys].sort());
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  const parsed = JSON.parse('{"__proto__": 1}');
  expect(message(() => module.loadStateDict(parsed))).toContain('Unexpected key(s) in state_dict: "__proto__"');
});

test("keys that look alike are different, and the message shows what cannot be seen (H14)", () => {
  const module = net();
  const state = stateOf(module);
  for (const key of ["0.weight\u00a0", "\u202e0.weight", "0.\u0000weight", "0.we\u200bight"]) state.set(key, ones([1]));
  const text = message(() => module.loadStateDict(state));
  for (const shown of ["0.weight\\u00a0", "\\u202e0.weight", "0.\\u0000weight", "0.we\\u200bight"]) {
    expect(text).toContain(JSON.stringify(shown).replaceAll("\\\\", "\\"));
  }
  const composed = new Map([...stateOf(module)].map(([key, x]) => [key.replace("weight", "w\u00e9ight"), x]));
  composed.set("0.we\u0301ight", ones([1]));
  expect(message(() => module.loadStateDict(composed))).toContain('"0.w\u00e9ight", "0.we\u0301ight"');
});

test("a million unexpected keys take time in proportion, and the message stays short (H1, H2, H17)", () => {
  const module = net();
  const state = stateOf(module);
  const x = ones([1]);
  for (let i = 0; i < 1e6; i++) state.set(`layer.${i}`, x);
  const before = process.cpuUsage();
  const text = message(() => module.loadStateDict(state));
  // Half a second of computing where nothing else runs.
  expect(process.cpuUsage(before).user).toBeLessThan(5e6);
  expect(text.length).toBeLessThan(4096);
  expect(text).toContain('"layer.19", +999980 more. ');
});

test("an error in the last key leaves everything as it was (H12)", () => {
  const module = net();
  const before = [...module.stateDict().values()].map((x) => x.toArray());
  const state = new Map([...module.stateDict()].map(([key, x]) => [key, ones(x.shape)]));
  state.set("1.bias", ones([7]));
  expect(message(() => module.loadStateDict(state))).toContain(
    "size mismatch for 1.bias: copying a param with shape torch.Size([7]) from checkpoint, the shape in current model is torch.Size([1]).",
  );
  expect([...module.stateDict().values()].map((x) => x.toArray())).toEqual(before);
});

test("a transposed convolution's weight is never turned to fit (H4)", () => {
  const state = new Conv2d(2, 3, 3, { bias: false }).stateDict();
  const transposed = new ConvTranspose2d(2, 3, 3, { bias: false });
  expect(message(() => transposed.loadStateDict(state))).toContain(
    "copying a param with shape torch.Size([3, 2, 3, 3]) from checkpoint, the shape in current model is torch.Size([2, 3, 3, 3])",
  );
});

test("NaN and infinities are loaded as they are (H10)", () => {
  const conv = new Conv1d(1, 1, 2);
  const values = [Number.NaN, Number.NEGATIVE_INFINITY];
  conv.loadStateDict({ weight: tensor([[values]]), bias: zeros([1]) });
  expect(conv.weight.toArray()).toEqual([[values]]);
});

test("a storage that backs two names is copied to both (H15)", () => {
  const module = new Sequential(new Conv1d(1, 1, 3, { bias: false }), new Conv1d(1, 1, 3, { bias: false }));
  const base = tensor([1, 2, 3, 4]);
  module.loadStateDict({
    "0.weight": base.narrow(0, 0, 3).reshape([1, 1, 3]),
    "1.weight": base.narrow(0, 1, 3).reshape([1, 1, 3]),
  });
  expect([...module.stateDict().values()].map((x) => x.toArray())).toEqual([[[[1, 2, 3]]], [[[2, 3, 4]]]]);
});
