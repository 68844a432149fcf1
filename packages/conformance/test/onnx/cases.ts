// ONNX's own test cases, as tooling/golden/onnx-cases.py decodes them.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Recorded } from "../../src/index.ts";

/** Attributes of ONNX's operators of sliding windows, paddings and normalizations. */
export interface Attributes {
  readonly auto_pad?: "NOTSET" | "SAME_UPPER" | "SAME_LOWER" | "VALID";
  readonly axes?: readonly number[];
  readonly ceil_mode?: number;
  readonly count_include_pad?: number;
  readonly dilations?: readonly number[];
  readonly epsilon?: number;
  readonly group?: number;
  readonly kernel_shape?: readonly number[];
  readonly mode?: "constant" | "reflect" | "edge";
  readonly momentum?: number;
  readonly output_padding?: readonly number[];
  readonly output_shape?: readonly number[];
  readonly pads?: readonly number[];
  readonly storage_order?: number;
  readonly strides?: readonly number[];
  readonly training_mode?: number;
  readonly value?: number;
}

/** One step of a model. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

type Named = Recorded & { readonly name: string };

/** A model, what goes in and what ONNX says comes out. */
export interface OnnxCase {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly Named[];
  readonly outputs: readonly Named[];
  /** Which part of the input is kept, where all of it would be too much. */
  readonly part?: string;
}

type StoredPart = Omit<Named, "bits"> & { readonly data: number };

type StoredCase = Omit<OnnxCase, "inputs" | "outputs"> & {
  readonly inputs: readonly StoredPart[];
  readonly outputs: readonly StoredPart[];
};

interface Stored {
  readonly cases: Readonly<Record<string, StoredCase>>;
  /** Cases of the same families that are not here, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
  readonly data: readonly string[];
}

const file = new URL("../fixtures/golden/onnx-cases.json.gz", import.meta.url);
const { cases, leftOut, data }: Stored = JSON.parse(gunzipSync(readFileSync(file)).toString());

const withBits = ({ data: place, ...part }: StoredPart): Named => ({ ...part, bits: data[place]! });

export const onnxCases: ReadonlyMap<string, OnnxCase> = new Map(
  Object.entries(cases).map(([name, stored]) => [
    name,
    { ...stored, inputs: stored.inputs.map(withBits), outputs: stored.outputs.map(withBits) },
  ]),
);

export { leftOut };
