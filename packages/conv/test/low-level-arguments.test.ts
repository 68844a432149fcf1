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
  [
    "eachTap",
    () => {
      const input = { shape: [1, 1, 3], dtype: "float32" } as const;
      const weight = { shape: [1, 1, 2], dtype: "float32" } as const;
      const { geometry } = api.convGeometry({ api: "mine", rank: 1, transposed: false, input, weight });
      return api.eachTap(geometry, 3 as never);
    },
  ],
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

const sized = (dtype: unknown, shape: readonly unknown[]) => ({ dtype, shape });
const right = {
  api: "mine",
  rank: 1,
  transposed: false,
  input: sized("float32", [1, 2, 5]),
  weight: sized("float32", [3, 2, 2]),
};

test.each([
  ["input", sized("float16", [1, 2, 5])],
  ["input", sized(null, [1, 2, 5])],
  ["weight", sized("float32", [3, Symbol("s"), 2])],
  ["weight", sized("float32", [3, 1n, 2])],
  ["bias", sized([], [3])],
  ["bias", 3],
  ["rank", -1n],
  ["rank", undefined],
  ["rank", 4],
  ["transposed", 0],
  ["api", Object.create(null)],
])("convGeometry refuses another %s", (name, value) => {
  expect(api.convGeometry(right as never).outputShape).toEqual([1, 3, 4]);
  const call = () => api.convGeometry({ ...right, [name]: value } as never);
  expect(call).toThrow(ToeplitzError);
  expect(call).toThrow(`convGeometry: call.${name} must`);
});
