import { conv2d, ones, tensor, threads, toTypedArray } from "toeplitz";

const ready = threads(2, { workerUrl: "/kernel-worker.js" }); // @toeplitz/wasm/worker.js
const weight = ones([1, 1, 3, 3]);

self.onmessage = async ({ data }: MessageEvent<Float32Array>) => {
  const { threads: count } = await ready;
  const y = conv2d(tensor(data, { shape: [1, 1, 4, 4] }), weight);
  self.postMessage({ sums: toTypedArray(y), threads: count });
};
