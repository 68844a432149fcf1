// Public names that no row uses, and why.
const writing = "for whoever writes an op or a backend: tested beside its source in packages/tensor";
const geometry = "describes a convolution instead of computing one: tested beside its source in packages/conv";
const taps =
  "PyTorch has no taps; the convolution rows check the loops, packages/conv checks that taps are those loops";
const engine = "PyTorch shows its engine through drawn tensors alone: tested beside its source in packages/tensor";
const internal = "internal, and used by what has rows";
const accelerator = "switches what computes: tested in packages/wasm, and every row runs on it";
const asynchronous = "asynchronous, and rows are not: tested beside its source in packages/tensor";

/** What classes of optimisers and schedules override; whoever makes a step calls it. */
const overridden = [
  ...["Adam", "RMSprop", "SGD"].flatMap((name) => [`${name}.check`, `${name}.update`]),
  ...["Adam.advance", "AdamW.update", "LRScheduler.groups", "LRScheduler.settle", "LRScheduler.loaded"],
  ...["OneCycleLR.settle", "OneCycleLR.loaded"],
  ...["CosineAnnealing", "Exponential", "Lambda", "MultiStep", "OneCycle", "Step"].map((name) => `${name}LR.rates`),
];

/** Modules that say of themselves that they keep nothing: read by the list that they are in. */
const passing = [
  ...["Conv", "ConvTranspose", "MaxPool"].flatMap((name) => [`${name}1d`, `${name}2d`, `${name}3d`]),
  ...["Flatten", "GELU", "Identity", "Linear", "Module", "ReLU", "Sequential", "Sigmoid", "Tanh"],
];

export const withoutRow: Readonly<Record<string, string>> = {
  ...Object.fromEntries(overridden.map((name) => [`optim.${name}`, internal])),
  ...Object.fromEntries(passing.map((name) => [`nn.${name}.passingForward`, internal])),
  "optim.LRScheduler": "abstract; every schedule has rows",
  "optim.Optimizer": "abstract; every optimiser has rows",
  Tensor: "made by creation functions alone",
  "Tensor.dispose": "PyTorch frees by itself: tested beside its source in packages/tensor",
  "Tensor.leafHooks": internal,
  "Tensor.outputIndex": internal,
  "Tensor.read": asynchronous,
  "Tensor.toJSON": "called by JSON.stringify alone: tested beside its source in packages/tensor",
  "ToeplitzError.toJSON": "called by JSON.stringify alone: tested in packages/tensor",
  read: asynchronous,
  ToeplitzError: "thrown alone; rows of refusals read its message",
  setBackend: writing,
  status: writing,
  "Generator.random": engine,
  "Generator.random64": engine,
  "Generator.seed": "draws what cannot be foreseen",
  "Generator.uniform24": engine,
  "Generator.uniform53": engine,
  KernelMatrix: "made by kernelMatrix alone",
  "KernelMatrix.toString": "PyTorch has no kernel matrix: tested beside its source in packages/kernel-matrix",
  createBackend: accelerator,
  threads: accelerator,
  wasm: accelerator,
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
  "nn.ConvNd": "abstract; its six classes have rows",
  "nn.Module": "abstract; every module has rows",
  "nn.Module.ownBuffers": internal,
  "nn.Module.ownModules": internal,
  "nn.Module.ownParameters": internal,
  "nn.Module.ownState": internal,
  "nn.Module.reviseState": internal,
};
