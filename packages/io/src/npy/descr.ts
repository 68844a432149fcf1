// NumPy's spelling of element types: byte order, kind, bytes.
import type { DType } from "@toeplitz/tensor";
import type { Input } from "../bytes/input.ts";
import type { ElementTypeName } from "../elements/element-type.ts";

const kinds: ReadonlyMap<string, ElementTypeName> = new Map([
  ["b1", "bool"],
  ["u1", "uint8"],
  ["i1", "int8"],
  ["i2", "int16"],
  ["u2", "uint16"],
  ["i4", "int32"],
  ["u4", "uint32"],
  ["i8", "int64"],
  ["u8", "uint64"],
  ["f2", "float16"],
  ["f4", "float32"],
  ["f8", "float64"],
]);

/** What an element type string means: `<f4`, `>i8`, `|b1`. `=` is this machine's order, little-endian. */
export function readDescr(input: Input, where: string, descr: string): { as: ElementTypeName; bigEndian: boolean } {
  const [order, kind] = [descr.slice(0, 1), descr.slice(1)];
  if (kind.startsWith("O")) {
    throw input.refuse(`${where}descr`, "be no object: those would need pickle, which can run code", descr, {
      code: "dtype",
    });
  }
  const as = kinds.get(kind);
  const ordered = kind.endsWith("1") ? "<>=|" : "<>=";
  if (as === undefined || !ordered.includes(order)) {
    const rule = `be a byte order and one of ${[...kinds.keys()].join(", ")}`;
    throw input.refuse(`${where}descr`, rule, descr, { code: "dtype" });
  }
  return { as, bigEndian: order === ">" };
}

/** What NumPy itself writes for the type. */
export const descrOf: Readonly<Record<DType | "float16", string>> = {
  bool: "|b1",
  uint8: "|u1",
  int32: "<i4",
  int64: "<i8",
  float16: "<f2",
  float32: "<f4",
  float64: "<f8",
};
