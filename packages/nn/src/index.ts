// @toeplitz/nn: modules, which are functions with parameters.
export * as grad from "@toeplitz/conv/grad";
export { Conv1d, Conv2d, Conv3d } from "./conv.ts";
export { type ConvModuleOptions, ConvNd, type ConvTransposeModuleOptions } from "./conv-nd.ts";
export { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d, type OutputSizeOptions } from "./conv-transpose.ts";
export { Flatten, type FlattenOptions } from "./flatten.ts";
export type { ForwardHook, ForwardPreHook, HookHandle } from "./forward-hooks.ts";
export * as functional from "./functional/index.ts";
export { Identity } from "./identity.ts";
export * as init from "./init.ts";
export { type ListOptions, Module, type NamedListOptions } from "./module.ts";
export { Parameter, type ParameterOptions } from "./parameter.ts";
export { ReLU, type ReLUOptions } from "./relu.ts";
export { type NamedModules, Sequential, type TensorModule } from "./sequential.ts";
export type { IncompatibleKeys, StateDict } from "./state-dict.ts";
