// Good calls of convolutions, and what can be wrong with them: one thing, or two at once.
import { type ConvCase, type ConvCaseOptions, convFunctionName } from "./conv-case.ts";
import { data } from "./recipe.ts";

type DType = ConvCase["input"]["dtype"];

/** The arguments of a call that is refused. */
export interface RefusedCall extends ConvCaseOptions {
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly b?: readonly number[];
  readonly xType?: DType;
  readonly wType?: DType;
  readonly bType?: DType;
}

interface Fault {
  readonly what: string;
  readonly change: Partial<RefusedCall>;
  /** Too much like its neighbour to be combined with all others. */
  readonly alone?: true;
}

const fault = (what: string, change: Partial<RefusedCall>): Fault => ({ what, change });
const alone = (what: string, change: Partial<RefusedCall>): Fault => ({ what, change, alone: true });

/** The case of a call. Its id says what is wrong. */
export function refusedCase(
  what: string,
  rank: ConvCase["rank"],
  transposed: boolean,
  { x, w, b, xType = "float32", wType = "float32", bType = "float32", ...options }: RefusedCall,
): ConvCase {
  return {
    id: `${convFunctionName({ rank, transposed })}/refuses ${what}`,
    rank,
    transposed,
    input: data(x, { dtype: xType }),
    weight: data(w, { dtype: wType }),
    bias: b === undefined ? null : data(b, { dtype: bType }),
    options,
  };
}

/** One group, because PyTorch gives grouped ones to oneDNN, which words its refusals as no other build does. */
const good = { x: [1, 4, 5, 6], w: [4, 4, 3, 2], b: [4] };

/** In the order in which PyTorch notices them. Those that are alike follow each other. */
const faults = (transposed: boolean): readonly Fault[] => [
  fault("a bias of float64", { bType: "float64" }),
  fault("an input of five axes", { x: [1, 1, 4, 5, 6] }),
  alone("an input of two axes", { x: [5, 6] }),
  ...(transposed ? [] : [fault("an unknown padding", { padding: "full" as never })]),
  fault("a weight of two axes", { w: [4, 4] }),
  fault("groups 0", { groups: 0 }),
  fault("three strides", { stride: [1, 1, 1] }),
  alone("three paddings", { padding: [1, 1, 1] }),
  alone("three dilations", { dilation: [1, 1, 1] }),
  ...(transposed ? [alone("three output paddings", { outputPadding: [0, 0, 0] })] : []),
  fault("negative padding", { padding: [0, -1] }),
  ...(transposed ? [fault("negative output padding", { outputPadding: [-1, 0] })] : []),
  fault("stride 0", { stride: [1, 0] }),
  alone("dilation -1", { dilation: [-1, 1] }),
  fault("dilation 0", { dilation: 0 }),
  fault("a weight of three axes", { w: [4, 4, 3] }),
  alone("more groups than channels", { groups: 5 }),
  fault("groups that do not divide", { groups: 3 }),
  fault("other channels", { x: [1, 3, 5, 6] }),
  fault("a bias of another size", { b: [3] }),
  ...(transposed
    ? [fault("output padding 1", { outputPadding: [0, 1] }), fault("a large padding", { padding: 4 })]
    : [fault("a large kernel", { w: [4, 4, 7, 2] }), alone("a large dilation", { dilation: [1, 9] })]),
  fault("an empty axis", { x: [1, 4, 0, 6] }),
  fault("an empty kernel", { w: [4, 4, 0, 2] }),
  fault("a weight of float64", { wType: "float64" }),
  alone("an input of float64", { xType: "float64" }),
];

const apart = (a: Fault, b: Fault) => Object.keys(a.change).every((key) => !(key in b.change));

function pairs(transposed: boolean): ConvCase[] {
  const all = faults(transposed).filter((one) => one.alone === undefined);
  return all.flatMap((first, i) =>
    all
      .slice(i + 1)
      .filter((second) => apart(first, second))
      .map((second) =>
        refusedCase(`${first.what} and ${second.what}`, 2, transposed, { ...good, ...first.change, ...second.change }),
      ),
  );
}

/** Every fault alone, and every two that can be made at once, but for those that are too much alike. */
export const faultyConvs: readonly ConvCase[] = [false, true].flatMap((transposed) => [
  ...faults(transposed).map(({ what, change }) => refusedCase(`${what} alone`, 2, transposed, { ...good, ...change })),
  ...pairs(transposed),
]);
