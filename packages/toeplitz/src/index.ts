// toeplitz: everything under one name. What it exports is by definition the sum of its packages, so it alone may `export *`.
//
// Importing it switches the accelerator on: that is the one effect, and package.json says so under `sideEffects`.
import { setBackend } from "@toeplitz/tensor";
import { wasm } from "@toeplitz/wasm";

export * from "@toeplitz/conv";
export * from "@toeplitz/kernel-matrix";
export * as nn from "@toeplitz/nn";
export * as data from "@toeplitz/nn/data";
export * as functional from "@toeplitz/nn/functional";
export * as optim from "@toeplitz/nn/optim";
export * from "@toeplitz/tensor";
export * from "@toeplitz/wasm";

setBackend(wasm());
