// Unary and binary functions and choices on float32, and logic on booleans.
import type { DType, Operand, Override } from "@toeplitz/tensor/extend";
import { override } from "@toeplitz/tensor/extend";
import { binary, select, unary } from "@toeplitz/tensor/kernels";
import type { Engine } from "../engine/engine.ts";
import { type NumberedFunction, pointwiseFunctions } from "../kernels/pointwise-functions.ts";
import { PointwiseCall } from "./pointwise-call.ts";

/** The functions of a kernel and an element type by name, without those that the level rules out. */
function byName(kernel: string, level: Engine["level"]): ReadonlyMap<string, NumberedFunction> {
  const prefix = `${kernel}_`;
  return new Map(
    [...pointwiseFunctions]
      .filter(([name, { exact }]) => name.startsWith(prefix) && (exact || level !== "deterministic"))
      .map(([name, fn]) => [name.slice(prefix.length), fn]),
  );
}

const isByte = (dtype: DType) => dtype === "bool" || dtype === "uint8";

/** The elementwise kernels of the tensor package. */
export function elementwise(engine: Engine): Override[] {
  const call = new PointwiseCall(engine);
  const { walk } = call;
  const unaries = byName("unary", engine.level);
  const binaries = byName("binary", engine.level);
  const bytes = byName("bytes", engine.level);
  const choice = pointwiseFunctions.get("select") as NumberedFunction;
  const squared = pointwiseFunctions.get("unary_square") as NumberedFunction;
  const find = (words: ReadonlyMap<string, NumberedFunction>, op: string, dtype: DType) =>
    dtype === "float32" ? words.get(op) : isByte(dtype) ? bytes.get(op) : undefined;
  return [
    override(unary, {
      run({ x, y }, { op, shape, x: strides, dtype }) {
        const fn = find(unaries, op, dtype);
        // The logic of one boolean is that of two of which the second does not matter.
        if (fn === undefined || fn.output !== widthOf(y.storage.dtype) || !walk.merge(shape, strides)) return false;
        return call.run(fn, x, x, x, y);
      },
    }),
    override(binary, {
      run({ a, b, y }, { op, shape, a: sa, b: sb, dtype }) {
        if (op === "pow" && dtype === "float32" && isTwo(b, sb)) {
          return walk.merge(shape, sa) && call.run(squared, a, a, a, y);
        }
        const fn = find(binaries, op, dtype);
        if (fn === undefined || fn.output !== widthOf(y.storage.dtype) || !walk.merge(shape, sa, sb)) return false;
        return call.run(fn, a, b, a, y);
      },
    }),
    override(select, {
      run({ condition, a, b, y }, params) {
        if (y.storage.dtype !== "float32" || !isByte(condition.storage.dtype)) return false;
        if (!walk.merge(params.shape, params.condition, params.a, params.b)) return false;
        return call.run(choice, condition, a, b, y);
      },
    }),
  ];
}

/** Whether an operand is one number, which JavaScript holds, and a 2: the one exponent whose power is a product to the bit. */
function isTwo({ storage, offset }: Operand, strides: readonly number[]): boolean {
  return storage.isHome && strides.every((stride) => stride === 0) && storage.read()[offset] === 2;
}

function widthOf(dtype: DType): number {
  return isByte(dtype) ? 1 : 4;
}
