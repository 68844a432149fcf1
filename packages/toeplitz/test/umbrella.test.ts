// The umbrella is the sum of its packages: no name is lost to another package's, and types travel with the namespaces.
import * as conv from "@toeplitz/conv";
import * as kernelMatrix from "@toeplitz/kernel-matrix";
import * as modules from "@toeplitz/nn";
import * as data from "@toeplitz/nn/data";
import * as functional from "@toeplitz/nn/functional";
import * as optim from "@toeplitz/nn/optim";
import * as tensor from "@toeplitz/tensor";
import * as accelerator from "@toeplitz/wasm";
import { expect, test } from "vitest";
import * as toeplitz from "../src/index.ts";

test("every flat name is there and is the package's own", () => {
  const { nn: _nn, functional: _functional, data: _data, optim: _optim, ...flat } = toeplitz;
  // `export *` drops a name that two packages export; comparing values finds it.
  expect(flat).toEqual({ ...tensor, ...conv, ...kernelMatrix, ...accelerator });
  const names = [tensor, conv, kernelMatrix, accelerator].flatMap((part) => Object.keys(part));
  expect(names.length).toBe(new Set(names).size);
});

test("the namespaces are the packages' entries", () => {
  expect({ ...toeplitz.nn }).toEqual({ ...modules });
  expect({ ...toeplitz.functional }).toEqual({ ...functional });
  expect({ ...toeplitz.optim }).toEqual({ ...optim });
  expect({ ...toeplitz.data }).toEqual({ ...data });
});

test("a namespace holds types too", () => {
  const layer: toeplitz.nn.Conv2d = new toeplitz.nn.Conv2d(3, 6, 3, { bias: false });
  const input: toeplitz.Tensor = toeplitz.randn([1, 3, 4, 4]);
  const weight: toeplitz.nn.Parameter = layer.weight;
  expect(weight.shape).toEqual([6, 3, 3, 3]);
  expect(layer.forward(input).shape).toEqual([1, 6, 2, 2]);
  expect(layer.forward(input).toTypedArray()).toEqual(toeplitz.conv2d(input, weight).toTypedArray());
});

test("importing it switches the accelerator on", () => {
  expect(toeplitz.status()).toMatchObject({ backend: "wasm", level: "default" });
});
