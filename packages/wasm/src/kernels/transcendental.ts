// Exponentials, logarithms and what is made of them: in float64 and rounded once, so that half a unit in the last place is lost.
import { f32x4, f64x2, i32, i64x2, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";
import { errorFunction, gelu } from "./error-function.ts";
import { type Begin, constant, type Double, exponential, magic } from "./exponential.ts";
import type { Pointwise } from "./pointwise-rows.ts";

/** A function of float32 that is computed in float64, two at a time. */
function rounded(name: string, begin: Begin): Pointwise {
  return {
    name,
    inputs: [4],
    output: 4,
    long: true,
    begin: (f) => {
      const body = begin(f);
      const half = f.local("v128");
      const low = f.local("v128");
      return (x) => {
        const value = x as Double;
        f.set(half, f64x2.promoteLow(value));
        f.set(low, f32x4.demoteZero(body(half)));
        f.set(half, f64x2.promoteLow(v128.shuffle32(value, value, [2, 3, 2, 3])));
        return v128.shuffle32(low, f32x4.demoteZero(body(half)), [0, 1, 4, 5]);
      };
    },
  };
}

/** exp(x) = scale + scale * rest. */
const exp: Begin = (f) => {
  const e = exponential(f);
  const [least, most] = [constant(f, -150), constant(f, 150)];
  return (x) => {
    e.of(f64x2.pmax(f64x2.pmin(x, most), least));
    return f64x2.add(e.scale, f64x2.mul(e.scale, e.rest));
  };
};

/** 1 / (1 + exp(-x)), and 0 where exp(-x) is infinite in float64. */
function logistic(f: FunctionBuilder): (x: V128) => V128 {
  const e = exponential(f);
  const one = constant(f, 1);
  const [least, most] = [constant(f, -700), constant(f, 700)];
  const minus = f.local("v128");
  return (x) => {
    f.set(minus, f64x2.neg(x));
    e.of(f64x2.pmax(f64x2.pmin(minus, most), least));
    const quotient = f64x2.div(one, f64x2.add(one, f64x2.add(e.scale, f64x2.mul(e.scale, e.rest))));
    return v128.andnot(quotient, f64x2.lt(most, minus));
  };
}

/** -expm1(-2|x|) / (expm1(-2|x|) + 2), with the sign of x. */
const tanh: Begin = (f) => {
  const e = exponential(f);
  const [least, minusTwo, two, one] = [constant(f, -150), constant(f, -2), constant(f, 2), constant(f, 1)];
  const sign = f.local("v128", v128.constF64(-0));
  const minus = f.local("v128");
  return (x) => {
    e.of(f64x2.pmax(f64x2.mul(f64x2.abs(x), minusTwo), least));
    f.set(minus, f64x2.add(f64x2.mul(e.scale, e.rest), f64x2.sub(e.scale, one)));
    return v128.bitselect(x, f64x2.div(f64x2.neg(minus), f64x2.add(minus, two)), sign);
  };
};

/**
 * x = 2^k m with m between the roots of 1/2 and 2; log(m) = 2 atanh(s), s = (m - 1) / (m + 1), by a series in s^2 of which less
 * than 1e-10 is left out. Right for positive finite numbers.
 */
const logOfPositive: Begin = (f) => {
  const root = f.local("v128", v128.constF64(Math.SQRT1_2));
  const exponent = f.local("v128", v128.constI64(-(1n << 52n)));
  const shift = constant(f, magic);
  const one = constant(f, 1);
  const ln2 = constant(f, Math.LN2);
  const terms = [3, 5, 7, 9, 11].map((n) => constant(f, 2 / n));
  const two = constant(f, 2);
  const [k, m, s, z, sum] = f.locals("v128", 5) as [Double, Double, Double, Double, Double];
  return (x) => {
    f.set(k, i64x2.sub(x, root));
    f.set(m, i64x2.sub(x, v128.and(k, exponent)));
    f.set(k, f64x2.sub(i64x2.add(i64x2.shrS(k, i32.const(52)), shift), shift));
    f.set(s, f64x2.div(f64x2.sub(m, one), f64x2.add(m, one)));
    f.set(z, f64x2.mul(s, s));
    f.set(sum, terms.at(-1) as Double);
    for (const term of [two, ...terms.slice(0, -1)].reverse()) f.set(sum, f64x2.add(f64x2.mul(sum, z), term));
    return f64x2.add(f64x2.mul(k, ln2), f64x2.mul(s, sum));
  };
};

/** The logarithm with what is no positive finite number put right. */
function log(): Pointwise {
  const positive = rounded("unary_log", logOfPositive);
  return {
    ...positive,
    begin: (f) => {
      const body = positive.begin(f);
      const y = f.local("v128");
      return (x) => {
        const value = x as Double;
        const infinity = v128.const([Infinity, Infinity, Infinity, Infinity]);
        f.set(y, v128.bitselect(body(value), value, f32x4.lt(value, infinity)));
        f.set(y, v128.bitselect(f32x4.neg(infinity), y, f32x4.eq(value, v128.const([0, 0, 0, 0]))));
        return v128.or(y, f32x4.lt(value, v128.const([0, 0, 0, 0])));
      };
    },
  };
}

/** x / (1 + exp(-x)). */
const silu: Begin = (f) => {
  const sigmoid = logistic(f);
  return (x) => f64x2.mul(x, sigmoid(x));
};

/** x (1 + tanh(u)) / 2 = x / (1 + exp(-2u)), u = sqrt(2 / pi) (x + 0.044715 x^3). */
const geluTanh: Begin = (f) => {
  const sigmoid = logistic(f);
  const scale = constant(f, 2 * Math.sqrt(2 / Math.PI));
  const cubic = constant(f, 2 * Math.sqrt(2 / Math.PI) * 0.044715);
  return (x) => f64x2.mul(x, sigmoid(f64x2.mul(x, f64x2.add(scale, f64x2.mul(cubic, f64x2.mul(x, x))))));
};

/** 1 / sqrt(x). */
const rsqrt: Begin = (f) => {
  const one = constant(f, 1);
  return (x) => f64x2.div(one, f64x2.sqrt(x));
};

/** min(max(x + 3, 0), 6) / 6. */
const hardsigmoid: Begin = (f) => {
  const [zero, three, six] = [constant(f, 0), constant(f, 3), constant(f, 6)];
  return (x) => f64x2.div(f64x2.pmin(f64x2.pmax(f64x2.add(x, three), zero), six), six);
};

const hardswish: Begin = (f) => {
  const gate = hardsigmoid(f);
  return (x) => f64x2.mul(x, gate(x));
};

/** Functions with the portable kernel's bits. */
export const exactlyRounded: readonly Pointwise[] = [
  rounded("unary_rsqrt", rsqrt),
  rounded("unary_hardsigmoid", hardsigmoid),
  rounded("unary_hardswish", hardswish),
];

/** Functions whose result may differ from the portable kernel's by one in the last bit. */
export const transcendental: readonly Pointwise[] = [
  rounded("unary_exp", exp),
  log(),
  rounded("unary_sigmoid", logistic),
  rounded("unary_tanh", tanh),
  rounded("unary_silu", silu),
  rounded("unary_geluTanh", geluTanh),
  rounded("unary_gelu", gelu),
  rounded("unary_erf", errorFunction),
];
