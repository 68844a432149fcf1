// The library under test, flat, as `toeplitz` exports it.
import * as conv from "@toeplitz/conv";
import * as convGrad from "@toeplitz/conv/grad";
import * as kernelMatrix from "@toeplitz/kernel-matrix";
import * as tensor from "@toeplitz/tensor";
import type { Api } from "../src/rows/index.ts";

export const library: Api = { ...tensor, ...conv, ...kernelMatrix, nn: { grad: convGrad } };
