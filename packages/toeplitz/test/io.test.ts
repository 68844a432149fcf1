// toeplitz/io is the package, and what it loads is what a module of the umbrella takes: on the accelerator and off it.
import * as io from "@toeplitz/io";
import { expect, test } from "vitest";
import { manualSeed, nn, randn, setBackend, wasm } from "../src/index.ts";
import * as subPath from "../src/io.ts";

test("toeplitz/io has every name of the package", () => {
  expect({ ...subPath }).toEqual({ ...io });
});

const formats = [
  { name: "safetensors", save: io.saveSafetensors, load: io.loadSafetensors },
  { name: "pth", save: io.savePth, load: io.loadPth },
  { name: "npz", save: io.saveNpz, load: io.loadNpz },
];

test.each(formats)("a model goes into $name and comes back with the same answers", async ({ save, load }) => {
  manualSeed(1);
  const model = () => new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.Conv2d(4, 2, 1, { bias: false }));
  const [from, to] = [model(), model()];
  const x = randn([1, 3, 6, 6]);
  const y = from.forward(x);
  expect(to.forward(x).equal(y)).toBe(false);
  const state = await load(await save(from.stateDict()));
  expect(to.loadStateDict(state)).toEqual({ missingKeys: [], unexpectedKeys: [] });
  expect(to.forward(x).equal(y)).toBe(true);
  setBackend(null);
  expect(to.stateDict().get("0.weight")?.equal(from.stateDict().get("0.weight")!)).toBe(true);
  setBackend(wasm());
});
