// The kernel tokens of this package, for backends to override.
export {
  type ArgsortParams,
  argsort,
  type CumsumParams,
  cumsum,
  type Line,
  type SoftmaxParams,
  softmax,
} from "./along-axis.ts";
export {
  type CopyParams,
  copy,
  type FillParams,
  fill,
  type GatherParams,
  gather,
  type ScatterParams,
  scatter,
} from "./copy.ts";
export { type BinaryParams, binary, type SelectParams, select, type UnaryParams, unary } from "./elementwise.ts";
export { type MatmulParams, matmul } from "./matmul.ts";
export { type AffineParams, affine, type MomentsParams, moments } from "./normalize.ts";
export {
  type AdamParams,
  adamStep,
  type RmspropParams,
  rmspropStep,
  type SgdParams,
  sgdStep,
} from "./optimizer-steps.ts";
export { type ReduceName, type ReduceParams, reduce } from "./reduce.ts";
export type { BinaryName, UnaryName } from "./scalar-functions.ts";
