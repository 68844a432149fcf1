// The element types of safetensors: all that the format names, and those of them that a tensor can hold.
import type { ElementTypeName, SavedType } from "../elements/element-type.ts";

/** One element type: how many bits it takes in the file, and what it is read as, if anything. */
export interface FileType {
  readonly bits: number;
  readonly as?: ElementTypeName;
}

/** By the format's name. */
export const fileTypes: ReadonlyMap<string, FileType> = new Map([
  ["BOOL", { bits: 8, as: "bool" }],
  ["U8", { bits: 8, as: "uint8" }],
  ["I8", { bits: 8, as: "int8" }],
  ["I16", { bits: 16, as: "int16" }],
  ["U16", { bits: 16, as: "uint16" }],
  ["F16", { bits: 16, as: "float16" }],
  ["BF16", { bits: 16, as: "bfloat16" }],
  ["I32", { bits: 32, as: "int32" }],
  ["U32", { bits: 32, as: "uint32" }],
  ["F32", { bits: 32, as: "float32" }],
  ["I64", { bits: 64, as: "int64" }],
  ["U64", { bits: 64, as: "uint64" }],
  ["F64", { bits: 64, as: "float64" }],
  ["F4", { bits: 4 }],
  ["F6_E2M3", { bits: 6 }],
  ["F6_E3M2", { bits: 6 }],
  ["F8_E5M2", { bits: 8 }],
  ["F8_E4M3", { bits: 8 }],
  ["F8_E8M0", { bits: 8 }],
  ["F8_E5M2FNUZ", { bits: 8 }],
  ["F8_E4M3FNUZ", { bits: 8 }],
  ["C64", { bits: 64 }],
]);

/** The format's name of what a tensor is saved as. */
export const fileTypeOf: Readonly<Record<SavedType, string>> = {
  bool: "BOOL",
  uint8: "U8",
  int32: "I32",
  int64: "I64",
  float16: "F16",
  bfloat16: "BF16",
  float32: "F32",
  float64: "F64",
};
