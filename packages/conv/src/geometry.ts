// Everything about shapes of convolutions: the only place that knows an output-size formula and refuses bad arguments.

export {
  type ColumnsPlan,
  foldGeometry,
  unfoldGeometry,
} from "./geometry/columns-geometry.ts";
export {
  type Activation,
  type ConvGeometry,
  multiplications,
  narrowShape,
  type PaddingMode,
  prepadded,
  type SpatialRank,
  type Triple,
  volume,
  weightShape,
  wideShape,
} from "./geometry/conv-geometry.ts";
export { type ConvCall, type ConvPlan, type ConvSettings, convGeometry } from "./geometry/conv-plan.ts";
export { convInputGeometry, convWeightGeometry } from "./geometry/gradient-geometry.ts";
export { type ModuleArguments, moduleArguments } from "./geometry/module-arguments.ts";
export { outputPaddingFor } from "./geometry/output-padding.ts";
export { convOutputSize, convTransposeOutputSize } from "./geometry/output-size.ts";
export type { Padding, PerAxis, Sized } from "./geometry/read-options.ts";
export { convSize, convTransposeSize, samePadding, span } from "./geometry/size-formulas.ts";
