// Which sources are mutated, and the tests that are near them: a slice is one run of Stryker.
export interface Slice {
  readonly name: string;
  /** What the score is given for: the four of the goal. */
  readonly goal: "geometry" | "option parsing" | "views" | "readers";
  /** Globs of sources. */
  readonly sources: readonly string[];
  /** Test files in the order in which they run: the first that fails ends it, so the quick ones come first. */
  readonly tests: readonly string[];
}

const conv = [
  "geometry",
  "pool-geometry",
  "size-refusals",
  "module-arguments",
  "recent-plans",
  "empty",
  "low-level-arguments",
  "pool",
].map((name) => `packages/conv/test/${name}.test.ts`);
// Recorded answers that other tests give of the whole library: npm test has those, and leaves these out.
const operators = "packages/conformance/test/alone/conv.ts";
const modules = ["pooling", "layers", "convolution", "golden"].map((name) => `packages/nn/test/${name}.test.ts`);
const tensor = [
  ...["shape", "view-ops", "indexing", "tensor", "reach", "option-reading", "views", "arguments", "foreign-arrays"].map(
    (name) => `packages/tensor/test/${name}.test.ts`,
  ),
  "packages/conformance/test/alone/tensor.ts",
  ...["backend", "custody", "autograd"].map((name) => `packages/tensor/test/${name}.test.ts`),
];
const io = (...names: string[]) => names.map((name) => `packages/io/test/${name}.test.ts`);

const geometry = (name: string) => [`packages/conv/src/geometry/${name}.ts`];
const ops = (...names: string[]) => names.map((name) => `packages/tensor/src/ops/${name}.ts`);

export const slices: readonly Slice[] = [
  {
    name: "conv-geometry",
    goal: "geometry",
    sources: [
      ...geometry("{conv-geometry,conv-plan,gradient-geometry,columns-geometry,output-padding,output-size}"),
      ...geometry("{recent-plans,refusal,shape-checks,size-formulas,limits}"),
    ],
    tests: [...conv, ...modules],
  },
  {
    name: "pool-geometry",
    goal: "geometry",
    sources: geometry("{pool-checks,pool-geometry,pool-plan,adaptive-plan}"),
    tests: [...conv, ...modules],
  },
  {
    name: "interpolation",
    goal: "geometry",
    sources: geometry("{interpolation,nearest,pad-limits}"),
    tests: [operators, "packages/conv/test/geometry.test.ts"],
  },
  {
    name: "conv-options",
    goal: "option parsing",
    sources: geometry("{read-options,module-arguments,backend-checks}"),
    tests: [...conv, ...modules, operators],
  },
  {
    name: "tensor-options",
    goal: "option parsing",
    sources: ["packages/tensor/src/{options,reading,errors,dtype,check-tensor}.ts", ...ops("pad-checks")],
    tests: tensor,
  },
  {
    name: "strided",
    goal: "views",
    sources: ["packages/tensor/src/{shape,tensor,storage}.ts"],
    tests: tensor,
  },
  {
    name: "view-ops",
    goal: "views",
    sources: ops("shape-view", "as-strided", "slice-and-pad", "diagonal", "windows", "expand-and-sum"),
    tests: tensor,
  },
  {
    name: "index-ops",
    goal: "views",
    sources: ops("index-spec", "index-op"),
    tests: tensor,
  },
  {
    name: "safetensors",
    goal: "readers",
    sources: ["packages/io/src/safetensors/*.ts"],
    tests: io("safetensors-header", "safetensors", "safetensors-limits", "opened", "output", "heap"),
  },
  {
    name: "npy",
    goal: "readers",
    sources: ["packages/io/src/npy/*.ts"],
    tests: io("npy-header", "npy", "golden", "npz"),
  },
  {
    name: "zip",
    goal: "readers",
    sources: ["packages/io/src/zip/*.ts"],
    tests: io("zip-members", "zip-fields", "npz", "pth"),
  },
  {
    name: "pth",
    goal: "readers",
    sources: ["packages/io/src/pth/*.ts"],
    tests: io("pickle-machine", "torch-globals", "checkpoint-parts", "pth", "golden", "output", "heap"),
  },
  {
    name: "bytes",
    goal: "readers",
    sources: ["packages/io/src/{bytes,elements}/*.ts", "packages/io/src/named-tensors.ts"],
    tests: io("bytes", "element-type", "half-precision", "input", "output", "npy", "safetensors", "heap"),
  },
];
