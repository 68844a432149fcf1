// @toeplitz/nn/functional: torch.nn.functional's names, gathered from the packages that define them.
export {
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  fold,
  unfold,
} from "@toeplitz/conv";
export { gelu, pad, relu, relu_, sigmoid, silu, tanh } from "@toeplitz/tensor";
