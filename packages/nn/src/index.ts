// @toeplitz/nn: modules, which are functions with parameters.
export * as grad from "@toeplitz/conv/grad";
export {
  ELU,
  type ELUOptions,
  GELU,
  type GELUOptions,
  GLU,
  type GLUOptions,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  type HardtanhOptions,
  type InplaceOptions,
  LeakyReLU,
  type LeakyReLUOptions,
  LogSigmoid,
  Mish,
  ReLU6,
  Sigmoid,
  SiLU,
  Softplus,
  type SoftplusOptions,
  Tanh,
} from "./activation.ts";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  type AdaptiveMaxPoolModuleOptions,
} from "./adaptive-pool.ts";
export { AvgPool1d, AvgPool2d, AvgPool3d } from "./avg-pool.ts";
export type { FullBackwardHook, Gradients } from "./backward-hooks.ts";
export {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  type NormModuleOptions,
} from "./batch-norm.ts";
export { Fold, Unfold } from "./columns.ts";
export { Conv1d, Conv2d, Conv3d } from "./conv.ts";
export { type ConvModuleOptions, ConvNd, type ConvTransposeModuleOptions } from "./conv-nd.ts";
export { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, type OutputSizeOptions } from "./conv-transpose.ts";
export { Dropout, Dropout1d, Dropout2d, Dropout3d, type DropoutModuleOptions } from "./dropout.ts";
export { Flatten, type FlattenOptions } from "./flatten.ts";
export type { ForwardHook, ForwardPreHook, HookHandle } from "./forward-hooks.ts";
export * as functional from "./functional/index.ts";
export { fuseConvBn } from "./fuse-conv-bn.ts";
export { Identity } from "./identity.ts";
export * as init from "./init.ts";
export {
  LazyConv1d,
  LazyConv2d,
  LazyConv3d,
  LazyConvTranspose1d,
  LazyConvTranspose2d,
  LazyConvTranspose3d,
  LazyLinear,
} from "./lazy.ts";
export { Bilinear, Linear, type LinearModuleOptions } from "./linear.ts";
export {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  HuberLoss,
  KLDivLoss,
  L1Loss,
  MSELoss,
  NLLLoss,
  SmoothL1Loss,
} from "./loss.ts";
export { type Maxima, MaxPool1d, MaxPool2d, MaxPool3d, type MaxPoolModuleOptions } from "./max-pool.ts";
export { type ListOptions, Module, type NamedListOptions } from "./module.ts";
export { ModuleDict, ModuleList } from "./module-list.ts";
export { GroupNorm, type GroupNormOptions, LayerNorm, type LayerNormOptions } from "./normalization.ts";
export {
  ConstantPad1d,
  ConstantPad2d,
  ConstantPad3d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReflectionPad3d,
  ReplicationPad1d,
  ReplicationPad2d,
  ReplicationPad3d,
  ZeroPad2d,
} from "./pad.ts";
export { Parameter, type ParameterOptions } from "./parameter.ts";
export { PixelShuffle, PixelUnshuffle } from "./pixel-shuffle.ts";
export { ReLU, type ReLUOptions } from "./relu.ts";
export { type NamedModules, Sequential, type TensorModule } from "./sequential.ts";
export { LogSoftmax, PReLU, type PReLUOptions, Softmax, type SoftmaxModuleOptions } from "./softmax.ts";
export type { IncompatibleKeys, StateDict } from "./state-dict.ts";
export { Unflatten } from "./unflatten.ts";
export { Upsample } from "./upsample.ts";
