// 45 bugs that convolutions, views and readers are known for, each to be caught by at least two tests.
import type { Seed } from "./seed.ts";

const conv = (name: string) => `packages/conv/src/${name}.ts`;
const tensor = (name: string) => `packages/tensor/src/${name}.ts`;
const io = (name: string) => `packages/io/src/${name}.ts`;
const wasm = (name: string) => `packages/wasm/src/${name}.ts`;
const test = (name: string) => `packages/${name.replace("/", "/test/")}.test.ts`;

const golden = test("conformance/golden");
const modules = test("nn/golden");
const kernels = test("conv/kernels");
const geometry = [test("conv/geometry"), golden];
const layers = [kernels, golden, test("conformance/corpus")];
const pools = [test("conv/pool"), test("conv/pool-geometry"), test("nn/pooling")];
const tensors = [test("tensor/views"), test("tensor/arguments"), golden];
const derivatives = [test("tensor/autograd"), golden];
const npy = [test("io/npy"), test("io/golden")];
const archives = [test("io/npz"), test("io/pth"), test("io/fuzz/fuzz")];
const safetensors = [test("io/safetensors"), test("io/mutation"), test("io/fuzz/fuzz")];
const trapped = [test("wasm/engine/trap"), test("wasm/engine/run-override")];
const accelerated = [test("wasm/convolution/convolution"), test("conformance/exactness/exactness")];

const sizeBugs: readonly Seed[] = [
  {
    id: "output-size-rounded-up",
    file: conv("geometry/size-formulas"),
    text: "Math.floor((size + before + after",
    becomes: "Math.ceil((size + before + after",
    tests: geometry,
  },
  {
    id: "dilation-off-by-one",
    file: conv("geometry/size-formulas"),
    text: "return dilation * (kernel - 1) + 1;",
    becomes: "return dilation * kernel;",
    tests: geometry,
  },
  {
    id: "same-padded-left",
    file: conv("geometry/size-formulas"),
    text: "[before, total - before]",
    becomes: "[total - before, before]",
    tests: geometry,
  },
  {
    id: "output-padding-missing",
    file: conv("geometry/size-formulas"),
    text: "span(kernel, dilation) + outputPadding",
    becomes: "span(kernel, dilation)",
    tests: geometry,
  },
  {
    id: "transposed-padding-once",
    file: conv("geometry/size-formulas"),
    text: "return (size - 1) * stride - 2 * padding",
    becomes: "return (size - 1) * stride - padding",
    tests: geometry,
  },
  {
    id: "ceil-mode-keeps-empty-window",
    file: conv("geometry/size-formulas"),
    text: "(count - 1) * stride >= size + padding",
    becomes: "(count - 1) * stride > size + padding",
    tests: pools,
  },
  {
    id: "output-size-one-too-many-legal",
    file: conv("geometry/output-padding"),
    text: "size + stride[i]! - 1)",
    becomes: "size + stride[i]!)",
    tests: [test("nn/convolution"), modules, golden],
  },
  {
    id: "remembered-plan-of-another-stride",
    file: conv("geometry/recent-plans"),
    text: "!sameList(before, value) : value !== before",
    becomes: "!sameList(before, value) : false",
    tests: [golden, test("kernel-matrix/kernel-matrix")],
  },
  {
    id: "remembered-plan-of-another-dtype",
    file: conv("geometry/recent-plans"),
    text: "a.dtype === b.dtype && sameList(a.shape, b.shape)",
    becomes: "sameList(a.shape, b.shape)",
    tests: [test("conv/recent-plans"), golden],
  },
];

const kernelBugs: readonly Seed[] = [
  {
    id: "dilation-ignored-in-one-axis",
    file: conv("kernels/axis-taps"),
    text: "dilation: g.dilation[axis],",
    becomes: "dilation: g.dilation[axis === 1 ? 2 : axis],",
    tests: layers,
  },
  {
    id: "transposed-kernel-unflipped",
    file: conv("kernels/axis-taps"),
    text: "source, -dilation / divisor, 1, narrow",
    becomes: "source, dilation / divisor, 1, narrow",
    tests: layers,
  },
  {
    id: "wrong-groups-channel",
    file: conv("kernels/sum-plan"),
    text: "sourceGroup: sourceChannels * sourcePlane",
    becomes: "sourceGroup: outChannels * sourcePlane",
    tests: layers,
  },
  {
    id: "groups-ignored-in-weight-gradient",
    file: conv("kernels/weight-rows"),
    text: "(n * groups + group) * widePerGroup + ic",
    becomes: "n * groups * widePerGroup + ic",
    tests: layers,
  },
  {
    id: "reflection-repeats-the-edge",
    file: conv("taps"),
    text: "position < 0 ? -position : 2",
    becomes: "position < 0 ? -position - 1 : 2",
    tests: [test("conv/taps"), test("kernel-matrix/kernel-matrix")],
  },
  {
    id: "bias-added-twice",
    file: conv("kernels/sum-plain"),
    text: ": bias[channel]!;",
    becomes: ": ((bias[channel]! as number) + (bias[channel]! as number));",
    tests: layers,
  },
  {
    id: "bias-of-another-channel",
    file: conv("kernels/sum-float32"),
    text: "bias[channel + row]!, at, at + outPlane",
    becomes: "bias[channel]!, at, at + outPlane",
    tests: layers,
  },
  {
    id: "bias-gradient-over-the-wrong-axis",
    file: conv("ops/convolution"),
    text: "filter((axis) => axis !== 1)",
    becomes: "filter((axis) => axis > 1)",
    tests: layers,
  },
  {
    id: "relu6-open-above",
    file: conv("ops/convolution"),
    text: "logicalAnd(gt(output, 0), lt(output, 6))",
    becomes: "gt(output, 0)",
    tests: layers,
  },
  {
    id: "adaptive-window-cut-short",
    file: conv("kernels/pool-windows"),
    text: "Math.ceil(((o + 1) * wide) / narrow)",
    becomes: "Math.floor(((o + 1) * wide) / narrow)",
    tests: pools,
  },
];

const tensorBugs: readonly Seed[] = [
  {
    id: "wrong-stride-of-a-view",
    file: tensor("shape"),
    text: "out[axis] = covered * chunkStep;\n      covered",
    becomes: "out[axis] = covered;\n      covered",
    tests: tensors,
  },
  {
    id: "broadcast-from-the-left",
    file: tensor("shape"),
    text: "const lead = target.length - shape.length;",
    becomes: "const lead = 0;",
    tests: tensors,
  },
  {
    id: "broadcast-with-nothing",
    file: tensor("shape"),
    text: "out[rank - i] = x === 1 ? y : x;",
    becomes: "out[rank - i] = Math.max(x, y);",
    tests: [...tensors, test("conv/empty")],
  },
  {
    id: "view-of-a-view-forgets-its-offset",
    file: tensor("ops/slice-and-pad"),
    text: "at + stride * start[axis]!, x.offset)",
    becomes: "at + stride * start[axis]!, 0)",
    tests: tensors,
  },
  {
    id: "bool-beats-integers",
    file: tensor("ops/promotion"),
    text: 'higher === "bool" || isFloating(lower)',
    becomes: "isFloating(lower)",
    tests: tensors,
  },
  {
    id: "permuted-back-the-wrong-way",
    file: tensor("ops/shape-view"),
    text: "inverse[axis] = i",
    becomes: "inverse[i] = axis",
    tests: derivatives,
  },
  {
    id: "gradient-summed-over-one-axis-more",
    file: tensor("ops/expand-and-sum"),
    text: "axis < lead || (shape[axis - lead] === 1",
    becomes: "axis <= lead || (shape[axis - lead] === 1",
    tests: derivatives,
  },
  {
    id: "cumsum-gradient-forwards",
    file: tensor("ops/cumsum"),
    text: "reverse: !reverse",
    becomes: "reverse",
    tests: derivatives,
  },
  {
    id: "largest-ignores-nan",
    file: tensor("kernels/reduce"),
    text: "(better(value, best) || value !== value)",
    becomes: "better(value, best)",
    tests: [golden, test("wasm/pointwise/reduce")],
  },
];

const readerBugs: readonly Seed[] = [
  {
    id: "offsets-beyond-the-file",
    file: io("safetensors/header"),
    text: "if (end! > size)",
    becomes: "if (end! > size + 8)",
    tests: safetensors,
  },
  {
    id: "duplicate-json-key",
    file: io("safetensors/json-text"),
    text: "if (before.has(key)) throw",
    becomes: "if (before.has(key) && before instanceof Map) throw",
    tests: safetensors,
  },
  {
    id: "trailing-bytes",
    file: io("safetensors/header"),
    text: "if (at < input.size) {",
    becomes: "if (at < input.size - 8) {",
    tests: safetensors,
  },
  {
    id: "fortran-order-ignored",
    file: io("npy/npy-array"),
    text: "return fortranOrder ? new Tensor",
    becomes: "return fortranOrder && shape.length < 2 ? new Tensor",
    tests: npy,
  },
  {
    id: "checksum-of-stored-members-unread",
    file: io("zip/read-member"),
    text: "if (crc !== member.crc)",
    becomes: "if (member.deflated && crc !== member.crc)",
    tests: archives,
  },
  {
    id: "hidden-bytes-in-an-archive",
    file: io("zip/zip-directory"),
    text: "if (actual === expected || (described",
    becomes: "if (actual >= expected || (described",
    tests: archives,
  },
  {
    id: "half-way-rounded-up",
    file: io("elements/half-precision"),
    text: "rest === half && (quotient & 1) === 1",
    becomes: "rest === half",
    tests: [test("io/half-precision"), test("io/golden"), test("io/output")],
  },
  {
    id: "state-of-another-shape",
    file: "packages/nn/src/state-dict.ts",
    text: "source.shape.length !== target.shape.length || source.shape.some(",
    becomes: "source.shape.length !== target.shape.length && source.shape.some(",
    tests: [test("nn/state-dict"), test("nn/module"), test("conformance/wrong-files/loaded")],
  },
  {
    id: "remembered-tensor-of-another-shape",
    file: "packages/nn/src/optim/param-state.ts",
    text: "!(value instanceof Tensor) || !sameShape(value.shape, p.shape)",
    becomes: "!(value instanceof Tensor)",
    tests: [test("nn/optim-state"), test("conformance/wrong-files/optimiser-states"), test("conformance/bad-inputs")],
  },
];

const acceleratorBugs: readonly Seed[] = [
  {
    id: "winograd-point",
    file: wasm("kernels/winograd-lines"),
    text: "constant(a * a * b * b)",
    becomes: "constant(a * a * b)",
    tests: [test("wasm/winograd/basis"), test("wasm/winograd/winograd")],
  },
  {
    id: "stale-packed-weight",
    file: wasm("memory/request"),
    text: "this.#fresh[i] = derived.version === storage.version;",
    becomes: "this.#fresh[i] = true;",
    tests: [test("wasm/convolution/cached-weights"), test("wasm/memory/cache")],
  },
  {
    id: "bytes-not-saved-at-eviction",
    file: wasm("memory/block-cache"),
    text: "        this.#save(block as Block);\n",
    becomes: "",
    tests: [test("wasm/environment/cap"), test("wasm/memory/cache")],
  },
  {
    id: "bytes-lost-without-room-for-them",
    file: wasm("memory/block-cache"),
    text: "const bytes = block.saved ?? this.#bytesOf(block);",
    becomes: "block.dirty = false;\n    const bytes = block.saved ?? this.#bytesOf(block);",
    tests: [test("wasm/memory/cache"), test("conformance/no-room/no-room")],
  },
  {
    id: "result-of-a-trapped-kernel-kept",
    file: wasm("engine/run-override"),
    text: 'if (cause !== "lost" || repeated',
    becomes: 'if (cause === "trapped") return true;\n      if (cause !== "lost" || repeated',
    tests: trapped,
  },
  {
    id: "trap-untold",
    file: wasm("engine/accelerator"),
    text: "    this.#trap = error.message;\n",
    becomes: "",
    tests: trapped,
  },
  {
    id: "wrong-tile-tail",
    file: wasm("kernels/panels"),
    text: "i32.sub(p.pixelCount, width), i32.const(0)",
    becomes: "i32.sub(p.pixelCount, i32.add(width, i32.const(1))), i32.const(0)",
    tests: accelerated,
  },
  {
    id: "transposed-weights-by-input-channels",
    file: wasm("convolution/gather-sum"),
    text: "weightSource: narrow ? kernel : g.widePerGroup * kernel",
    becomes: "weightSource: narrow ? kernel : g.narrowPerGroup * kernel",
    tests: accelerated,
  },
];

export const seeds: readonly Seed[] = [...sizeBugs, ...kernelBugs, ...tensorBugs, ...readerBugs, ...acceleratorBugs];
