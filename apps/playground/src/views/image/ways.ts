// The ways to make one and the same convolution, which all have to come to the numbers of the first.

import type { PaddingMode } from "@toeplitz/widgets";
import { conv2d, eye, kernelMatrix, matmul, setBackend, type Tensor, unfold, wasm } from "toeplitz";
import { sideOf } from "./image-kernels.ts";
import { bordered, depthwise, filtered, type Pixels, photoTensor } from "./photo-filter.ts";
import { splitOf } from "./separable.ts";

/** A way that is set up: its backend is active, and its operands are there. */
export interface Ready {
  /** What this is called, where that is known only now. */
  readonly name?: string;
  readonly convolve: () => Tensor;
  /** The numbers of the first result that this way makes. */
  readonly part: (whole: Tensor) => Tensor;
  /** Gives back what only this way needs. */
  readonly release?: () => Promise<unknown>;
}

export interface Way {
  readonly name: string;
  /** What it convolves, where that is less than the photograph. */
  readonly on?: string;
  /** A sentence where it cannot be. */
  readonly prepare: () => Ready | string | Promise<Ready | string>;
}

/** Numbers of a matrix of columns, or of K, at most: 128 MB. */
const mostNumbers = 2 ** 25;
/** Side of the piece that the kernel matrix is applied to. */
const piece = 48;

const whole = (result: Tensor) => result;
const count = (n: number) => n.toLocaleString("en");

/** The first is the plain one; none of them knows of the others. */
export function waysOf(pixels: Pixels, kernel: readonly number[], border: PaddingMode): readonly Way[] {
  const side = sideOf(kernel);
  const { width, height } = pixels;
  /** The photograph anew, in the active backend's memory, with its border. */
  const photo = () => bordered(photoTensor(pixels), side, border);

  const direct = (): Ready => {
    const input = photo();
    return { convolve: () => filtered(input, kernel), part: whole };
  };

  const rows = Math.min(height, Math.max(1, Math.floor(mostNumbers / (3 * side * side * width))));
  const columns = (): Ready => {
    const part = (result: Tensor) => result.index(":", ":", `0:${rows}`);
    const input = photo()
      .index(":", ":", `0:${rows + side - 1}`)
      .contiguous();
    const weight = depthwise(kernel, side, side).reshape([3, 1, side * side]);
    const convolve = () =>
      matmul(weight, unfold(input, [side, side]).reshape([3, side * side, rows * width])).reshape([1, 3, rows, width]);
    return { convolve, part };
  };
  const onRows = rows < height ? { on: `the first ${rows} rows: more columns would not fit` } : {};

  const [cropWidth, cropHeight] = [Math.min(width, piece), Math.min(height, piece)];
  const part = (result: Tensor) => result.index(":", "0:1", `0:${cropHeight}`, `0:${cropWidth}`);
  const crop = () =>
    photo()
      .index(":", "0:1", `0:${cropHeight + side - 1}`, `0:${cropWidth + side - 1}`)
      .contiguous();
  const single = () => depthwise(kernel, side, side).index("0:1").contiguous();
  const one = [1, 1, cropHeight, cropWidth];
  const onCrop = {
    on: `${cropWidth} × ${cropHeight} of one channel: for all of it, K has ${count(width * height)} × ${count((width + side - 1) * (height + side - 1))} entries`,
  };
  const K = (input: Tensor) => kernelMatrix(single(), input.shape.slice(2));

  const portable = (ready: () => Ready | string) => () => {
    setBackend(null);
    return ready();
  };
  const accelerated =
    (ready: () => Ready | string, level: "default" | "high" | "deterministic" = "default") =>
    () => {
      setBackend(wasm({ level }));
      return ready();
    };

  return [
    { name: "direct, portable", prepare: portable(direct) },
    { name: "im2col, portable", ...onRows, prepare: portable(columns) },
    { name: "direct, accelerated", prepare: accelerated(direct) },
    { name: "direct, accelerated, high", prepare: accelerated(direct, "high") },
    { name: "direct, accelerated, deterministic", prepare: accelerated(direct, "deterministic") },
    { name: "im2col, accelerated", ...onRows, prepare: accelerated(columns) },
    {
      name: "direct, accelerated, threads",
      prepare: async () => {
        if (!globalThis.crossOriginIsolated) {
          return "threads share memory, which needs a page that its host isolates (COOP and COEP)";
        }
        const shared = wasm();
        setBackend(shared);
        const { threads, reason } = await shared.threads(Math.min(8, navigator.hardwareConcurrency));
        if (threads === 1) return reason ?? "there is one processor";
        // Workers that sleep through the rows below would keep their memory.
        return { ...direct(), name: `direct, accelerated, ${threads} threads`, release: () => shared.threads(0) };
      },
    },
    {
      name: "a column, then a row",
      prepare: accelerated(() => {
        const split = splitOf(kernel);
        if (split === null) return "this kernel is no column times a row";
        const [down, across] = [depthwise(split.column, side, 1), depthwise(split.row, 1, side)];
        const input = photo();
        return { convolve: () => conv2d(conv2d(input, down, { groups: 3 }), across, { groups: 3 }), part: whole };
      }),
    },
    {
      name: "all channels to all, accelerated",
      prepare: accelerated(() => {
        const full = depthwise(kernel, side, side).mul(eye(3).reshape([3, 3, 1, 1]));
        const input = photo();
        return { convolve: () => conv2d(input, full), part: whole };
      }),
    },
    {
      name: "kernel matrix, K x by its entries",
      ...onCrop,
      prepare: accelerated(() => {
        const input = crop();
        const [sparse, x] = [K(input), input.flatten()];
        return { convolve: () => sparse.matmul(x).reshape(one), part };
      }),
    },
    {
      name: "kernel matrix, K x with its zeros",
      ...onCrop,
      prepare: accelerated(() => {
        const input = crop();
        const [dense, x] = [K(input).dense(), input.flatten()];
        return { convolve: () => matmul(dense, x).reshape(one), part };
      }),
    },
    {
      name: "direct, accelerated, on the same",
      ...onCrop,
      prepare: accelerated(() => {
        const [input, weight] = [crop(), single()];
        return { convolve: () => conv2d(input, weight), part };
      }),
    },
  ];
}
