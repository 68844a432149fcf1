// The output-size formula, in letters and with the numbers put in; the result is the library's.
import type { Scene } from "./scene.ts";

export interface SizeLine {
  /** `D`, `H` or `W`; `L` in one dimension. */
  readonly axis: string;
  readonly letters: string;
  readonly numbers: string;
  readonly result: number;
}

/** One line per spatial axis. */
export function sizeLines({ geometry, figure }: Scene): SizeLine[] {
  const names = figure.rank === 1 ? ["L"] : ["D", "H", "W"].slice(3 - figure.rank);
  return names.map((axis, i) => {
    const at = (i + 3 - names.length) as 0 | 1 | 2;
    const size = (geometry.transposed ? geometry.narrow : geometry.wide)[at];
    const result = (geometry.transposed ? geometry.wide : geometry.narrow)[at];
    const p = geometry.padding[at];
    const s = geometry.stride[at];
    const d = geometry.dilation[at];
    const k = geometry.kernel[at];
    if (geometry.transposed) {
      const { outputPadding = 0 } = figure.options;
      const op = typeof outputPadding === "number" ? outputPadding : outputPadding[i];
      return {
        axis,
        letters: `(${axis} − 1)·s − 2p + d(k − 1) + op + 1`,
        numbers: `(${size} − 1)·${s} − 2·${p} + ${d}(${k} − 1) + ${op} + 1`,
        result,
      };
    }
    const after = geometry.paddingAfter[at];
    const padding = after === p ? `2·${p}` : `${p} + ${after}`;
    return {
      axis,
      letters: `⌊(${axis} + ${after === p ? "2p" : "p + p′"} − d(k − 1) − 1) / s⌋ + 1`,
      numbers: `⌊(${size} + ${padding} − ${d}(${k} − 1) − 1) / ${s}⌋ + 1`,
      result,
    };
  });
}
