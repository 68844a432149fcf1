// An excerpt makes the output of the whole convolution, wherever it is taken.
import { conv1d, convTranspose1d } from "@toeplitz/conv";
import { pad, randn } from "@toeplitz/tensor";
import { describe, expect, it } from "vitest";
import { excerptAround, heaviestChannels } from "../src/index.ts";

const size = 13;
const lines = [1, 2, 3, 4].flatMap((kernel) =>
  [1, 2, 3].flatMap((stride) =>
    [1, 2].flatMap((dilation) =>
      [0, 1, 3].flatMap((padding) =>
        [true, false].map((transposed) => ({ kernel, stride, dilation, padding, transposed })),
      ),
    ),
  ),
);

describe("an excerpt", () => {
  it.each(lines)("of $kernel, stride $stride, dilation $dilation, padding $padding, transposed $transposed", (line) => {
    const { kernel, transposed, ...given } = line;
    const outputPadding = transposed ? Math.max(given.stride, given.dilation) - 1 : 0;
    const options = transposed ? { ...given, outputPadding } : given;
    const [x, w] = [randn([1, 1, size]), randn([1, 1, kernel])];
    const convolve = (input: typeof x, more: object) => (transposed ? convTranspose1d : conv1d)(input, w, more);
    const y = convolve(x, options);
    const { stride, dilation } = given;
    for (let place = 0; place < y.shape[2]!; place++) {
      const found = excerptAround({ transposed, size, kernel, options }, place, 5);
      const expected = Number(y.index(0, 0, place).item());
      if (found === null) {
        expect([transposed, expected]).toEqual([true, 0]);
        continue;
      }
      const { start, length, at, outputs } = found;
      const [from, to] = [Math.max(0, start), Math.min(size, start + length)];
      const part = pad(x.index(":", ":", `${from}:${to}`), [from - start, start + length - to]);
      const own = convolve(part, { stride, dilation });
      expect(own.shape[2]).toBe(outputs);
      expect(length).toBeLessThanOrEqual(Math.max(5, dilation * (kernel - 1) + 1));
      expect(Number(own.index(0, 0, at).item())).toBeCloseTo(expected, 5);
    }
  });

  it("pads 'same' with the odd element behind", () => {
    const line = { transposed: false, size, kernel: 4, options: { padding: "same" } as const };
    expect(excerptAround(line, 0, 5)).toEqual({ start: -1, length: 5, at: 0, outputs: 2 });
  });
});

it("names the channels that weigh most at an output", () => {
  const input = { shape: [1, 4, 1, 2], values: [1, 9, 5, 0, 1, 0, -7, 0] };
  const weight = { shape: [1, 4, 1, 1], values: [1, 1, 9, -1] };
  expect(heaviestChannels({ transposed: false, input, weight, options: {} }, 0, 2)).toEqual([2, 3]);
  expect(heaviestChannels({ transposed: false, input, weight, options: {} }, 1, 1)).toEqual([0]);
});
