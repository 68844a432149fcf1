// Copying between strided views, with conversion of the element type, and filling.
import { defineKernel } from "../backend.ts";
import type { DType, NumberArray, TypedArray } from "../dtype.ts";
import { eachRow, planRows } from "./rows.ts";

/** Parameters of {@link copy}: both operands walk `shape` with their own strides. */
export interface CopyParams {
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly from: DType;
  readonly to: DType;
}

/** y = x, converted. The output may be a part of its storage. */
export const copy = defineKernel({
  name: "copy",
  operands: { x: "read", y: "part" },
  run({ x, y }, params: CopyParams) {
    const plan = planRows(params.shape, [params.x, params.y]);
    const n = plan.length;
    const [sx, sy] = plan.steps as [number, number];
    const convert = converter(params.from, params.to);
    eachRow(plan, (at) => {
      let i = at[0]!;
      let o = at[1]!;
      if (convert === null && sx === 1 && sy === 1) {
        (y as Float32Array).set((x as Float32Array).subarray(i, i + n), o);
      } else if (convert === null) {
        for (let c = 0; c < n; c++, i += sx, o += sy) y[o] = x[i]!;
      } else {
        for (let c = 0; c < n; c++, i += sx, o += sy) y[o] = convert(x[i]!);
      }
    });
  },
});

/** Parameters of {@link fill}. */
export interface FillParams {
  readonly shape: readonly number[];
  readonly y: readonly number[];
  /** Already of the kind that the array stores: a bigint for int64. */
  readonly value: number | bigint;
}

/** y = value everywhere. */
export const fill = defineKernel({
  name: "fill",
  operands: { y: "part" },
  run({ y }, params: FillParams) {
    const plan = planRows(params.shape, [params.y]);
    const n = plan.length;
    const step = plan.steps[0]!;
    const value = params.value as never;
    eachRow(plan, (at) => {
      let o = at[0]!;
      if (step === 1) (y as TypedArray & { fill(v: never, a: number, b: number): unknown }).fill(value, o, o + n);
      else for (let c = 0; c < n; c++, o += step) y[o] = value;
    });
  },
});

type Convert = (value: number | bigint) => never;

/** How C converts, which is what PyTorch does: towards zero, wrapping; anything but zero is true. Null where storing converts. */
function converter(from: DType, to: DType): Convert | null {
  if (from === to) return null;
  if (to === "bool") return ((v: number | bigint) => (Number(v) !== 0 ? 1 : 0)) as Convert;
  if (from === "int64")
    return (to === "int32" || to === "uint8" ? (v: bigint) => Number(BigInt.asIntN(32, v)) : Number) as Convert;
  if (to === "int64") return toInt64 as Convert;
  return null; // typed arrays round to float32 and wrap to int32 and uint8 by themselves
}

function toInt64(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : -(2n ** 63n); // what x86 gives for nan and infinities
}

/** Parameters of {@link gather} and {@link scatter}. */
export interface GatherParams {
  readonly length: number;
}

/** y[i] = x[index[i]], for flat positions. */
export const gather = defineKernel({
  name: "gather",
  operands: { x: "read", index: "read", y: "all" },
  run({ x, index, y }, { length }: GatherParams) {
    const at = index as NumberArray;
    for (let i = 0; i < length; i++) y[i] = x[at[i]!]!;
  },
});

/** Parameters of {@link scatter}. */
export interface ScatterParams extends GatherParams {
  /** Add to what stands there instead of replacing it; positions may repeat. */
  readonly accumulate: boolean;
}

/** y[index[i]] = x[i], or += x[i], in order. */
export const scatter = defineKernel({
  name: "scatter",
  operands: { x: "read", index: "read", y: "change" },
  run({ x, index, y }, { length, accumulate }: ScatterParams) {
    const at = index as NumberArray;
    const from = x as NumberArray;
    const to = y as NumberArray;
    if (accumulate) for (let i = 0; i < length; i++) to[at[i]!] = to[at[i]!]! + from[i]!;
    else for (let i = 0; i < length; i++) to[at[i]!] = from[i]!;
  },
});
