// Files that real NumPy and real PyTorch wrote, and what those say is in them.
import { readFileSync } from "node:fs";
import { Tensor } from "@toeplitz/tensor";
import type { Storage } from "@toeplitz/tensor/extend";

/** One tensor; what a format does not have is left out. */
export interface DescribedTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
  readonly offset?: number;
  readonly storage?: number | null;
  readonly requiresGrad?: boolean;
  readonly hex: string;
}

/** A value of Python. */
export type Described =
  | { readonly tensor: DescribedTensor }
  | { readonly dict: readonly (readonly [Described, Described])[] }
  | { readonly list: readonly Described[] }
  | { readonly whole: string }
  | { readonly value: unknown };

const folder = new URL("fixtures/golden/", import.meta.url);

/** The bytes of a file. */
export function golden(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(name, folder)));
}

/** What NumPy or PyTorch says about every file. */
export const answers: Readonly<Record<string, unknown>> = JSON.parse(
  readFileSync(new URL("tensor-files.json", folder), "utf8"),
);

/** The elements in row-major order. */
export function hexOf(x: Tensor): string {
  const { buffer, byteOffset, byteLength } = x.toTypedArray();
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("hex");
}

/** What an array of NumPy is compared by. */
export function describeArray(x: Tensor): DescribedTensor {
  return { dtype: x.dtype, shape: [...x.shape], hex: hexOf(x) };
}

/** A loaded value in the words of the golden file. */
export function describe(value: unknown, storages = new Map<Storage, number>()): Described {
  if (value instanceof Tensor) return { tensor: describeTensor(value, storages) };
  if (value instanceof Map) return { dict: [...value].map(([k, v]) => [describe(k, storages), describe(v, storages)]) };
  if (Array.isArray(value)) return { list: value.map((item) => describe(item, storages)) };
  if (typeof value === "bigint") return { whole: `${value}` };
  return { value };
}

/** One tensor with its place in its storage; storages are numbered by first use, empty ones not at all. */
export function describeTensor(x: Tensor, storages: Map<Storage, number>): DescribedTensor {
  if (x.storage.length > 0 && !storages.has(x.storage)) storages.set(x.storage, storages.size);
  const { dtype, offset, requiresGrad } = x;
  const storage = storages.get(x.storage) ?? null;
  return { dtype, shape: [...x.shape], strides: [...x.strides], offset, storage, requiresGrad, hex: hexOf(x) };
}
