// The case table. Nothing here imports the library at run time: figures, apps and the golden recorder read it too.

import { activationRows } from "./activations.ts";
import { alongAxisRows } from "./along-axis.ts";
import { argumentErrorRows } from "./argument-errors.ts";
import { arithmeticRows } from "./arithmetic.ts";
import { autogradRows } from "./autograd.ts";
import { comparisonRows } from "./comparison.ts";
import { convLayerRows, convolutionRows } from "./convolution.ts";
import { convolutionErrorRows, convolutionFaultRows } from "./convolution-errors.ts";
import { creationRows } from "./creation.ts";
import { einsumRows } from "./einsum.ts";
import { elementTypeRows } from "./element-types.ts";
import { indexingRows } from "./indexing.ts";
import { interpolationRows } from "./interpolation.ts";
import { joiningRows } from "./joining.ts";
import { kernelMatrixRows } from "./kernel-matrix.ts";
import { layerRowsOfAll } from "./layers.ts";
import { lossRows } from "./losses.ts";
import { matmulRows } from "./matmul.ts";
import { moduleErrorRows } from "./module-errors.ts";
import { moduleMemberRows } from "./module-members.ts";
import { moduleRows } from "./modules.ts";
import { normLayerRows } from "./norm-layers.ts";
import { normalizationRows } from "./normalization.ts";
import { opinfoErrorRows, opinfoRows } from "./opinfo.ts";
import { optimiserRows } from "./optimisers.ts";
import { pointwiseRows } from "./pointwise.ts";
import { poolingRows } from "./pooling.ts";
import { printingRows } from "./printing.ts";
import { randomRows } from "./random.ts";
import { recipeRows } from "./recipes.ts";
import { reduceRows } from "./reduce.ts";
import type { Refusal } from "./refusals.ts";
import type { Row } from "./row.ts";
import { savedOperandRows } from "./saved-operands.ts";
import { slidingRows } from "./sliding.ts";
import { slidingErrorRows } from "./sliding-errors.ts";
import { tensorErrorRows } from "./tensor-errors.ts";
import { trainingRows } from "./training.ts";
import { viewRows } from "./views.ts";
import { writtenViewRows } from "./written-views.ts";

export {
  type ConvCase,
  type ConvCaseOptions,
  convFunctionName,
  convLine,
  convTorchLine,
  paddingOf,
  perAxis,
} from "./conv-case.ts";
export { convCases } from "./conv-cases.ts";
export { faultyConvs } from "./conv-faults.ts";
export { convLayers } from "./conv-layers.ts";
export { type ConvPreset, convPresets } from "./conv-presets.ts";
export { elements } from "./fill.ts";
export { baseShape, data, type Fill, type Layout, type Recipe, values } from "./recipe.ts";
export type { Refusal } from "./refusals.ts";
export { type Api, called, fingerprint, type Output, type Row, row, type Tolerance } from "./row.ts";

/** Refused calls, many of them with what can be mended. */
export const refusals: readonly Refusal[] = [
  ...tensorErrorRows,
  ...slidingErrorRows,
  ...moduleErrorRows,
  ...argumentErrorRows,
];

/** Rows by theme; each theme has one file of golden data. */
export const groups: Readonly<Record<string, readonly Row[]>> = {
  recipes: recipeRows,
  creation: creationRows,
  views: viewRows,
  indexing: indexingRows,
  joining: joiningRows,
  arithmetic: arithmeticRows,
  pointwise: pointwiseRows,
  activations: activationRows,
  comparison: comparisonRows,
  reduce: reduceRows,
  "along-axis": alongAxisRows,
  "element-types": elementTypeRows,
  matmul: matmulRows,
  einsum: einsumRows,
  autograd: [...autogradRows, ...savedOperandRows, ...writtenViewRows],
  printing: printingRows,
  random: randomRows,
  convolution: convolutionRows,
  "conv-layers": convLayerRows,
  "convolution-errors": convolutionErrorRows,
  "convolution-faults": convolutionFaultRows,
  refusals,
  opinfo: opinfoRows,
  "opinfo-errors": opinfoErrorRows,
  sliding: slidingRows,
  pooling: poolingRows,
  normalization: normalizationRows,
  "kernel-matrix": kernelMatrixRows,
  interpolation: interpolationRows,
  layers: layerRowsOfAll,
  losses: lossRows,
  "norm-layers": normLayerRows,
  optimisers: optimiserRows,
  training: trainingRows,
  modules: [...moduleRows, ...moduleMemberRows],
};

/** Every row. */
export const rows: readonly Row[] = Object.values(groups).flat();
