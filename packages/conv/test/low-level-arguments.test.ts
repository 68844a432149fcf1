// The functions that describe a convolution refuse what is none, by name.
import { ToeplitzError } from "@toeplitz/tensor";
import { expect, test } from "vitest";
import * as api from "../src/index.ts";

const { wideShape, narrowShape, weightShape, countTaps, countPairs } = api;

test.each([
  ...Object.entries({ wideShape, narrowShape, weightShape, countTaps, countPairs }).map(
    ([name, fn]) => [name, () => fn(null as never)] as const,
  ),
  ["eachTap", () => api.eachTap({} as never, () => undefined)],
  ["taps", () => [...api.taps(undefined as never)]],
  ["tapsOfOutput", () => api.tapsOfOutput("x" as never, 0)],
  ["tapsOfInput", () => api.tapsOfInput(1 as never, 0)],
  ["tapsOfWeight", () => api.tapsOfWeight([] as never, 0)],
  ["convGeometry", () => api.convGeometry(null as never)],
  ["convGeometry", () => api.convGeometry({ api: "mine", rank: 2, transposed: false, input: {} } as never)],
] as const)("%s", (name, call) => {
  expect(call).toThrow(ToeplitzError);
  expect(call).toThrow(`${name}: `);
});
