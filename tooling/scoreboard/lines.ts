// What the scoreboard counts: which tests speak for which line. Names are matched against "file > suite > ... > test".

/** One line. A test counts once on each side, for the first line of which a pattern names it; every pattern has to name one. */
export interface Line {
  readonly what: string;
  /** Who says what is right. */
  readonly source: string;
  readonly version: string;
  /** What a reader must know to read the numbers. */
  readonly note?: string;
  /** Tests on the portable kernels. */
  readonly portable?: readonly RegExp[];
  /** Tests on the accelerator, at any of its levels. */
  readonly accelerated?: readonly RegExp[];
}

const pytorch = "PyTorch, run and recorded";
const recorded = "1.13.1 (Debian)";

/** Rows of the case table, by the names of their groups. The first run is on the accelerator's default level. */
const rows = (...groups: readonly string[]) => ({
  portable: groups.map((group) => new RegExp(`levels\\.test\\.ts > golden rows: portable > ${group} > `)),
  accelerated: groups.flatMap((group) => [
    new RegExp(`conformance/test/golden\\.test\\.ts > ${group} > (?!has no record)`),
    new RegExp(`levels\\.test\\.ts > golden rows: high > ${group}$`),
    new RegExp(`levels\\.test\\.ts > golden rows: deterministic > ${group}$`),
  ]),
});

/** Rows of whose answers hashes are kept. What they compare is computed in JavaScript on either side. */
const hashed = (group: string) => new RegExp(`hashed\\.test\\.ts > ${group} > (?!has hashes|names every row)`);

export const lines: readonly Line[] = [
  {
    what: "OpInfo samples: convolutions, modules, unfold, pad",
    source: "The shapes and options on which PyTorch tests itself; answers by PyTorch",
    version: `${recorded}; conv3d's samples from PyTorch 2`,
    note: "Each row compares the output and all gradients, by exact weighted sums.",
    ...rows("opinfo"),
  },
  {
    what: "OpInfo error inputs",
    source: "Calls that PyTorch's own tests want refused",
    version: recorded,
    note: "Without the call that needs complex numbers, which this library does not have.",
    ...rows("opinfo-errors"),
  },
  {
    what: "Refused calls, pairs of bad arguments among them",
    source: pytorch,
    version: recorded,
    note: "The message must contain PyTorch's sentence. Where PyTorch's names a Python type or depends on its build, the row states ours.",
    ...rows("convolution-errors", "convolution-faults", "refusals"),
  },
  {
    what: "What errors name as legal is accepted",
    source: "The library's own errors, put to the test",
    version: "this build",
    note: "Errors come before any kernel: one run speaks for both sides.",
    accelerated: [/legal\.test\.ts > refused convolutions > /, /legal\.test\.ts > other refusals > /],
  },
  {
    what: "ONNX: convolution, transposed convolution, pooling, padding, batch norm",
    source: "ONNX's node cases and its cases converted from PyTorch",
    version: "1.12.0 (Debian)",
    note: "Of large tensors a part is compared. Quantized, uint8 and int32 cases are left out, with reasons in the fixture.",
    portable: [/onnx\.test\.ts > onnx: portable > /],
    accelerated: [
      /onnx\.test\.ts > onnx: default > /,
      /onnx\.test\.ts > onnx: high > /,
      /onnx\.test\.ts > onnx: deterministic > /,
    ],
  },
  {
    what: "Case table: convolutions, layers, sliding windows, pooling, kernel matrix",
    source: pytorch,
    version: recorded,
    ...rows("convolution", "conv-layers", "sliding", "pooling", "kernel-matrix"),
  },
  {
    what: "Case table: other layers, losses, optimisers, interpolation, training",
    source: pytorch,
    version: recorded,
    ...rows("layers", "norm-layers", "losses", "optimisers", "interpolation", "training"),
  },
  {
    what: "Corpus of drawn calls",
    source: pytorch,
    version: recorded,
    note: "Outputs, all gradients, and refusals. Here each case is compared once, a quarter of them on each ground; the long tests compare all on all.",
    portable: [/corpus\.test\.ts > the corpus > portable/],
    accelerated: [
      /corpus\.test\.ts > the corpus > default/,
      /corpus\.test\.ts > the corpus > high/,
      /corpus\.test\.ts > the corpus > deterministic/,
    ],
  },
  {
    what: "Random numbers against a running PyTorch",
    source: pytorch,
    version: recorded,
    note: "The generator draws in JavaScript on either side. Streams count once, as portable.",
    portable: [
      ...rows("random").portable,
      hashed("random streams"),
      /tensor\/test\/random\.test\.ts > real PyTorch/,
      /nn\/test\/golden\.test\.ts > first values > /,
    ],
    accelerated: rows("random").accelerated,
  },
  {
    what: "bernoulli and dropout as MKL draws them",
    source: "Values that others have published; no MKL build was at hand to record from",
    version: "as published; the versions are not all stated",
    note: "Its fixtures are published values, not recordings.",
    portable: [/random\.test\.ts > published values > bernoulli/, /random\.test\.ts > published values > dropout/],
  },
  {
    what: "Random numbers of other platforms",
    source: "Values that others have published",
    version: "as published; the versions are not all stated",
    note: "Its fixtures are published values, not recordings.",
    portable: [/random\.test\.ts > published values > /],
  },
  {
    what: "Printed tensors and modules",
    source: pytorch,
    version: recorded,
    note: "Text is made in JavaScript on either side. Rows that are known by a hash of PyTorch's text count once, as portable.",
    portable: [
      ...rows("printing").portable,
      hashed("printed tensors"),
      hashed("printed modules"),
      /tensor\/test\/printing\.test\.ts > real PyTorch/,
      /nn\/test\/golden\.test\.ts > prints /,
    ],
    accelerated: rows("printing").accelerated,
  },
  {
    what: "Case table: all other operations on tensors",
    source: pytorch,
    version: recorded,
    ...rows(
      "recipes",
      "creation",
      "views",
      "indexing",
      "joining",
      "arithmetic",
      "pointwise",
      "activations",
      "comparison",
      "element-types",
      "reduce",
      "along-axis",
      "matmul",
      "einsum",
      "normalization",
      "autograd",
      "modules",
    ),
  },
];
