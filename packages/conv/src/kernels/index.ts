// The kernel tokens of this package, for backends that serve them faster.

export type { Activation, ConvGeometry } from "../geometry/conv-geometry.ts";
export type { Interpolation } from "../geometry/interpolation.ts";
export type { PoolGeometry } from "../geometry/pool-geometry.ts";
export { foldColumns, unfoldColumns } from "./columns.ts";
export { type ConvParams, convNarrow, convWeight, convWide } from "./conv.ts";
export { interpolate, interpolateGradient } from "./interpolate.ts";
export { avgPool, avgPoolGradient, maxPool, maxPoolPositions } from "./pool.ts";
