// @toeplitz/tensor: numbers with a shape. Importing this module puts the operators on Tensor's prototype.
import { installMethods } from "./methods.ts";

installMethods();

export { type BackwardOptions, backward, type GradOptions, grad } from "./autograd/backward.ts";

export { enableGrad, isGradEnabled, noGrad } from "./autograd/mode.ts";

export { type Backend, setBackend, status } from "./backend.ts";

export {
  type CreationOptions,
  empty,
  emptyLike,
  full,
  fullLike,
  ones,
  onesLike,
  zeros,
  zerosLike,
} from "./creation/filled.ts";
export { type TensorData, type TensorOptions, tensor } from "./creation/from-data.ts";
export {
  bernoulli,
  normal,
  type RandomOptions,
  rand,
  randint,
  randintLike,
  randLike,
  randn,
  randnLike,
  randperm,
} from "./creation/random.ts";
export { bernoulli_, type FillRandomOptions, normal_, random_, uniform_ } from "./creation/random-fill.ts";
export { arange, eye, linspace } from "./creation/ranges.ts";
export { type DType, dtypes, isFloating, type TypedArray } from "./dtype.ts";
export { type ErrorFields, ToeplitzError } from "./errors.ts";
export {
  elu,
  glu,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  logsigmoid,
  mish,
  prelu,
  relu6,
  softplus,
} from "./ops/activations.ts";
export {
  type AlphaOptions,
  add,
  type DivOptions,
  div,
  floorDivide,
  fmod,
  mul,
  neg,
  reciprocal,
  remainder,
  rsub,
  square,
  sub,
} from "./ops/arithmetic.ts";
export { type ClampOptions, clamp, clampMax, clampMin, maskedFill, maximum, minimum, where } from "./ops/choose.ts";
export { allclose, type CloseOptions, equal } from "./ops/close.ts";
export {
  eq,
  ge,
  gt,
  isfinite,
  isinf,
  isnan,
  le,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  lt,
  ne,
} from "./ops/compare.ts";
export {
  celu,
  hardshrink,
  selu,
  softmin,
  softshrink,
  softsign,
  tanhshrink,
  threshold,
} from "./ops/composed-activations.ts";
export { clone, contiguous, to } from "./ops/convert.ts";
export { cumsum } from "./ops/cumsum.ts";
export { type DiagonalOptions, diagonal } from "./ops/diagonal.ts";
export { type DropoutOptions, dropout, dropout1d, dropout2d, dropout3d } from "./ops/dropout.ts";
export { einsum } from "./ops/einsum.ts";
export { broadcastTo, expand, expandAs, type ReduceOptions, type SumOptions, sum } from "./ops/expand-and-sum.ts";
export { add_, clamp_, copy_, div_, fill_, maskedFill_, mul_, relu_, sub_, zero_ } from "./ops/in-place.ts";
export { gather, indexSelect, scatter, scatter_, scatterAdd, scatterAdd_ } from "./ops/index-along.ts";
export { type IndexPutOptions, index, indexPut, indexPut_ } from "./ops/index-op.ts";
export type { IndexEntry } from "./ops/index-spec.ts";
export { cat, chunk, flip, split, stack, unbind } from "./ops/join.ts";
export { bmm, matmul, mm } from "./ops/matmul.ts";
export { maskedSelect, nonzero } from "./ops/nonzero.ts";
export { type NormOptions, norm } from "./ops/norm.ts";
export { oneHot } from "./ops/one-hot.ts";
export { type PadMode, type PadOptions, pad } from "./ops/pad.ts";
export {
  abs,
  ceil,
  cos,
  cosh,
  erf,
  exp,
  expm1,
  floor,
  gelu,
  log,
  log1p,
  log2,
  log10,
  pow,
  relu,
  round,
  rsqrt,
  sigmoid,
  sign,
  silu,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
  trunc,
} from "./ops/pointwise.ts";
export { type ProdOptions, prod } from "./ops/product.ts";
export { resultType, type Scalar, type TensorOrScalar } from "./ops/promotion.ts";
export {
  all,
  any,
  argmax,
  argmin,
  type Extreme,
  type ExtremeOptions,
  max,
  mean,
  min,
  std,
  type VarianceOptions,
  variance,
} from "./ops/reduce.ts";
export { repeat, roll } from "./ops/repeat.ts";
export {
  flatten,
  movedim,
  permute,
  reshape,
  reshapeAs,
  squeeze,
  t,
  transpose,
  unflatten,
  unsqueeze,
  view,
  viewAs,
} from "./ops/shape-view.ts";
export { narrow, select } from "./ops/slice-and-pad.ts";
export { logSoftmax, logsumexp, type SoftmaxOptions, softmax } from "./ops/softmax.ts";
export { argsort, type SortOptions, sort, type TopkOptions, topk } from "./ops/sort.ts";
export { tril, triu } from "./ops/triangle.ts";

export { getPrintOptions, type PrintOptions, setPrintOptions } from "./printing/print-options.ts";
export {
  defaultGenerator,
  Generator,
  getRngState,
  initialSeed,
  manualSeed,
  seed,
  setRngState,
} from "./random/generator.ts";
export { getRandomProfile, type RandomProfileName, setRandomProfile } from "./random/profile.ts";
export { item, type NestedArray, read, type ToTypedArrayOptions, toArray, toTypedArray } from "./reading.ts";
export { broadcastShapes, type Shape } from "./shape.ts";

export { type GradHook, Tensor } from "./tensor.ts";
