// The packed declarations: every entry resolves, and one Tensor is one type through all of them.
import { conv2d } from "@toeplitz/conv";
import * as geometry from "@toeplitz/conv/geometry";
import * as grad from "@toeplitz/conv/grad";
import * as convKernels from "@toeplitz/conv/kernels";
import { loadSafetensors, type SafetensorsFile } from "@toeplitz/io";
import { getKernelMatrix } from "@toeplitz/kernel-matrix";
import { Conv2d } from "@toeplitz/nn";
import * as data from "@toeplitz/nn/data";
import * as functional from "@toeplitz/nn/functional";
import * as init from "@toeplitz/nn/init";
import * as optim from "@toeplitz/nn/optim";
import { ones, type Tensor } from "@toeplitz/tensor";
import * as extend from "@toeplitz/tensor/extend";
import * as tensorKernels from "@toeplitz/tensor/kernels";
import * as accelerator from "@toeplitz/wasm";
import * as whole from "toeplitz";
import * as files from "toeplitz/io";
import * as standalone from "toeplitz/standalone";

const input: Tensor = whole.ones([1, 1, 4, 4]);
const weight: Tensor = ones([1, 1, 3, 3]);
const output: Tensor = conv2d(input, weight, { stride: 2, padding: 1 }).add(1);
const matrix: Tensor = getKernelMatrix(weight.reshape([3, 3]), [4, 4], { stride: 1 });
const layer = new Conv2d(1, 1, 3, { bias: false });
const forwarded: Tensor = layer.forward(input);
const loaded: Promise<Map<string, Tensor>> = loadSafetensors(new Uint8Array(0));
const opened: Promise<SafetensorsFile> = files.openSafetensors(new Blob([]));
const saved: Promise<BlobPart> = files.savePth(layer.stateDict());

// @ts-expect-error -- an option that does not exist is an error: the declarations are not `any`.
conv2d(input, weight, { strides: 2 });

export {
  accelerator,
  convKernels,
  data,
  extend,
  forwarded,
  functional,
  geometry,
  grad,
  init,
  loaded,
  matrix,
  opened,
  optim,
  output,
  saved,
  standalone,
  tensorKernels,
};
