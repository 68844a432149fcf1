// One exercise per chapter. What is right the library works out from what was typed; no answer is written down here.
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
import type { ChapterName } from "./chapters.ts";

export interface Verdict {
  readonly right: boolean;
  readonly sentence: string;
}

export interface Exercise {
  readonly question: string;
  /** One whole number is asked for each of them. */
  readonly fields: readonly string[];
  readonly check: (answers: readonly number[]) => Verdict;
}

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

export const exercises: Readonly<Record<ChapterName, Exercise>> = {
  convolution: {
    question:
      "The image is [[1, 2, 0], [0, 1, 3], [2, 0, 1]], the kernel [[1, 0, -1], [2, 0, -2], [1, 0, -1]]. One number comes out. Which?",
    fields: ["y[0, 0]"],
    check: ([answer]) => {
      const plane = (rows: number[][]) => tensor(rows, { dtype: "float32" }).reshape([1, 1, 3, 3]);
      const y = conv2d(plane(patch), plane(edge)).item();
      const flipped = conv2d(plane(patch), plane(edge).flip([2, 3])).item();
      if (answer === y) return right("Nine products, one sum. Nothing was turned round on the way.");
      if (answer === flipped)
        return wrong("That turns the kernel round first, as mathematics does. PyTorch lays it down as it is.");
      return wrong("Multiply each number by the one in the same place of the kernel, and add up all nine.");
    },
  },
  "kernel-matrix": {
    question:
      "A 3 × 3 kernel goes over a 6 × 6 image, without padding. How large is K, and how many of its entries are not zero?",
    fields: ["rows", "columns", "entries"],
    check: (answers) => {
      const K = kernelMatrix(ones([1, 1, 3, 3]), [6, 6]);
      return compare(
        answers,
        [...K.shape, K.nnz],
        [
          "One row for each output: how many places has the kernel?",
          "One column for each number of the image.",
          "Each row holds the whole kernel once.",
        ],
        "Nine in each row, and all the rest is zero.",
      );
    },
  },
  transposed: {
    question:
      "A transposed convolution with a 3 × 3 kernel of ones takes a 4 × 4 image of ones. How high is what comes out, what stands in its corner, and what in its middle?",
    fields: ["height", "corner", "middle"],
    check: (answers) => {
      const y = convTranspose2d(ones([1, 1, 4, 4]), ones([1, 1, 3, 3]));
      return compare(
        answers,
        [y.shape[2]!, y.index(0, 0, 0, 0).item() as number, y.index(0, 0, 2, 2).item() as number],
        [
          "The convolution that it turns over makes 4 out of this.",
          "How many stamps reach the corner?",
          "Nine stamps, or fewer?",
        ],
        "Each number stamps the kernel, and where stamps overlap they add up.",
      );
    },
  },
  stride: {
    question:
      "Find a stride and a padding with which a kernel of 3 makes 14 out of 28, and the outputPadding with which the transposed convolution comes back to 28.",
    fields: ["stride", "padding", "outputPadding"],
    check: ([stride = 1, padding = 0, outputPadding = 0]) => {
      try {
        const narrow = convOutputSize(28, 3, { stride, padding });
        if (narrow !== 14) return wrong(`With these, 28 becomes ${narrow}.`);
        const wide = convTransposeOutputSize(narrow, 3, { stride, padding, outputPadding });
        return wide === 28
          ? right("28 becomes 14, and 14 becomes 28 again.")
          : wrong(`28 becomes 14; but 14 comes back as ${wide}.`);
      } catch (error) {
        if (error instanceof ToeplitzError) return wrong(error.message);
        throw error;
      }
    },
  },
  dilation: {
    question:
      "A 3 × 3 kernel with dilation 4: what is the smallest image that it fits on, and which padding makes an output as large as the image?",
    fields: ["height of the image", "padding"],
    check: ([size = 0, padding = 0]) => {
      try {
        const out = convOutputSize(size, 3, { dilation: 4 });
        if (out !== 1) return wrong(`That leaves ${out} places for the kernel, and the smallest image has one.`);
        const same = convOutputSize(32, 3, { dilation: 4, padding });
        return same === 32
          ? right("Two gaps of 4 and one more: 9. Half of what it spans, on either side, keeps the size.")
          : wrong(`The image fits. With this padding 32 becomes ${same}.`);
      } catch (error) {
        if (error instanceof ToeplitzError) return wrong(error.message);
        throw error;
      }
    },
  },
  groups: {
    question:
      "A 3 × 3 layer takes 32 channels to 64, without bias. How many weights has it in one group, and how many when depthwise?",
    fields: ["in one group", "depthwise"],
    check: (answers) => {
      const weights = (groups: number) => new nn.Conv2d(32, 64, 3, { groups, bias: false }).weight.numel();
      return compare(
        answers,
        [weights(1), weights(32)],
        [
          "Each of the 64 outputs sees 32 channels, through nine weights each.",
          "Each of the 64 outputs sees one channel.",
        ],
        "Depthwise has one 32nd of them.",
      );
    },
  },
  gradients: {
    question:
      "A 3 × 3 kernel of ones goes over a 5 × 5 image, and the gradient that comes back is 1 everywhere. What is the gradient of the image in its corner, and in its middle?",
    fields: ["corner", "middle"],
    check: (answers) => {
      const x = ones([1, 1, 5, 5]).requiresGrad_();
      conv2d(x, ones([1, 1, 3, 3]))
        .sum()
        .backward();
      const at = (i: number) => x.grad!.index(0, 0, i, i).item() as number;
      return compare(
        answers,
        [at(0), at(2)],
        ["How many outputs was the corner part of?", "How many outputs was the middle part of?"],
        "A number's gradient counts the sums that it went into, each by its weight.",
      );
    },
  },
};
