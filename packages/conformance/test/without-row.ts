// Public names that no row uses, and why.
const writing = "for whoever writes an op or a backend: tested beside its source in packages/tensor";
const geometry = "describes a convolution instead of computing one: tested beside its source in packages/conv";
const taps =
  "PyTorch has no taps; the convolution rows check the loops, packages/conv checks that taps are those loops";

export const withoutRow: Readonly<Record<string, string>> = {
  Node: "made by recording alone; rows read it as gradFn",
  Storage: writing,
  Tensor: "made by creation functions alone",
  ToeplitzError: "thrown alone; rows of refusals read its message",
  "Tensor.dispose": "PyTorch frees by itself: tested beside its source in packages/tensor",
  "Tensor.leafHooks": "internal",
  "Tensor.outputIndex": "internal",
  "Tensor.read": "asynchronous, and rows are not: tested beside its source in packages/tensor",
  read: "asynchronous, and rows are not: tested beside its source in packages/tensor",
  argumentError: writing,
  checkOptions: writing,
  checkTensor: writing,
  defineKernel: writing,
  defineOp: writing,
  launch: writing,
  override: writing,
  resetServed: writing,
  servedBy: writing,
  setBackend: writing,
  show: writing,
  status: writing,
  KernelMatrix: "made by kernelMatrix alone, whose rows read it",
  convGeometry: geometry,
  narrowShape: geometry,
  weightShape: geometry,
  wideShape: geometry,
  countPairs: taps,
  countTaps: taps,
  eachTap: taps,
  taps,
  tapsOfInput: taps,
  tapsOfOutput: taps,
  tapsOfWeight: taps,
};
