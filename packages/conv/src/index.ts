// @toeplitz/conv: convolutions as functions, with the one geometry and the one tap iterator that define them.
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
