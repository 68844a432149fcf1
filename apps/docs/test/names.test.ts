// The table of names: every export is in it, PyTorch's names exist, and what is here alone is known to be.
import { readFileSync } from "node:fs";
import * as toeplitz from "toeplitz";
import * as io from "toeplitz/io";
import { expect, it } from "vitest";
import { nameTable } from "../src/pytorch/name-table.ts";

const entries = nameTable.flatMap((section) => section.entries);
const here = new Set(entries.map((entry) => entry.here));

/** Every function and class, under the name that it is reached by. */
function reached(namespace: object, prefix = ""): string[] {
  return Object.entries(namespace).flatMap(([name, value]) => {
    if (typeof value === "function") return [prefix + name];
    return Object.prototype.toString.call(value) === "[object Module]" ? reached(value, `${prefix}${name}.`) : [];
  });
}

it("has every export", () => {
  // functional is nn.functional.
  const missing = [...reached(toeplitz), ...reached(io)].filter(
    (name) => !here.has(name.replace(/^nn\.functional/, "functional")),
  );
  expect(missing).toEqual([]);
});

it("names nothing of PyTorch that it does not have", () => {
  const known = new Set(
    readFileSync(new URL("../src/pytorch/names.txt", import.meta.url), "utf8")
      .trim()
      .split("\n"),
  );
  const own = /__\w+__$|_LRScheduler$/;
  const wrong = entries.filter(({ there }) => there?.startsWith("torch.") && !known.has(there) && !own.test(there));
  expect(wrong).toEqual([]);
});

it("knows what PyTorch does not have", () => {
  expect(entries.filter(({ there }) => there === null).map((entry) => entry.here)).toMatchInlineSnapshot(`
    [
      "convGeometry",
      "convOutputSize",
      "convTransposeOutputSize",
      "countPairs",
      "countTaps",
      "createBackend",
      "eachTap",
      "getKernelMatrix",
      "getPrintOptions",
      "getRandomProfile",
      "kernelMatrix",
      "KernelMatrix",
      "narrowShape",
      "read",
      "setBackend",
      "setRandomProfile",
      "status",
      "taps",
      "tapsOfInput",
      "tapsOfOutput",
      "tapsOfWeight",
      "threads",
      "ToeplitzError",
      "wasm",
      "weightShape",
      "wideShape",
      "nn.ConvNd",
      "loadPthValue",
      "loadSafetensorsShards",
    ]
  `);
});
