// The pointwise functions by number. But for the last few, each has the portable kernel's bits.
import { f32x4, i8x16, i32, i32x4, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionReference } from "../assembler/function-builder.ts";
import type { ModuleBuilder } from "../assembler/module-builder.ts";
import { emitByteRow, emitRow, isNaN, type Pointwise, zeros } from "./pointwise-rows.ts";
import { exactlyRounded, transcendental } from "./transcendental.ts";

type Body = (...x: readonly V128[]) => V128;
type One = (x: V128) => V128;
type Two = (a: V128, b: V128) => V128;

const all = (value: number): V128 => v128.const([value, value, value, value]);
const infinity = all(Infinity);
const truth = (x: V128) => f32x4.ne(x, zeros);

const unary: Readonly<Record<string, One>> = {
  neg: f32x4.neg,
  abs: f32x4.abs,
  sign: (x) => v128.or(v128.and(f32x4.gt(x, zeros), all(1)), v128.and(f32x4.lt(x, zeros), all(-1))),
  sqrt: f32x4.sqrt,
  reciprocal: (x) => f32x4.div(all(1), x),
  square: (x) => f32x4.mul(x, x),
  relu: (x) => f32x4.pmax(x, zeros),
  // As the maximum and the minimum below: what is not greater than 0 is 0, but for nan.
  relu6: (x) => f32x4.pmin(v128.bitselect(x, zeros, v128.or(f32x4.gt(x, zeros), isNaN(x))), all(6)),
  floor: f32x4.floor,
  ceil: f32x4.ceil,
  round: f32x4.nearest,
  trunc: f32x4.trunc,
};

const unaryMasks: Readonly<Record<string, One>> = {
  logicalNot: (x) => f32x4.eq(x, zeros),
  isnan: isNaN,
  isinf: (x) => f32x4.eq(f32x4.abs(x), infinity),
  isfinite: (x) => f32x4.lt(f32x4.abs(x), infinity),
};

const binary: Readonly<Record<string, Two>> = {
  add: f32x4.add,
  sub: f32x4.sub,
  mul: f32x4.mul,
  div: f32x4.div,
  maximum: (a, b) => v128.bitselect(a, b, v128.or(f32x4.gt(a, b), isNaN(a))),
  leakyRelu: (a, b) => v128.bitselect(a, f32x4.mul(a, b), f32x4.gt(a, zeros)),
  minimum: (a, b) => v128.bitselect(a, b, v128.or(f32x4.lt(a, b), isNaN(a))),
};

const binaryMasks: Readonly<Record<string, Two>> = {
  eq: f32x4.eq,
  ne: f32x4.ne,
  lt: f32x4.lt,
  le: f32x4.le,
  gt: f32x4.gt,
  ge: f32x4.ge,
  logicalAnd: (a, b) => v128.and(truth(a), truth(b)),
  logicalOr: (a, b) => v128.or(truth(a), truth(b)),
  logicalXor: (a, b) => v128.xor(truth(a), truth(b)),
};

const noBytes = i8x16.splat(i32.const(0));
const byteTruth = (x: V128) => i8x16.ne(x, noBytes);

/** On booleans, a byte each; `not` looks at its first operand only. */
const bytes: Readonly<Record<string, Two>> = {
  eq: i8x16.eq,
  ne: i8x16.ne,
  logicalAnd: (a, b) => v128.and(byteTruth(a), byteTruth(b)),
  logicalOr: (a, b) => v128.or(byteTruth(a), byteTruth(b)),
  logicalXor: (a, b) => v128.xor(byteTruth(a), byteTruth(b)),
  logicalNot: (a) => i8x16.eq(a, noBytes),
};

function pointwise(name: string, inputs: Pointwise["inputs"], output: 1 | 4, body: Body): Pointwise {
  return { name, inputs, output, begin: () => body };
}

const simple: readonly Pointwise[] = [
  pointwise("copy", [4], 4, (x) => x as V128),
  pointwise("copy_fromInt32", [4], 4, (x) => f32x4.convertI32(x as V128)),
  pointwise("copy_fromByte", [1], 4, (x) => f32x4.convertI32(x as V128)),
  pointwise("copy_toBool", [4], 1, (x) => truth(x as V128)),
  pointwise("select", [1, 4, 4], 4, (c, a, b) => v128.bitselect(b as V128, a as V128, i32x4.eq(c as V128, zeros))),
  pointwise("centered", [4, 4, 4], 4, (x, center, scale) =>
    f32x4.mul(f32x4.sub(x as V128, center as V128), scale as V128),
  ),
  ...Object.entries(unary).map(([name, body]) => pointwise(`unary_${name}`, [4], 4, body as Body)),
  ...Object.entries(unaryMasks).map(([name, body]) => pointwise(`unary_${name}`, [4], 1, body as Body)),
  ...Object.entries(binary).map(([name, body]) => pointwise(`binary_${name}`, [4, 4], 4, body as Body)),
  ...Object.entries(binaryMasks).map(([name, body]) => pointwise(`binary_${name}`, [4, 4], 1, body as Body)),
  ...exactlyRounded,
];

const vectorFunctions = [...simple, ...transcendental];

/** What the job of pointwise functions runs for each number. */
export interface NumberedFunction {
  readonly number: number;
  readonly inputs: readonly (1 | 4)[];
  readonly output: 1 | 4;
  /** Whether it gives the portable kernel's bits. */
  readonly exact: boolean;
}

/** By the kernel's name and the function's: `unary_relu`, `binary_add`, `bytes_logicalAnd`, `select`, `copy`. */
export const pointwiseFunctions: ReadonlyMap<string, NumberedFunction> = new Map([
  ...vectorFunctions.map(({ name, inputs, output }, number): [string, NumberedFunction] => [
    name,
    { number, inputs, output, exact: number < simple.length },
  ]),
  ...Object.keys(bytes).map((name, i): [string, NumberedFunction] => [
    `bytes_${name}`,
    { number: vectorFunctions.length + i, inputs: [1, 1], output: 1, exact: true },
  ]),
]);

/** The rows of all functions, by number. */
export function emitPointwiseRows(m: ModuleBuilder): FunctionReference[] {
  return [
    ...vectorFunctions.map((entry) => emitRow(m, entry)),
    ...Object.entries(bytes).map(([name, body]) => emitByteRow(m, `bytes_${name}`, body)),
  ];
}
