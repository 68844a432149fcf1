// The pages of the reference: which source files of which entry point each one describes. Every export has to be on one.

export interface PageOutline {
  /** Within the entry point's folder; empty where the entry point has one page only. */
  readonly slug: string;
  readonly title: string;
  /** Source files of the entry point's package, without ending; a folder ends with a slash. */
  readonly files: readonly string[];
  /** Exports of other files that a reader looks for here. */
  readonly names?: readonly string[];
}

export interface EntryOutline {
  /** What is imported. */
  readonly specifier: string;
  /** The folder of packages. */
  readonly folder: string;
  /** Below the folder's src. */
  readonly file: string;
  /** Its name as part of `toeplitz`; null where that has none of it, empty where it is flat. */
  readonly umbrella: string | null;
  readonly about: string;
  /** The title of its part of the sidebar. */
  readonly title: string;
  readonly slug: string;
  readonly pages: readonly PageOutline[];
}

const everything = (title: string): readonly PageOutline[] => [{ slug: "", title, files: ["/"] }];

export const outline: readonly EntryOutline[] = [
  {
    specifier: "@toeplitz/conv",
    folder: "conv",
    file: "index.ts",
    umbrella: "",
    about: "Convolutions as functions, pooling and interpolation, their geometry, and the taps that define them.",
    title: "Convolution",
    slug: "conv",
    pages: [
      {
        slug: "convolution",
        title: "Convolution and its transpose",
        files: ["conv", "geometry/read-options"],
        names: ["ConvSettings", "PaddingMode", "Activation"],
      },
      { slug: "pooling", title: "Pooling", files: ["pool", "adaptive-pool"] },
      {
        slug: "windows",
        title: "Sliding windows and interpolation",
        files: ["unfold", "interpolate", "geometry/columns-geometry", "geometry/interpolation"],
      },
      { slug: "geometry", title: "Geometry and taps", files: ["taps", "geometry/"] },
    ],
  },
  {
    specifier: "@toeplitz/conv/grad",
    folder: "conv",
    file: "grad.ts",
    umbrella: "nn.grad",
    about: "Gradients of convolutions as functions, as in `torch.nn.grad`.",
    title: "Gradients as functions",
    slug: "conv/grad",
    pages: everything("Gradients as functions"),
  },
  {
    specifier: "@toeplitz/kernel-matrix",
    folder: "kernel-matrix",
    file: "index.ts",
    umbrella: "",
    about: "A convolution as one matrix, the transposed one as its transpose.",
    title: "Kernel matrix",
    slug: "kernel-matrix",
    pages: everything("The kernel matrix"),
  },
  {
    specifier: "@toeplitz/nn",
    folder: "nn",
    file: "index.ts",
    umbrella: "nn",
    about: "Modules, which are functions with parameters.",
    title: "Modules",
    slug: "nn",
    pages: [
      {
        slug: "convolution",
        title: "Convolution layers",
        files: ["conv", "conv-nd", "conv-transpose", "lazy", "columns"],
      },
      {
        slug: "module",
        title: "Module and containers",
        files: [
          "module",
          "module-list",
          "sequential",
          "parameter",
          "forward-hooks",
          "backward-hooks",
          "state-dict",
          "identity",
          "fuse-conv-bn",
        ],
      },
      { slug: "pooling", title: "Pooling layers", files: ["max-pool", "avg-pool", "adaptive-pool"] },
      { slug: "normalization", title: "Normalisation layers", files: ["batch-norm", "normalization"] },
      { slug: "activation", title: "Activation layers", files: ["activation", "relu", "softmax"] },
      {
        slug: "shape",
        title: "Linear, padding and shape layers",
        files: ["linear", "flatten", "unflatten", "pad", "pixel-shuffle", "upsample", "dropout"],
      },
      { slug: "loss", title: "Losses", files: ["loss"] },
    ],
  },
  {
    specifier: "@toeplitz/nn/functional",
    folder: "nn",
    file: "functional/index.ts",
    umbrella: "functional",
    about: "The names of `torch.nn.functional`, gathered.",
    title: "functional",
    slug: "nn/functional",
    pages: everything("nn.functional"),
  },
  {
    specifier: "@toeplitz/nn/init",
    folder: "nn",
    file: "init.ts",
    umbrella: "nn.init",
    about: "Initialisation of parameters, with PyTorch's draws.",
    title: "init",
    slug: "nn/init",
    pages: everything("nn.init"),
  },
  {
    specifier: "@toeplitz/nn/optim",
    folder: "nn",
    file: "optim/index.ts",
    umbrella: "optim",
    about: "Optimisers, schedules of the learning rate, clipping of gradients.",
    title: "optim",
    slug: "nn/optim",
    pages: everything("optim"),
  },
  {
    specifier: "@toeplitz/nn/data",
    folder: "nn",
    file: "data/index.ts",
    umbrella: "data",
    about: "Data sets and batches.",
    title: "data",
    slug: "nn/data",
    pages: everything("data"),
  },
  {
    specifier: "@toeplitz/tensor",
    folder: "tensor",
    file: "index.ts",
    umbrella: "",
    about: "Numbers with a shape: views, operators, random numbers, printing, autograd, the backend switch.",
    title: "Tensor",
    slug: "tensor",
    pages: [
      {
        slug: "tensor",
        title: "Tensor and its types",
        files: ["tensor", "dtype", "shape", "errors", "reading", "printing/", "ops/promotion"],
      },
      {
        slug: "creation",
        title: "Creating tensors",
        files: ["creation/filled", "creation/from-data", "creation/ranges"],
      },
      { slug: "random", title: "Random numbers", files: ["creation/random", "creation/random-fill", "random/"] },
      { slug: "autograd", title: "Autograd", files: ["autograd/"] },
      {
        slug: "activation",
        title: "Activation functions",
        files: ["ops/activations", "ops/composed-activations", "ops/softmax", "ops/dropout"],
        names: ["relu", "sigmoid", "silu", "gelu", "tanh"],
      },
      { slug: "pointwise", title: "Arithmetic and pointwise functions", files: ["ops/arithmetic", "ops/pointwise"] },
      { slug: "comparison", title: "Comparing and choosing", files: ["ops/compare", "ops/close", "ops/choose"] },
      {
        slug: "reduction",
        title: "Reductions",
        files: ["ops/reduce", "ops/expand-and-sum", "ops/product", "ops/norm", "ops/cumsum"],
      },
      { slug: "matrix", title: "Matrix products", files: ["ops/matmul", "ops/einsum"] },
      {
        slug: "shape",
        title: "Shapes, views and joins",
        files: [
          "ops/shape-view",
          "ops/diagonal",
          "ops/slice-and-pad",
          "ops/repeat",
          "ops/join",
          "ops/pad",
          "ops/pad-checks",
          "ops/convert",
          "ops/triangle",
        ],
        names: ["broadcastTo", "expand", "expandAs"],
      },
      {
        slug: "indexing",
        title: "Indexing and sorting",
        files: ["ops/index-along", "ops/index-op", "ops/index-spec", "ops/nonzero", "ops/sort", "ops/one-hot"],
      },
      { slug: "in-place", title: "In place", files: ["ops/in-place"] },
      { slug: "backend", title: "Backends", files: ["backend"] },
    ],
  },
  {
    specifier: "@toeplitz/io",
    folder: "io",
    file: "index.ts",
    umbrella: null,
    about: "Tensors from files and into files; `toeplitz/io` has the same names.",
    title: "Files",
    slug: "io",
    pages: [
      { slug: "safetensors", title: "safetensors", files: ["safetensors/", "bytes/", "named-tensors", "elements/"] },
      { slug: "npy", title: "NumPy's .npy and .npz", files: ["npy/"] },
      { slug: "pth", title: "PyTorch's .pth", files: ["pth/"] },
    ],
  },
  {
    specifier: "@toeplitz/wasm",
    folder: "wasm",
    file: "index.ts",
    umbrella: "",
    about: "The accelerator: WebAssembly kernels, threads.",
    title: "Accelerator",
    slug: "wasm",
    pages: everything("The accelerator"),
  },
  {
    specifier: "@toeplitz/tensor/extend",
    folder: "tensor",
    file: "extend.ts",
    umbrella: null,
    about: "For authors of operators and backends.",
    title: "Writing operators and backends",
    slug: "extend/operators",
    pages: everything("Writing operators and backends"),
  },
  {
    specifier: "@toeplitz/tensor/kernels",
    folder: "tensor",
    file: "kernels/index.ts",
    umbrella: null,
    about: "The kernel tokens of the tensor package, for backends.",
    title: "Kernel tokens of tensors",
    slug: "extend/tensor-kernels",
    pages: everything("Kernel tokens of tensors"),
  },
  {
    specifier: "@toeplitz/conv/kernels",
    folder: "conv",
    file: "kernels/index.ts",
    umbrella: null,
    about: "The kernel tokens of convolutions, for backends.",
    title: "Kernel tokens of convolutions",
    slug: "extend/conv-kernels",
    pages: everything("Kernel tokens of convolutions"),
  },
  {
    specifier: "@toeplitz/conv/geometry",
    folder: "conv",
    file: "geometry.ts",
    umbrella: null,
    about: "Checks and sizes that modules and pictures need, and no user calls.",
    title: "Geometry for modules",
    slug: "extend/conv-geometry",
    pages: everything("Geometry for modules"),
  },
];
