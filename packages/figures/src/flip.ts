// A convolution's counterpart on the same weight: its output goes in, and what comes out has the size of its input.
import { convOutputSize, convTransposeOutputSize } from "@toeplitz/conv";
import { ToeplitzError } from "@toeplitz/tensor";
import type { FigureCase } from "./figure-case.ts";
import type { Scene } from "./scene.ts";

/**
 * The case whose matrix is the transpose of this scene's.
 *
 * @throws ToeplitzError where no convolution of the library has that matrix, and {@link sceneOf} does where a border repeats elements.
 */
export function flipped({ figure, geometry, output }: Scene): FigureCase {
  const { rank, transposed } = figure;
  const axes = <T>(triple: readonly T[]) => triple.slice(3 - rank);
  const kernel = axes(geometry.kernel);
  const [stride, dilation, padding] = [axes(geometry.stride), axes(geometry.dilation), axes(geometry.padding)];
  const base = {
    ...(stride.some((n) => n !== 1) ? { stride } : {}),
    ...(padding.some((n) => n !== 0) ? { padding } : {}),
    ...(dilation.some((n) => n !== 1) ? { dilation } : {}),
    ...(geometry.groups === 1 ? {} : { groups: geometry.groups }),
  };
  const sized = { stride, dilation, padding };
  const given = axes(transposed ? geometry.wide : geometry.narrow);
  const wanted = axes(transposed ? geometry.narrow : geometry.wide);
  const plain = transposed ? convOutputSize(given, kernel, sized) : convTransposeOutputSize(given, kernel, sized);
  if (!transposed) checkBothEnds(padding, axes(geometry.paddingAfter), rank);
  else checkSize(plain as number[], wanted, stride, rank);
  const missing = wanted.map((size, axis) => Math.max(0, size - (plain as number[])[axis]!));
  const outputPadding = !transposed && missing.some((n) => n > 0) ? { outputPadding: missing } : {};
  const paddingMode = geometry.paddingMode === "zeros" ? {} : { paddingMode: geometry.paddingMode };
  return {
    rank,
    transposed: !transposed,
    input: output,
    weight: figure.weight,
    options: { ...base, ...outputPadding, ...paddingMode },
  };
}

/** Padding in front that differs from the one behind has no counterpart: a transposed convolution cuts the same off both ends. */
function checkBothEnds(before: readonly number[], after: readonly number[], rank: number): void {
  const axis = before.findIndex((n, i) => n !== after[i]);
  if (axis < 0) return;
  throw new ToeplitzError(
    `no transposed convolution has this Kᵀ: ${before[axis]} is padded in front and ${after[axis]} behind, and a transposed convolution cuts the same off both ends`,
    { code: "argument", api: `convTranspose${rank}d`, argument: "padding", legal: [before, after] },
  );
}

/** An outputPadding of a whole stride or more, which dilation allows, makes room for more windows. */
function checkSize(plain: readonly number[], wanted: readonly number[], stride: readonly number[], rank: number): void {
  const axis = plain.findIndex((n, i) => n !== wanted[i]);
  if (axis < 0) return;
  throw new ToeplitzError(
    `no convolution has this Kᵀ: output padding of the stride or more leaves room for more windows, ${plain[axis]} instead of ${wanted[axis]}`,
    { code: "argument", api: `conv${rank}d`, argument: "outputPadding", legal: [stride.map((n) => n - 1)] },
  );
}
