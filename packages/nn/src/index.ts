// @toeplitz/nn: modules, which are functions with parameters.
export * as grad from "@toeplitz/conv/grad";
export { Sigmoid, Tanh } from "./activation.ts";
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
export { Fold, Unfold } from "./columns.ts";
export { Conv1d, Conv2d, Conv3d } from "./conv.ts";
export { type ConvModuleOptions, ConvNd, type ConvTransposeModuleOptions } from "./conv-nd.ts";
export { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, type OutputSizeOptions } from "./conv-transpose.ts";
export { Dropout, Dropout1d, Dropout2d, Dropout3d, type DropoutModuleOptions } from "./dropout.ts";
export { Flatten, type FlattenOptions } from "./flatten.ts";
export type { ForwardHook, ForwardPreHook, HookHandle } from "./forward-hooks.ts";
export * as functional from "./functional/index.ts";
export { Identity } from "./identity.ts";
export * as init from "./init.ts";
export { Bilinear, Linear, type LinearModuleOptions } from "./linear.ts";
export { type Maxima, MaxPool1d, MaxPool2d, MaxPool3d, type MaxPoolModuleOptions } from "./max-pool.ts";
export { type ListOptions, Module, type NamedListOptions } from "./module.ts";
export { ModuleDict, ModuleList } from "./module-list.ts";
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
export type { IncompatibleKeys, StateDict } from "./state-dict.ts";
export { Unflatten } from "./unflatten.ts";
