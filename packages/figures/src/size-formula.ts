// The output-size formula, in letters and with the numbers put in, of settings that work and of settings that do not; sums are the library's.
import { convSize, convTransposeSize, samePadding, span } from "@toeplitz/conv/geometry";
import type { FigureCase } from "./figure-case.ts";
import { fullNumber } from "./number-text.ts";
import type { Triple } from "./scene.ts";

/** What the formula takes. In two dimensions depths do not count, in one the width counts alone. */
export interface SizeSettings {
  readonly rank: FigureCase["rank"];
  readonly transposed: boolean;
  /** Of the input. */
  readonly size: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple | "same" | "valid";
  readonly dilation: Triple;
  readonly outputPadding: Triple;
}

export interface SizeLine {
  /** `D`, `H` or `W`; `L` in one dimension. */
  readonly axis: string;
  readonly letters: string;
  readonly numbers: string;
  /** Below one, or not a number, where there is no such output. */
  readonly result: number;
  /** The result as one reads it: a dash where the stride is zero, because nothing is divided by that. */
  readonly written: string;
  /** Elements that the kernel has to fit into; of a transposed convolution, those that it reaches before its padding is cut off. */
  readonly room: number;
  /** Elements that the kernel spans; of a transposed convolution, those that are cut off. */
  readonly taken: number;
}

/** One line per spatial axis; none where padding has a name, of which a transposed convolution knows none. */
export function sizeLines(settings: SizeSettings): SizeLine[] {
  const { rank, transposed, padding } = settings;
  const names = rank === 1 ? ["L"] : ["D", "H", "W"].slice(3 - rank);
  if (transposed && typeof padding === "string") return [];
  return names.map((axis, i): SizeLine => {
    const at = (i + 3 - names.length) as 0 | 1 | 2;
    const [n, k, s, d] = [settings.size[at], settings.kernel[at], settings.stride[at], settings.dilation[at]];
    const [p, after] = paddingOf(padding, at, k, d);
    if (transposed) {
      const op = settings.outputPadding[at];
      const result = convTransposeSize(n, k, s, p, d, op);
      return {
        axis,
        letters: `(${axis} − 1)·s − 2p + d(k − 1) + op + 1`,
        numbers: `(${n} − 1)·${s} − 2·${p} + ${d}(${k} − 1) + ${op} + 1`,
        result,
        written: fullNumber(result),
        room: convTransposeSize(n, k, s, 0, d, op),
        taken: p + after,
      };
    }
    const result = s === 0 ? Number.NaN : convSize(n, k, s, p, after, d);
    const added = after === p ? `2·${p}` : `${p} + ${after}`;
    return {
      axis,
      letters: `⌊(${axis} + ${after === p ? "2p" : "p + p′"} − d(k − 1) − 1) / s⌋ + 1`,
      numbers: `⌊(${n} + ${added} − ${d}(${k} − 1) − 1) / ${s}⌋ + 1`,
      result,
      written: s === 0 ? "–" : fullNumber(result),
      room: n + p + after,
      taken: span(k, d),
    };
  });
}

/** What stands before and behind an axis. */
function paddingOf(padding: SizeSettings["padding"], at: 0 | 1 | 2, kernel: number, dilation: number) {
  if (padding === "same") return samePadding(kernel, dilation);
  const each = padding === "valid" ? 0 : padding[at];
  return [each, each] as const;
}
