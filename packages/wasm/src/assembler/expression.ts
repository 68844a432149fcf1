// Expressions of WebAssembly with their types: what an instruction takes and gives is checked by TypeScript.
import { type Bytes, float32, float64, signed, unsigned } from "./encoding.ts";
import { fusable } from "./fuse.ts";

/** A type of WebAssembly that kernels use. */
export type ValueType = "i32" | "f32" | "f64" | "v128";

/** Something that leaves one value on the stack. Where it stands in the program is where it is computed. */
export interface Expr<T extends ValueType> {
  readonly type: T;
  emit(out: Bytes): void;
}

export type I32 = Expr<"i32">;
export type F32 = Expr<"f32">;
export type F64 = Expr<"f64">;
export type V128 = Expr<"v128">;

/** Prefix of the vector instructions. */
const vector = 0xfd;

/** An instruction: its operands in order, then its code and what follows it. */
function instruction<T extends ValueType>(
  type: T,
  operands: readonly Expr<ValueType>[],
  code: readonly number[],
  immediates: Bytes = [],
): Expr<T> {
  return {
    type,
    emit(out) {
      for (const operand of operands) operand.emit(out);
      out.push(...code, ...immediates);
    },
  };
}

function simd(code: number): readonly number[] {
  const out = [vector];
  unsigned(out, code);
  return out;
}

/** Alignment (a power of two; only a hint) and constant offset of an access to memory. */
function place(align: number, offset: number): Bytes {
  if (!(offset >= 0)) throw new Error(`the constant offset of an access to memory must not be negative, got ${offset}`);
  const out: Bytes = [align];
  unsigned(out, offset);
  return out;
}

type Unary<A extends ValueType, R extends ValueType> = (a: Expr<A>) => Expr<R>;
type Binary<A extends ValueType, R extends ValueType> = (a: Expr<A>, b: Expr<A>) => Expr<R>;
type Load<R extends ValueType> = (address: I32, offset?: number) => Expr<R>;

const unary =
  <A extends ValueType, R extends ValueType>(type: R, code: readonly number[]): Unary<A, R> =>
  (a) =>
    instruction(type, [a], code);
const binary =
  <A extends ValueType, R extends ValueType>(type: R, code: readonly number[]): Binary<A, R> =>
  (a, b) =>
    instruction(type, [a, b], code);
const load =
  <R extends ValueType>(type: R, code: readonly number[], align: number): Load<R> =>
  (address, offset = 0) =>
    instruction(type, [address], code, place(align, offset));

const int = (code: number) => binary<"i32", "i32">("i32", [code]);
const toFloat = (code: number) => binary<"f32", "f32">("f32", [code]);
const toDouble = (code: number) => binary<"f64", "f64">("f64", [code]);

/** 32-bit integers, which are addresses, counts and conditions (0 is false). */
export const i32 = {
  const(value: number): I32 {
    const immediate: Bytes = [];
    signed(immediate, value);
    return instruction("i32", [], [0x41], immediate);
  },
  load: load("i32", [0x28], 2),
  load8: load("i32", [0x2d], 0),
  eqz: unary<"i32", "i32">("i32", [0x45]),
  eq: int(0x46),
  ne: int(0x47),
  ltS: int(0x48),
  ltU: int(0x49),
  gtS: int(0x4a),
  gtU: int(0x4b),
  leU: int(0x4d),
  geS: int(0x4e),
  geU: int(0x4f),
  add: int(0x6a),
  sub: int(0x6b),
  mul: int(0x6c),
  divU: int(0x6e),
  remU: int(0x70),
  and: int(0x71),
  or: int(0x72),
  xor: int(0x73),
  shl: int(0x74),
  shrU: int(0x76),
  select(condition: I32, yes: I32, no: I32): I32 {
    return instruction("i32", [yes, no, condition], [0x1b]);
  },
} as const;

/** Single numbers. */
export const f32 = {
  const(value: number): F32 {
    const immediate: Bytes = [];
    float32(immediate, value);
    return instruction("f32", [], [0x43], immediate);
  },
  load: load("f32", [0x2a], 2),
  eq: binary<"f32", "i32">("i32", [0x5b]),
  ne: binary<"f32", "i32">("i32", [0x5c]),
  lt: binary<"f32", "i32">("i32", [0x5d]),
  gt: binary<"f32", "i32">("i32", [0x5e]),
  le: binary<"f32", "i32">("i32", [0x5f]),
  ge: binary<"f32", "i32">("i32", [0x60]),
  abs: unary<"f32", "f32">("f32", [0x8b]),
  neg: unary<"f32", "f32">("f32", [0x8c]),
  sqrt: unary<"f32", "f32">("f32", [0x91]),
  add: toFloat(0x92),
  sub: toFloat(0x93),
  mul: toFloat(0x94),
  div: toFloat(0x95),
  min: toFloat(0x96),
  max: toFloat(0x97),
  demote: unary<"f64", "f32">("f32", [0xb6]),
  reinterpret: unary<"i32", "f32">("f32", [0xbe]),
  select(condition: I32, yes: F32, no: F32): F32 {
    return instruction("f32", [yes, no, condition], [0x1b]);
  },
} as const;

/** Double precision, for sums that are rounded once. */
export const f64 = {
  const(value: number): F64 {
    const immediate: Bytes = [];
    float64(immediate, value);
    return instruction("f64", [], [0x44], immediate);
  },
  load: load("f64", [0x2b], 3),
  abs: unary<"f64", "f64">("f64", [0x99]),
  sqrt: unary<"f64", "f64">("f64", [0x9f]),
  add: toDouble(0xa0),
  sub: toDouble(0xa1),
  mul: toDouble(0xa2),
  div: toDouble(0xa3),
  promote: unary<"f32", "f64">("f64", [0xbb]),
  convert: unary<"i32", "f64">("f64", [0xb7]),
} as const;

const vectors = (code: number) => binary<"v128", "v128">("v128", simd(code));
const ofVector = (code: number) => unary<"v128", "v128">("v128", simd(code));

function lane<R extends ValueType>(type: R, code: number): (a: V128, index: number) => Expr<R> {
  return (a, index) => instruction(type, [a], simd(code), [index]);
}

/** 128 bits, whatever they hold. */
export const v128 = {
  load: load("v128", simd(0), 4),
  load8Splat: load("v128", simd(7), 0),
  load32Splat: load("v128", simd(9), 2),
  load64Splat: load("v128", simd(10), 3),
  load32Zero: load("v128", simd(92), 2),
  load64Zero: load("v128", simd(93), 3),
  /** `a` with one lane taken from memory. */
  load32Lane(a: V128, index: number, address: I32, offset = 0): V128 {
    return instruction("v128", [address, a], simd(86), [...place(2, offset), index]);
  },
  const(lanes: readonly [number, number, number, number]): V128 {
    return instruction("v128", [], simd(12), [...new Uint8Array(new Float32Array(lanes).buffer)]);
  },
  constI32(lanes: readonly [number, number, number, number]): V128 {
    return instruction("v128", [], simd(12), [...new Uint8Array(new Int32Array(lanes).buffer)]);
  },
  constF64(value: number): V128 {
    return instruction("v128", [], simd(12), [...new Uint8Array(new Float64Array([value, value]).buffer)]);
  },
  constI64(value: bigint): V128 {
    return instruction("v128", [], simd(12), [...new Uint8Array(new BigInt64Array([value, value]).buffer)]);
  },
  /** Four 32-bit lanes out of the eight of a and b. */
  shuffle32(a: V128, b: V128, lanes: readonly [number, number, number, number]): V128 {
    const bytes = lanes.flatMap((index) => [4 * index, 4 * index + 1, 4 * index + 2, 4 * index + 3]);
    return instruction("v128", [a, b], simd(13), bytes);
  },
  not: ofVector(77),
  and: vectors(78),
  andnot: vectors(79),
  or: vectors(80),
  xor: vectors(81),
  /** Bits of a where the mask is set, of b elsewhere. */
  bitselect(a: V128, b: V128, mask: V128): V128 {
    return instruction("v128", [a, b, mask], simd(82));
  },
  anyTrue: unary<"v128", "i32">("i32", simd(83)),
} as const;

/** Four float32. */
export const f32x4 = {
  splat: unary<"f32", "v128">("v128", simd(19)),
  extract: lane("f32", 31),
  replace(a: V128, index: number, value: F32): V128 {
    return instruction("v128", [a, value], simd(32), [index]);
  },
  eq: vectors(65),
  ne: vectors(66),
  lt: vectors(67),
  gt: vectors(68),
  le: vectors(69),
  ge: vectors(70),
  ceil: ofVector(103),
  floor: ofVector(104),
  trunc: ofVector(105),
  nearest: ofVector(106),
  abs: ofVector(224),
  neg: ofVector(225),
  sqrt: ofVector(227),
  add: vectors(228),
  sub: vectors(229),
  mul: vectors(230),
  div: vectors(231),
  min: vectors(232),
  max: vectors(233),
  /** `b < a ? b : a`: one instruction on x86, where min takes several. */
  pmin: vectors(234),
  /** `a < b ? b : a`. */
  pmax: vectors(235),
  /** a * b + c, rounded twice, in an encoding by which it can be found and fused (see fuse.ts). */
  fusableMadd(a: V128, b: V128, c: V128): V128 {
    return f32x4.fusableAdd(f32x4.fusableMul(a, b), c);
  },
  /** The two halves of that: the product must be the one on top of the stack when the sum is made. */
  fusableMul: (a: V128, b: V128): V128 => instruction("v128", [a, b], fusable.multiply),
  fusableAdd: (product: V128, c: V128): V128 => instruction("v128", [product, c], fusable.add),
  demoteZero: ofVector(94),
  convertI32: ofVector(250),
} as const;

/** Two float64. */
export const f64x2 = {
  splat: unary<"f64", "v128">("v128", simd(20)),
  extract: lane("f64", 33),
  lt: vectors(73),
  abs: ofVector(236),
  neg: ofVector(237),
  sqrt: ofVector(239),
  add: vectors(240),
  sub: vectors(241),
  mul: vectors(242),
  div: vectors(243),
  /** `b < a ? b : a`. */
  pmin: vectors(246),
  /** `a < b ? b : a`. */
  pmax: vectors(247),
  promoteLow: ofVector(95),
} as const;

/** Two 64-bit integers. */
export const i64x2 = {
  shl(a: V128, count: I32): V128 {
    return instruction("v128", [a, count], simd(203));
  },
  shrS(a: V128, count: I32): V128 {
    return instruction("v128", [a, count], simd(204));
  },
  add: vectors(206),
  sub: vectors(209),
} as const;

/** Eight 16-bit integers: a step between bytes and words. */
export const i16x8 = {
  extendLowBytes: ofVector(137),
  narrow: vectors(133),
} as const;

/** Sixteen bytes. */
export const i8x16 = {
  splat: unary<"i32", "v128">("v128", simd(15)),
  extract: lane("i32", 22),
  eq: vectors(35),
  ne: vectors(36),
  narrow: vectors(101),
} as const;

/** Four 32-bit integers. */
export const i32x4 = {
  splat: unary<"i32", "v128">("v128", simd(17)),
  extract: lane("i32", 27),
  eq: vectors(55),
  ne: vectors(56),
  add: vectors(174),
  sub: vectors(177),
  maxS: vectors(184),
  mul: vectors(181),
  shl(a: V128, count: I32): V128 {
    return instruction("v128", [a, count], simd(171));
  },
  shrU(a: V128, count: I32): V128 {
    return instruction("v128", [a, count], simd(173));
  },
  allTrue: unary<"v128", "i32">("i32", simd(163)),
  extendLow: ofVector(169),
  truncSatF32: ofVector(248),
} as const;
