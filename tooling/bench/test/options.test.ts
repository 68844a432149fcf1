// The command line: which parts run, on which layers, with which settings.
import { expect, test } from "vitest";
import { readLayers } from "../layer.ts";
import { choose, readOptions } from "../options.ts";

test("without flags everything that the bars need; with some, those; for a choice of layers, their table", () => {
  const everything = [
    "layers",
    "tiny",
    "cold",
    "size",
    "backward",
    "networks",
    "training",
    "peak",
    "threads",
    "node20",
    "revectorized",
  ];
  expect(readOptions([]).sections).toEqual(everything);
  expect(readOptions(["--all"]).sections).toEqual([...everything, "more", "page"]);
  expect(readOptions(["--size", "--cold"]).sections).toEqual(["cold", "size"]);
  expect(readOptions(["--layer", "dw3"]).sections).toEqual(["layers"]);
  expect(readOptions(["--layer", "dw3", "--page"]).sections).toEqual(["page"]);
  const { sections, threads } = readOptions(["--threads", "4"]);
  expect([sections, threads]).toEqual([["threads"], 4]);
});

test("layers are chosen by a part of the name and by class", () => {
  const names = (args: string[]) => choose(readLayers("layers.json"), readOptions(args)).map(({ name }) => name);
  expect(names(["--layer", "dw3"])).toEqual(["dw3_32@112", "dw3s2_96@112", "c1d_dw31_512@1000"]);
  expect(names(["--layer", "dw3", "--class", "depthwise"])).toEqual(["dw3_32@112", "dw3s2_96@112"]);
  expect(names([])).toHaveLength(30);
});

test("settings of ours, and rounds", () => {
  const options = readOptions(["--level", "high", "--revectorize", "--wasm", '{"memory":1}', "--no-wasm", "--forget"]);
  expect(options.ours).toEqual({
    wasm: { level: "high", revectorize: true, memory: 1 },
    portable: true,
    dispose: false,
  });
  expect(readOptions([]).ours).toEqual({ wasm: {}, portable: false, dispose: true });
  expect(readOptions([]).protocol.rounds).toBe(5);
  expect(readOptions(["--quick"]).protocol.rounds).toBe(2);
  expect(readOptions(["--quick", "--rounds", "3"]).protocol.rounds).toBe(3);
  expect(readOptions(["--node", "/x/node"]).built).toBe(true);
  expect(() => readOptions(["--unknown"])).toThrow("--unknown");
});
