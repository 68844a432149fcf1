// A backend set through @toeplitz/tensor serves the tokens of @toeplitz/conv/kernels: no token exists twice in the packed files.
import { conv2d } from "@toeplitz/conv";
import { convNarrow } from "@toeplitz/conv/kernels";
import * as core from "@toeplitz/tensor";
import { override } from "@toeplitz/tensor/extend";
import * as whole from "toeplitz";

const { ones, setBackend } = core;

function callsDuring(action) {
  let calls = 0;
  const counting = override(convNarrow, {
    run() {
      calls += 1;
      return false; // declined: the portable kernel computes the numbers
    },
  });
  setBackend({ name: "counting", overrides: [counting] });
  action();
  setBackend(null);
  return calls;
}

const input = ones([1, 1, 3, 3]);
const weight = ones([1, 1, 2, 2]);
if (callsDuring(() => conv2d(input, weight)) !== 1) throw new Error("@toeplitz/conv does not ask the backend");
if (callsDuring(() => whole.conv2d(input, weight)) !== 1) throw new Error("toeplitz does not ask the backend");
if (whole.ones !== ones) throw new Error("toeplitz has a copy of @toeplitz/tensor");
