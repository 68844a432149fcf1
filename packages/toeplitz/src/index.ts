// toeplitz: everything under one name. What it exports is by definition the sum of its packages, so it alone may `export *`.

export * from "@toeplitz/conv";
export * from "@toeplitz/kernel-matrix";
export * as nn from "@toeplitz/nn";
export * as functional from "@toeplitz/nn/functional";
export * from "@toeplitz/tensor";
