// @toeplitz/tensor/extend: for those who write ops, kernels and backends. What users call is in the root.
export {
  type BackwardContext,
  defineOp,
  type ForwardContext,
  type Inputs,
  type Op,
  type OpDefinition,
} from "./autograd/define-op.ts";
export { type Edge, Node } from "./autograd/node.ts";
export {
  type Access,
  activeBackend,
  type Backend,
  defineKernel,
  type Kernel,
  launch,
  type Operand,
  type Override,
  override,
  resetServed,
  servedBy,
} from "./backend.ts";
export { checkAlive, checkTensor } from "./check-tensor.ts";
export { allocate, type DType, isFloating, type TypedArray, titleOf } from "./dtype.ts";
export { argumentError, show, showWord, ToeplitzError } from "./errors.ts";
export { checkProbability } from "./ops/dropout.ts";
export { checkWritable, overwrite } from "./ops/in-place.ts";
export { affine, moments } from "./ops/normalize.ts";
export { dtypeOption } from "./ops/promotion.ts";
export { checkOptions } from "./options.ts";
export { areWhole, mostElements, type Shape, sameShape } from "./shape.ts";
export { type BackendMemory, Storage } from "./storage.ts";
export { empty as unwritten } from "./tensor.ts";
