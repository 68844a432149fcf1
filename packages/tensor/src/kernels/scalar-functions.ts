// The functions of one and two numbers that the elementwise kernels apply; storing rounds to the element type.
import { erf } from "./erf.ts";

/** Names of the unary functions. */
export type UnaryName =
  | "neg"
  | "abs"
  | "sign"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "log2"
  | "log10"
  | "sqrt"
  | "rsqrt"
  | "reciprocal"
  | "square"
  | "sin"
  | "cos"
  | "tan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "sigmoid"
  | "relu"
  | "relu6"
  | "gelu"
  | "geluTanh"
  | "silu"
  | "erf"
  | "hardswish"
  | "hardsigmoid"
  | "logsigmoid"
  | "mish"
  | "floor"
  | "ceil"
  | "round"
  | "trunc"
  | "logicalNot"
  | "isnan"
  | "isinf"
  | "isfinite";

/** Names of the binary functions. */
export type BinaryName =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "floorDivide"
  | "truncDivide"
  | "remainder"
  | "fmod"
  | "pow"
  | "maximum"
  | "minimum"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "logicalAnd"
  | "logicalOr"
  | "logicalXor"
  | "leakyRelu"
  | "elu"
  | "softplus";

function roundHalfEven(v: number): number {
  const floor = Math.floor(v);
  const rest = v - floor;
  if (rest < 0.5) return rest === 0 ? v : floor === 0 && v < 0 ? -0 : floor;
  if (rest > 0.5) return floor === -1 ? -0 : floor + 1;
  const even = floor % 2 === 0 ? floor : floor + 1;
  return even === 0 && v < 0 ? -0 : even;
}

function sigmoid(v: number): number {
  return 1 / (1 + Math.exp(-v));
}

/** A straight line above the threshold, which differs from it too little to be seen. */
function softplus(v: number, threshold: number): number {
  return v > threshold ? v : Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
}

function hardsigmoid(v: number): number {
  return Math.min(Math.max(v + 3, 0), 6) / 6;
}

const sqrtHalf = Math.SQRT1_2;
const geluScale = Math.sqrt(2 / Math.PI);

/** By name, on numbers. */
export const unaryFunctions: Readonly<Record<UnaryName, (v: number) => number>> = {
  neg: (v) => -v,
  abs: Math.abs,
  sign: (v) => (v > 0 ? 1 : v < 0 ? -1 : 0),
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  rsqrt: (v) => 1 / Math.sqrt(v),
  reciprocal: (v) => 1 / v,
  square: (v) => v * v,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  sigmoid,
  relu: (v) => (v < 0 ? 0 : v), // keeps nan
  relu6: (v) => (v > 6 ? 6 : v > 0 || Number.isNaN(v) ? v : 0),
  gelu: (v) => 0.5 * v * (1 + erf(v * sqrtHalf)),
  geluTanh: (v) => 0.5 * v * (1 + Math.tanh(geluScale * (v + 0.044715 * v * v * v))),
  silu: (v) => v * sigmoid(v),
  erf,
  hardswish: (v) => v * hardsigmoid(v),
  hardsigmoid,
  logsigmoid: (v) => Math.min(v, 0) - Math.log1p(Math.exp(-Math.abs(v))),
  mish: (v) => v * Math.tanh(softplus(v, Infinity)),
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  trunc: Math.trunc,
  logicalNot: (v) => (v === 0 ? 1 : 0),
  isnan: (v) => (Number.isNaN(v) ? 1 : 0),
  isinf: (v) => (v === Infinity || v === -Infinity ? 1 : 0),
  isfinite: (v) => (Number.isFinite(v) ? 1 : 0),
};

/** Python's modulo: the result has the divisor's sign. */
function remainder(a: number, b: number): number {
  const r = a % b;
  return r !== 0 && r < 0 !== b < 0 ? r + b : r;
}

/** Python's floor division of floats, as C++ code of PyTorch defines it by way of fmod. */
function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const mod = a % b;
  let quotient = (a - mod) / b;
  if (mod !== 0 && b < 0 !== mod < 0) quotient -= 1;
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** By name, on numbers. Nan wins in maximum and minimum. */
export const binaryFunctions: Readonly<Record<BinaryName, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  floorDivide,
  truncDivide: (a, b) => Math.trunc(a / b),
  remainder,
  fmod: (a, b) => a % b,
  pow: (a, b) => (a === 1 ? 1 : a === -1 && (b === Infinity || b === -Infinity) ? 1 : a ** b), // as C, where JavaScript gives nan
  maximum: (a, b) => (a > b || Number.isNaN(a) ? a : b),
  minimum: (a, b) => (a < b || Number.isNaN(a) ? a : b),
  eq: (a, b) => (a === b ? 1 : 0),
  ne: (a, b) => (a !== b ? 1 : 0),
  lt: (a, b) => (a < b ? 1 : 0),
  le: (a, b) => (a <= b ? 1 : 0),
  gt: (a, b) => (a > b ? 1 : 0),
  ge: (a, b) => (a >= b ? 1 : 0),
  logicalAnd: (a, b) => (a !== 0 && b !== 0 ? 1 : 0),
  logicalOr: (a, b) => (a !== 0 || b !== 0 ? 1 : 0),
  logicalXor: (a, b) => ((a !== 0) !== (b !== 0) ? 1 : 0),
  leakyRelu: (a, slope) => (a > 0 ? a : a * slope),
  elu: (a, alpha) => (a > 0 ? a : alpha * Math.expm1(a)),
  softplus,
};

/** As C multiplies: what does not fit in 32 bits is cut off, where a product of numbers would be rounded first. */
function intPow(a: number, b: number): number {
  if (b < 0) return a === 1 ? 1 : a === -1 ? (b % 2 === 0 ? 1 : -1) : 0;
  let product = 1;
  let factor = a;
  for (let rest = b; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) product = Math.imul(product, factor);
    factor = Math.imul(factor, factor);
  }
  return product;
}

/** By name, on whole numbers of at most 32 bits, where they are not those of all numbers. */
export const intFunctions = {
  unary: { square: (v: number) => Math.imul(v, v) } as Readonly<Partial<Record<UnaryName, (v: number) => number>>>,
  binary: { mul: Math.imul, pow: intPow } as Readonly<Partial<Record<BinaryName, (a: number, b: number) => number>>>,
} as const;

function bigintFloorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function bigintPow(a: bigint, b: bigint): bigint {
  if (b < 0n) return a === 1n ? 1n : a === -1n ? (b % 2n === 0n ? 1n : -1n) : 0n;
  // By squaring, each product wrapped: the power itself might have billions of digits.
  let product = 1n;
  let factor = a;
  for (let rest = b; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) product = BigInt.asIntN(64, product * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return product;
}

/** By name, on the bigints of int64. Division by zero has been refused before. Functions with a float result are not here. */
export const bigintFunctions: {
  readonly unary: Readonly<Partial<Record<UnaryName, (v: bigint) => bigint | number>>>;
  readonly binary: Readonly<Partial<Record<BinaryName, (a: bigint, b: bigint) => bigint | number>>>;
} = {
  unary: {
    neg: (v) => -v,
    abs: (v) => (v < 0n ? -v : v),
    sign: (v) => (v > 0n ? 1n : v < 0n ? -1n : 0n),
    square: (v) => v * v,
    relu: (v) => (v < 0n ? 0n : v),
    floor: (v) => v,
    ceil: (v) => v,
    round: (v) => v,
    trunc: (v) => v,
    logicalNot: (v) => (v === 0n ? 1 : 0),
    isnan: () => 0,
    isinf: () => 0,
    isfinite: () => 1,
  },
  binary: {
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: (a, b) => a * b,
    floorDivide: bigintFloorDivide,
    truncDivide: (a, b) => a / b,
    remainder: (a, b) => a - b * bigintFloorDivide(a, b),
    fmod: (a, b) => a % b,
    pow: bigintPow,
    maximum: (a, b) => (a > b ? a : b),
    minimum: (a, b) => (a < b ? a : b),
    eq: (a, b) => (a === b ? 1 : 0),
    ne: (a, b) => (a !== b ? 1 : 0),
    lt: (a, b) => (a < b ? 1 : 0),
    le: (a, b) => (a <= b ? 1 : 0),
    gt: (a, b) => (a > b ? 1 : 0),
    ge: (a, b) => (a >= b ? 1 : 0),
    logicalAnd: (a, b) => (a !== 0n && b !== 0n ? 1 : 0),
    logicalOr: (a, b) => (a !== 0n || b !== 0n ? 1 : 0),
    logicalXor: (a, b) => ((a !== 0n) !== (b !== 0n) ? 1 : 0),
  },
};
