// A convolution's counterpart on the same weight: its output goes in, and what comes out has the size of its input.
import { convOutputSize, convTransposeOutputSize } from "@toeplitz/conv";
import type { FigureCase } from "./figure-case.ts";
import type { Scene } from "./scene.ts";

/** The case whose matrix is the transpose of this scene's. */
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
