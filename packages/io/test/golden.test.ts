// What NumPy and PyTorch wrote is read as they read it: bit for bit, with strides, offsets and shared storages.
import { expect, test } from "vitest";
import { loadNpy, loadNpz, loadPth, loadPthValue } from "../src/index.ts";
import { answers, describe, describeArray, golden } from "./described.ts";

const named = (suffix: string) => Object.keys(answers).filter((name) => name.endsWith(suffix));

test.each(named(".npz"))("%s", async (name) => {
  const arrays = await loadNpz(golden(name));
  expect(Object.fromEntries([...arrays].map(([key, x]) => [key, describeArray(x)]))).toEqual(answers[name]);
});

test.each(named(".npy"))("%s", async (name) => {
  expect(describeArray(await loadNpy(golden(name)))).toEqual(answers[name]);
});

test.each(named(".pth"))("%s", async (name) => {
  expect(describe(await loadPthValue(golden(name)))).toEqual(answers[name]);
});

test("a state dict is a map that a module takes, in both formats", async () => {
  for (const name of ["state-dict.pth", "state-dict-legacy.pth"]) {
    const state = await loadPth(golden(name));
    expect([...state.keys()].slice(0, 3)).toEqual(["conv1.weight", "conv1.bias", "layers.0.weight"]);
    expect(describe(state)).toEqual(answers[name]);
  }
});

test("a state dict inside of a checkpoint is found by its key, and the refusal without one names it", async () => {
  const state = await loadPth(golden("checkpoint.pth"), { key: "model_state_dict" });
  expect([...state.keys()]).toEqual(["weight", "bias"]);
  const deep = await loadPth(golden("checkpoint.pth"), { key: ["optimizer_state_dict", "state"] }).catch((e) => e);
  expect(deep).toMatchObject({ code: "state", message: expect.stringContaining("a dict with the key 0") });
  await expect(loadPth(golden("checkpoint.pth"))).rejects.toThrow(
    /^loadPth: checkpoint must be a dict of tensors, got .* at \\"epoch\\"" \(the option key finds it: "model_state_dict"\)$/,
  );
  await expect(loadPth(golden("checkpoint.pth"), { key: "modl" })).rejects.toThrow(
    'checkpoint must have the key "modl"',
  );
  await expect(loadPth(golden("tensor.pth"))).rejects.toMatchObject({ code: "state" });
});

test.each([
  ["objects.npy", loadNpy, "dtype", "would need pickle"],
  ["objects.npz", loadNpz, "dtype", 'member "a.npy": descr must be no object'],
  ["text.npy", loadNpy, "dtype", '"<U2"'],
  ["complex.npy", loadNpy, "dtype", '"<c8"'],
  ["record.npy", loadNpy, "file", "descr must be one element type, not a structure"],
  ["refused.pth", loadPthValue, "global", "GLOBAL numpy.core.multiarray.scalar was not an allowed global by default"],
  ["refused-legacy.pth", loadPthValue, "global", "Unsupported global: GLOBAL numpy.core.multiarray.scalar"],
] as const)("%s is refused by name", async (name, load, code, text) => {
  await expect(load(golden(name))).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
});
