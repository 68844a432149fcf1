// One exercise per chapter, apart from its words. What is right the library works out from what was typed; no answer is written down here.
import {
  conv2d,
  convOutputSize,
  convTranspose2d,
  convTransposeOutputSize,
  kernelMatrix,
  nn,
  ones,
  ToeplitzError,
  tensor,
} from "toeplitz";
import type { PageWords } from "../words/languages.ts";
import type { ChapterName } from "./chapters.ts";

export interface Verdict {
  readonly right: boolean;
  readonly sentence: string;
}

type Says = PageWords["exercises"];
type Check<Name extends ChapterName> = (answers: readonly number[], says: Says[Name]) => Verdict;

const right = (sentence: string): Verdict => ({ right: true, sentence });
const wrong = (sentence: string): Verdict => ({ right: false, sentence });

/** Compares field by field, and tells the first that is not right what to think of. */
function compare(
  answers: readonly number[],
  wanted: readonly number[],
  hints: readonly string[],
  praise: string,
): Verdict {
  const off = wanted.findIndex((value, i) => value !== answers[i]);
  return off < 0 ? right(praise) : wrong(hints[off]!);
}

const patch = [
  [1, 2, 0],
  [0, 1, 3],
  [2, 0, 1],
];
const edge = [
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
];

const checks: { readonly [Name in ChapterName]: Check<Name> } = {
  convolution: ([answer], { praise, hints }) => {
    const plane = (rows: number[][]) => tensor(rows, { dtype: "float32" }).reshape([1, 1, 3, 3]);
    const y = conv2d(plane(patch), plane(edge)).item();
    const flipped = conv2d(plane(patch), plane(edge).flip([2, 3])).item();
    if (answer === y) return right(praise);
    return wrong(answer === flipped ? hints.turned : hints.products);
  },
  "kernel-matrix": (answers, { praise, hints }) => {
    const K = kernelMatrix(ones([1, 1, 3, 3]), [6, 6]);
    return compare(answers, [...K.shape, K.nnz], [hints.rows, hints.columns, hints.entries], praise);
  },
  transposed: (answers, { praise, hints }) => {
    const y = convTranspose2d(ones([1, 1, 4, 4]), ones([1, 1, 3, 3]));
    const at = (i: number) => y.index(0, 0, i, i).item() as number;
    return compare(answers, [y.shape[2]!, at(0), at(2)], [hints.height, hints.corner, hints.middle], praise);
  },
  stride: ([stride = 1, padding = 0, outputPadding = 0], says) => {
    try {
      const narrow = convOutputSize(28, 3, { stride, padding });
      if (narrow !== 14) return wrong(says.narrow(narrow));
      const wide = convTransposeOutputSize(narrow, 3, { stride, padding, outputPadding });
      return wide === 28 ? right(says.praise) : wrong(says.wide(wide));
    } catch (error) {
      if (error instanceof ToeplitzError) return wrong(error.message);
      throw error;
    }
  },
  dilation: ([size = 0, padding = 0], says) => {
    try {
      const out = convOutputSize(size, 3, { dilation: 4 });
      if (out !== 1) return wrong(says.places(out));
      const same = convOutputSize(32, 3, { dilation: 4, padding });
      return same === 32 ? right(says.praise) : wrong(says.same(same));
    } catch (error) {
      if (error instanceof ToeplitzError) return wrong(error.message);
      throw error;
    }
  },
  groups: (answers, { praise, hints }) => {
    const weights = (groups: number) => new nn.Conv2d(32, 64, 3, { groups, bias: false }).weight.numel();
    return compare(answers, [weights(1), weights(32)], [hints.one, hints.depthwise], praise);
  },
  gradients: (answers, { praise, hints }) => {
    const x = ones([1, 1, 5, 5]).requiresGrad_();
    conv2d(x, ones([1, 1, 3, 3]))
      .sum()
      .backward();
    const at = (i: number) => x.grad!.index(0, 0, i, i).item() as number;
    return compare(answers, [at(0), at(2)], [hints.corner, hints.middle], praise);
  },
};

/** The verdict on a chapter's answers. */
export function judge<Name extends ChapterName>(chapter: Name, answers: readonly number[], says: Says): Verdict {
  return checks[chapter](answers, says[chapter]);
}
