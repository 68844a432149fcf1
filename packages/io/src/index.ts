// @toeplitz/io: tensors from files and into files. What a file says is never trusted and never run.
export type { LoadOptions, Source } from "./bytes/input.ts";
export type { SaveOptions } from "./bytes/output.ts";
export type { HalfPrecision } from "./elements/element-type.ts";
export type { HalfOptions, NamedTensors } from "./named-tensors.ts";
export { type LoadNpyOptions, loadNpy } from "./npy/load-npy.ts";
export { loadNpz } from "./npy/load-npz.ts";
export { type SaveNpyOptions, saveNpy } from "./npy/save-npy.ts";
export { type SaveNpzOptions, saveNpz } from "./npy/save-npz.ts";
export { type LoadPthOptions, loadPth, loadPthValue } from "./pth/load-pth.ts";
export { type SavePthOptions, savePth } from "./pth/save-pth.ts";
export type { PthValue } from "./pth/torch-globals.ts";
export type { SafetensorsEntry } from "./safetensors/header.ts";
export { loadSafetensors, openSafetensors, type SafetensorsFile } from "./safetensors/load-safetensors.ts";
export { type SaveSafetensorsOptions, saveSafetensors } from "./safetensors/save-safetensors.ts";
export { loadSafetensorsShards } from "./safetensors/shards.ts";
