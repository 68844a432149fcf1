// @toeplitz/conv: convolutions as functions, with the one geometry and the one tap iterator that define them; and pooling.
export {
  type AdaptiveMaxPoolOptions,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  type OutputSize,
} from "./adaptive-pool.ts";
export {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from "./conv.ts";
export {
  type Activation,
  type ConvCall,
  type ConvGeometry,
  type ConvPlan,
  type ConvSettings,
  convGeometry,
  convOutputSize,
  convTransposeOutputSize,
  narrowShape,
  type Padding,
  type PaddingMode,
  type PerAxis,
  type SpatialRank,
  weightShape,
  wideShape,
} from "./geometry.ts";
export { type InterpolateOptions, type InterpolationMode, interpolate } from "./interpolate.ts";
export {
  type AvgPool1dOptions,
  type AvgPoolOptions,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  type WithIndices,
} from "./pool.ts";
export {
  countPairs,
  countTaps,
  eachTap,
  type Tap,
  taps,
  tapsOfInput,
  tapsOfOutput,
  tapsOfWeight,
  type VisitTap,
} from "./taps.ts";
export { fold, type UnfoldOptions, unfold } from "./unfold.ts";
