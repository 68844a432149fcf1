// What correct means: the suites. The case table itself is at @toeplitz/conformance/rows.
export { decode, difference, type Recorded, sumBound, tensorDifference } from "./suites/compare.ts";
export { callConv, convInputs } from "./suites/conv-call.ts";
export { answerOf, type Corpus, checkDrawn, checkKept, type KeptAnswer, keep } from "./suites/drawn.ts";
export {
  checkGolden,
  describe,
  type Golden,
  type GoldenRecord,
  keptRecord,
  mismatch,
  recordProblem,
} from "./suites/golden.ts";
export {
  checkDerivatives,
  type DifferentiableFunction,
  gradcheck,
  gradgradcheck,
  hasDerivative,
} from "./suites/gradcheck.ts";
export { checkHashed, type HashedGolden, hashedGolden, staleness } from "./suites/hashed.ts";
export { checkAdjoint, checkMatrix, checkTransposedMatrix, hasMatrix } from "./suites/matrix.ts";
export { methodOf, withMethods } from "./suites/methods.ts";
export { checkModule, hasModule } from "./suites/modules.ts";
export { evaluate, isTensor } from "./suites/result.ts";
export { publicNames, type Uses, usesOf } from "./suites/uses.ts";
export { type JobListener, jobsSince, watchJobs } from "./suites/watch-jobs.ts";
