import { convNarrow } from "@toeplitz/conv/kernels";
import { override } from "@toeplitz/tensor/extend";
import { conv2d, ones, setBackend } from "toeplitz";

let calls = 0;
const counting = override(convNarrow, {
  supports: () => true,
  run: () => {
    calls++;
    return false; // declined: the portable kernel takes over
  },
});
setBackend({ name: "counting", overrides: [counting] });
console.log(conv2d(ones([1, 1, 3, 3]), ones([1, 1, 3, 3])).item(), calls);
setBackend(null);
