// The transforms of a weight's gradient along one axis: dw[k] = sum over j of x[j + k] y[j], for k < 3 and j < 4, from six products.
import { f32x4, type V128, v128 } from "../assembler/expression.ts";
import type { FunctionBuilder } from "../assembler/function-builder.ts";

/** The points whose rounding is smallest among those that are exact in binary, each with its negative; 0 and infinity beside them. */
const [a, b] = [5 / 8, 3 / 2];

const add = (x: V128, y: V128) => f32x4.add(x, y);
const sub = (x: V128, y: V128) => f32x4.sub(x, y);
const mul = (x: V128, y: V128) => f32x4.mul(x, y);

/** Constants are declared where a transform is asked for, so once, before a loop; what is returned writes the code of one line. */
type Transform = (f: FunctionBuilder) => (values: readonly V128[]) => V128[];

const fourOf = (f: FunctionBuilder) => (value: number) => f.local("v128", v128.const([value, value, value, value]));

/** Six values of x at the six points. */
const x: Transform = (f) => {
  const four = fourOf(f);
  const [pointA, pointB, aa, bb] = [four(a), four(b), four(a * a), four(b * b)];
  const [product, sum] = [four(a * a * b * b), four(a * a + b * b)];
  return (d) => {
    const at = (i: number) => d[i]!;
    const even = (square: V128) => f.local("v128", sub(at(4), mul(at(2), square)));
    const odd = (point: V128, square: V128) => f.local("v128", mul(sub(at(3), mul(at(1), square)), point));
    const [ea, oa] = [even(bb), odd(pointA, bb)];
    const [eb, ob] = [even(aa), odd(pointB, aa)];
    const edge = (i: number) => add(sub(mul(at(i), product), mul(at(i + 2), sum)), at(i + 4));
    return [edge(0), add(ea, oa), sub(ea, oa), add(eb, ob), sub(eb, ob), edge(1)];
  };
};

/** Four values of y at the six points. */
const y: Transform = (f) => {
  const four = fourOf(f);
  const [pointA, pointB, aa, bb] = [four(a), four(b), four(a * a), four(b * b)];
  return (d) => {
    const at = (i: number) => d[i]!;
    const even = (square: V128) => f.local("v128", add(at(0), mul(at(2), square)));
    const odd = (point: V128, square: V128) => f.local("v128", mul(add(at(1), mul(at(3), square)), point));
    const [ea, oa] = [even(aa), odd(pointA, aa)];
    const [eb, ob] = [even(bb), odd(pointB, bb)];
    return [at(0), add(ea, oa), sub(ea, oa), add(eb, ob), sub(eb, ob), at(3)];
  };
};

/** Three weights from six sums of products. */
const back: Transform = (f) => {
  const four = fourOf(f);
  const [na, nb] = [2 * a * a * (a * a - b * b), 2 * b * b * (b * b - a * a)];
  const first = four(1 / (a * a * b * b));
  const even = [four(1 / na), four(1 / nb), four((a * a) / na), four((b * b) / nb)] as const;
  const odd = [four(a / na), four(b / nb)] as const;
  return (s) => {
    const plusA = f.local("v128", add(s[1]!, s[2]!));
    const plusB = f.local("v128", add(s[3]!, s[4]!));
    return [
      add(mul(s[0]!, first), add(mul(plusA, even[0]), mul(plusB, even[1]))),
      add(mul(sub(s[1]!, s[2]!), odd[0]), mul(sub(s[3]!, s[4]!), odd[1])),
      add(add(mul(plusA, even[2]), mul(plusB, even[3])), s[5]!),
    ];
  };
};

export const weightLine = { x, y, back };
