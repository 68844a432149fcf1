// One result per element: unary, binary, and choice between two.
import { defineKernel } from "../backend.ts";
import type { DType, NumberArray, TypedArray } from "../dtype.ts";
import { eachRow, planRows } from "./rows.ts";
import {
  type BinaryName,
  bigintFunctions,
  binaryFunctions,
  intFunctions,
  type UnaryName,
  unaryFunctions,
} from "./scalar-functions.ts";

/** Parameters of {@link unary}. */
export interface UnaryParams {
  readonly op: UnaryName;
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly dtype: DType;
}

const isInt = (dtype: DType): boolean => dtype === "int32" || dtype === "uint8";

/** y = op(x); y is contiguous. */
export const unary = defineKernel({
  name: "unary",
  operands: { x: "read", y: "all" },
  run({ x, y }, params: UnaryParams) {
    const plan = planRows(params.shape, [params.x]);
    const n = plan.length;
    const step = plan.steps[0]!;
    const table = params.dtype === "int64" ? bigintFunctions.unary : unaryFunctions;
    const own = isInt(params.dtype) ? intFunctions.unary[params.op] : undefined;
    const fn = (own ?? table[params.op]) as (v: number) => number;
    const from = x as NumberArray;
    const to = y as NumberArray;
    let o = 0;
    eachRow(plan, (at) => {
      let i = at[0]!;
      for (let c = 0; c < n; c++, i += step) to[o++] = fn(from[i]!);
    });
  },
});

/** Parameters of {@link binary}: operands broadcast by stride 0. */
export interface BinaryParams {
  readonly op: BinaryName;
  readonly shape: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Type of both operands. */
  readonly dtype: DType;
}

/** y = op(a, b); y is contiguous, and of type bool for comparisons. */
export const binary = defineKernel({
  name: "binary",
  operands: { a: "read", b: "read", y: "all" },
  run({ a, b, y }, params: BinaryParams) {
    const plan = planRows(params.shape, [params.a, params.b]);
    const n = plan.length;
    const [sa, sb] = plan.steps as [number, number];
    const left = a as NumberArray;
    const right = b as NumberArray;
    const to = y as NumberArray;
    let o = 0;
    // The two that every network runs get loops of their own; a call per element costs three times as much.
    if (params.op === "add" && params.dtype === "float32") {
      eachRow(plan, ([i, j]) => {
        for (let c = 0; c < n; c++) to[o++] = left[i! + c * sa]! + right[j! + c * sb]!;
      });
    } else if (params.op === "mul" && params.dtype === "float32") {
      eachRow(plan, ([i, j]) => {
        for (let c = 0; c < n; c++) to[o++] = left[i! + c * sa]! * right[j! + c * sb]!;
      });
    } else {
      const table = params.dtype === "int64" ? bigintFunctions.binary : binaryFunctions;
      const own = isInt(params.dtype) ? intFunctions.binary[params.op] : undefined;
      const fn = (own ?? table[params.op]) as (v: number, w: number) => number;
      eachRow(plan, ([i, j]) => {
        for (let c = 0; c < n; c++) to[o++] = fn(left[i! + c * sa]!, right[j! + c * sb]!);
      });
    }
  },
});

/** Parameters of {@link select}. */
export interface SelectParams {
  readonly shape: readonly number[];
  readonly condition: readonly number[];
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** y = condition ? a : b; y is contiguous. */
export const select = defineKernel({
  name: "select",
  operands: { condition: "read", a: "read", b: "read", y: "all" },
  run({ condition, a, b, y }, params: SelectParams) {
    const plan = planRows(params.shape, [params.condition, params.a, params.b]);
    const n = plan.length;
    const [sc, sa, sb] = plan.steps as [number, number, number];
    const to = y as TypedArray;
    let o = 0;
    eachRow(plan, ([k, i, j]) => {
      for (let c = 0; c < n; c++) to[o++] = condition[k! + c * sc] ? a[i! + c * sa]! : b[j! + c * sb]!;
    });
  },
});
