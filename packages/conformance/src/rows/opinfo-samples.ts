// The convolutions on which PyTorch tests itself: shapes, bias and options.
import type { ConvCaseOptions } from "./conv-case.ts";

type Sample = readonly [input: readonly number[], weight: readonly number[], bias: number, options?: ConvCaseOptions];

/** Shapes and options as torch.testing lists them; conv3d's stand in PyTorch 2 alone. */
export const convSamples: Readonly<Record<string, readonly Sample[]>> = {
  conv1d: [
    [[1, 3, 4], [3, 3, 3], 3, { stride: [2], padding: 2, groups: 1 }],
    [[2, 4, 8], [2, 2, 3], 2, { stride: 3, padding: 1, groups: 2, dilation: 2 }],
    [[1, 4, 5], [1, 4, 3], 0, { stride: [2], padding: "valid" }],
    [[2, 2, 4], [2, 1, 4], 2, { stride: [1], padding: "same", groups: 2, dilation: [2] }],
    [[1, 4, 5], [3, 4, 3], 0],
  ],
  conv2d: [
    [[1, 3, 4, 4], [3, 3, 3, 3], 3, { stride: [2, 2], padding: 2, groups: 1 }],
    [[2, 4, 8, 8], [2, 2, 3, 3], 2, { stride: [3, 2], padding: [2, 1], groups: 2, dilation: [4, 4] }],
    [[1, 4, 5, 5], [1, 4, 2, 3], 1, { stride: 2, padding: 1, groups: 1, dilation: [2, 3] }],
    [[1, 4, 5, 5], [1, 4, 2, 3], 1, { stride: 2, padding: 1, groups: 1, dilation: [2, 3] }],
    [[1, 2, 4, 3], [4, 2, 3, 4], 0, { stride: 2, padding: 1, groups: 1 }],
    [[1, 4, 5, 5], [1, 4, 2, 3], 1, { stride: 2, padding: "valid" }],
    [[1, 4, 5, 5], [1, 4, 2, 3], 1, { stride: 1, padding: "same", dilation: 3 }],
    [[2, 4, 6, 6], [4, 1, 3, 3], 4, { groups: 4 }],
    [[2, 4, 6, 6], [8, 1, 3, 3], 8, { groups: 4 }],
    [[2, 4, 6, 6], [8, 1, 3, 3], 0, { groups: 4 }],
    [[2, 4, 6, 6], [4, 1, 3, 3], 4, { groups: 4, stride: [3, 2] }],
    [[2, 4, 6, 6], [4, 1, 3, 3], 4, { groups: 4, padding: [1, 1] }],
    [[2, 4, 5, 5], [4, 1, 2, 2], 4, { groups: 4, dilation: [2, 2] }],
    [[2, 4, 6, 5], [6, 2, 3, 2], 6, { groups: 2 }],
    [[1, 4, 5, 5], [3, 4, 3, 3], 0],
  ],
  conv3d: [
    [[1, 1, 4, 4, 4], [1, 1, 1, 1, 1], 1, { padding: "same" }],
    [[1, 1, 4, 4, 4], [1, 1, 4, 4, 4], 1, { stride: [2, 2, 2] }],
    [[1, 1, 5, 5, 5], [1, 1, 3, 3, 3], 1, { dilation: 2 }],
    [[1, 1, 1, 1, 10], [1, 1, 1, 1, 4], 0, { padding: "valid" }],
    [[1, 1, 10, 11, 12], [1, 1, 1, 2, 5], 0, { padding: "same" }],
    [[1, 1, 10, 11, 12], [1, 1, 1, 2, 5], 0, { padding: "same", dilation: 2 }],
    [[1, 1, 10, 11, 12], [1, 1, 4, 4, 4], 0, { padding: "same", dilation: 3 }],
    [[1, 1, 1, 1, 10], [1, 1, 1, 1, 4], 0, { padding: "valid" }],
    [[3, 9, 3, 1, 9], [3, 3, 3, 1, 9], 3, { groups: 3 }],
    [[3, 9, 3, 1, 9], [3, 3, 3, 1, 9], 3, { stride: [2, 2, 2], dilation: 1, groups: 3 }],
  ],
  convTranspose1d: [
    [[1, 3, 4], [3, 3, 3], 3, { stride: [2], padding: 2, outputPadding: [1], groups: 1 }],
    [[2, 2, 4], [2, 2, 4], 4, { stride: [3], padding: [1], outputPadding: [2], groups: 2, dilation: [4] }],
    [[1, 1, 4], [1, 1, 4], 1, { stride: 2, padding: 1, outputPadding: 1, groups: 1, dilation: [2] }],
    [[1, 1, 4], [1, 2, 3], 0, { stride: 2, padding: 1, outputPadding: 1, groups: 1 }],
    [[1, 4, 5], [4, 8, 3], 0],
  ],
  convTranspose2d: [
    [[1, 3, 4, 4], [3, 3, 3, 3], 3, { stride: [2, 2], padding: 2, outputPadding: [1, 1], groups: 1 }],
    [
      [2, 2, 4, 4],
      [2, 2, 4, 5],
      4,
      { stride: [3, 2], padding: [1, 2], outputPadding: [2, 3], groups: 2, dilation: [4, 4] },
    ],
    [[1, 1, 4, 5], [1, 1, 4, 3], 1, { stride: 2, padding: 1, outputPadding: 1, groups: 1, dilation: [2, 3] }],
    [[1, 1, 4, 3], [1, 2, 3, 4], 0, { stride: 2, padding: 1, outputPadding: 1, groups: 1 }],
    [[2, 8, 4, 4], [8, 1, 3, 3], 0, { groups: 4 }],
    [[1, 4, 5, 5], [4, 8, 3, 3], 0],
  ],
  convTranspose3d: [
    [[1, 3, 4, 4, 4], [3, 3, 3, 3, 3], 3, { stride: [2, 2, 2], padding: 2, outputPadding: [1, 1, 1], groups: 1 }],
    [
      [2, 2, 4, 4, 4],
      [2, 2, 4, 5, 6],
      4,
      { stride: [3, 2, 1], padding: [1, 2, 3], outputPadding: [2, 3, 1], groups: 2, dilation: [4, 4, 4] },
    ],
    [[1, 1, 4, 5, 2], [1, 1, 4, 3, 1], 1, { stride: 2, padding: 1, outputPadding: 1, groups: 1, dilation: [2, 3, 2] }],
    [[1, 1, 4, 3, 4], [1, 2, 3, 4, 5], 0, { stride: 2, padding: 1, outputPadding: 1, groups: 1 }],
    [[1, 4, 5, 5, 5], [4, 8, 3, 3, 3], 0],
  ],
};
