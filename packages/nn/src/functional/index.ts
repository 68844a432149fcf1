// @toeplitz/nn/functional: torch.nn.functional's names, gathered from the packages that define them.
export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  fold,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  unfold,
} from "@toeplitz/conv";
export { gelu, pad, relu, relu_, sigmoid, silu, tanh } from "@toeplitz/tensor";
