// What a figure draws: one convolution of a sample or a few as plain data, so that a link, a preset or a chapter can hold it.
import { type ConvCaseOptions, type ConvPreset, elements, type Recipe } from "@toeplitz/conformance/rows";

/** An array as plain numbers in row-major order. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Which array's gradient is worked out, and from what: the gradient `[N, O, ...size']` that comes back to the output. */
export interface GradientCase {
  readonly to: "input" | "weight";
  readonly upstream: Numbers;
}

/** One convolution or transposed convolution; or, with `gradient`, its way back, to the bias too where there is one. */
export interface FigureCase {
  readonly rank: 1 | 2 | 3;
  readonly transposed: boolean;
  /** `[N, C, ...size]` */
  readonly input: Numbers;
  /** `[O, C / groups, ...kernel]`, transposed `[C, O / groups, ...kernel]` */
  readonly weight: Numbers;
  /** `[O]`: one number for each channel of the output; absent where none is added. */
  readonly bias?: Numbers;
  readonly options: ConvCaseOptions;
  readonly gradient?: GradientCase;
}

/** A named preset as a figure draws it. */
export function caseOfPreset(preset: ConvPreset): FigureCase {
  const { rank, transposed, input, weight, options } = preset.case;
  return { rank, transposed, input: numbersOf(input), weight: numbersOf(weight), options };
}

function numbersOf(recipe: Recipe): Numbers {
  return { shape: recipe.shape, values: elements(recipe) };
}
