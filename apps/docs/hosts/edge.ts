import { createBackend } from "@toeplitz/wasm";
import kernels from "@toeplitz/wasm/kernels.wasm"; // a WebAssembly.Module: the host compiles it
import { conv2d, ones, setBackend, status } from "toeplitz";

setBackend(createBackend(kernels));

export default {
  fetch(): Response {
    const y = conv2d(ones([1, 1, 4, 4]), ones([1, 1, 3, 3]));
    return Response.json({ y: y.toArray(), backend: status().backend });
  },
};
