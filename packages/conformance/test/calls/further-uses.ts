// Right uses of what no row calls: what is asynchronous, what sets something up, and what is PyTorch's in spirit only.
import type * as io from "@toeplitz/io";
import type { Api } from "../../src/rows/index.ts";

/** The library, and its readers and writers of files. */
export type Everything = Api & { readonly io: typeof io };

/** Makes an object that a call can be given anew, and says how it is written. */
export type Given = <T extends object>(text: string, make: (t: Everything) => T) => T;

type Use = (t: Everything, given: Given) => unknown;

const called = (t: Everything) =>
  [
    [new t.nn.Linear(3, 2), [2, 3]],
    [new t.nn.Conv2d(2, 2, 3, { padding: 1 }), [1, 2, 4, 4]],
    [new t.nn.ConvTranspose1d(2, 1, 2), [2, 3]],
    [new t.nn.BatchNorm1d(3), [4, 3]],
    [new t.nn.LazyLinear(2), [3]],
    [new t.nn.Sequential(new t.nn.Linear(3, 2), new t.nn.ReLU(), new t.nn.Linear(2, 1)), [3]],
  ] as const;

const modules = (t: Everything) => [
  ...called(t).map(([module]) => module),
  new t.nn.ModuleList([new t.nn.Linear(1, 1), new t.nn.Dropout()]),
  new t.nn.ModuleDict({ a: new t.nn.Linear(1, 2), b: new t.nn.Tanh() }),
];

const ofModules: Use = (t) => {
  for (const [module, shape] of called(t)) module.forward(t.ones(shape, { requiresGrad: true }));
  for (const pool of [
    new t.nn.AvgPool3d(2),
    new t.nn.MaxPool3d(2),
    new t.nn.AdaptiveAvgPool3d(1),
    new t.nn.AdaptiveMaxPool3d(1),
  ]) {
    pool.forward(t.ones([1, 1, 2, 3, 2]));
  }
  for (const module of modules(t)) {
    module.registerBuffer("more", t.ones([2]));
    module.registerBuffer("other", null, { persistent: false });
    module.registerParameter("own", new t.nn.Parameter(t.ones([3])));
    if (!(module instanceof t.nn.ModuleList)) module.registerModule("inner", new t.nn.Sigmoid());
    module.parameters({ recurse: false });
    module.namedParameters({ prefix: "net" });
    module.buffers();
    module.namedBuffers({ prefix: "net", recurse: true });
    module.children();
    module.namedChildren();
    module.modules();
    module.namedModules({ prefix: "net" });
    module.getSubmodule("");
    module.apply((inner) => inner.extraRepr());
    module.train(false);
    module.eval();
    module.requiresGrad_(false);
    module.zeroGrad({ setToNone: false });
    module.stateDict({ prefix: "net." });
    module.registerForwardPreHook(() => undefined);
    module.registerForwardHook(() => undefined);
    module.registerFullBackwardHook(() => undefined).remove();
    module.extraRepr();
    module.toString();
    module.to("float64");
  }
  for (const module of modules(t)) {
    module.loadStateDict(module.stateDict());
    module.loadStateDict(Object.fromEntries(module.stateDict()), { strict: false });
  }
  new t.nn.Sequential(new t.nn.Linear(3, 2), new t.nn.ReLU()).getSubmodule("0");
};

const ofContainers: Use = (t, given) => {
  const sequence = new t.nn.Sequential(new Map([["first", new t.nn.Linear(3, 3)]]));
  sequence.append(new t.nn.ReLU());
  sequence.extend([new t.nn.Linear(3, 3), new t.nn.Identity()]);
  sequence.registerModule("first", new t.nn.Tanh());
  sequence.at(-1);
  sequence.slice(0, 1);
  sequence.forward(t.ones([3]));
  const list = new t.nn.ModuleList<InstanceType<Everything["nn"]["Module"]>>([new t.nn.Linear(1, 1), new t.nn.ReLU()]);
  list.append(new t.nn.ReLU());
  list.extend([new t.nn.ReLU()]);
  list.insert(1, new t.nn.Tanh());
  list.at(0);
  list.slice(1, 2);
  const dict = new t.nn.ModuleDict<InstanceType<Everything["nn"]["Module"]>>({
    a: new t.nn.Linear(1, 1),
    b: new t.nn.ReLU(),
  });
  dict.registerModule("c", new t.nn.Tanh());
  dict.get("a");
  dict.has("b");
  dict.update({ a: new t.nn.Tanh(), d: new t.nn.ReLU() });
  dict.update(new Map([["e", new t.nn.ReLU()]]));
  dict.keys();
  dict.values();
  dict.entries();
  dict.pop("b");
  dict.clear();
  const still = <M extends InstanceType<Everything["nn"]["Module"]>>(text: string, make: (t: Everything) => M) =>
    given(text, (api) => make(api).eval());
  const normalisation = still("a BatchNorm2d in eval mode", (api) => new api.nn.BatchNorm2d(3));
  t.nn.fuseConvBn(
    still("a Conv2d in eval mode", (api) => new api.nn.Conv2d(2, 3, 1)),
    normalisation,
  );
  t.nn.fuseConvBn(
    still("a ConvTranspose2d in eval mode", (api) => new api.nn.ConvTranspose2d(2, 3, 2)),
    normalisation,
  );
};

const withGradient = (t: Everything) => {
  const p = t.ones([2, 3], { requiresGrad: true });
  p.grad = t.full([2, 3], 0.5);
  return p;
};

const optimisers = (t: Everything) => [
  new t.optim.SGD([withGradient(t)], { lr: 0.1, momentum: 0.9 }),
  new t.optim.Adam([{ params: [withGradient(t)], lr: 0.2 }, { params: withGradient(t) }], { amsgrad: true }),
  new t.optim.AdamW([withGradient(t)], { weightDecay: 0.1 }),
  new t.optim.RMSprop([withGradient(t)], { centered: true, momentum: 0.5 }),
];

const ofOptimisers: Use = (t) => {
  for (const optimiser of optimisers(t)) {
    optimiser.step();
    optimiser.step(() => 1);
    optimiser.addParamGroup({ params: [withGradient(t)], lr: 0.5 });
    optimiser.zeroGrad({ setToNone: false });
    optimiser.stateDict();
  }
  for (const optimiser of optimisers(t)) {
    optimiser.step();
    optimiser.loadStateDict(optimiser.stateDict());
  }
  const parameters = () => [withGradient(t)];
  t.optim.clipGradNorm_(parameters(), 1, { normType: 1 });
  t.optim.clipGradValue_(parameters(), 0.1);
};

const ofSchedules: Use = (t) => {
  const rated = () => new t.optim.SGD([withGradient(t)], { lr: 0.1, momentum: 0.9 });
  const schedules = [
    new t.optim.StepLR(rated(), 2, { gamma: 0.5 }),
    new t.optim.MultiStepLR(rated(), [1, 3], { gamma: 0.5 }),
    new t.optim.ExponentialLR(rated(), 0.9),
    new t.optim.CosineAnnealingLR(rated(), 4, { etaMin: 0.01 }),
    new t.optim.LambdaLR(rated(), (epoch) => 1 / (epoch + 1)),
    new t.optim.LambdaLR(rated(), [() => 0.5]),
    new t.optim.OneCycleLR(rated(), 0.5, { totalSteps: 6 }),
    new t.optim.OneCycleLR(rated(), [0.5], { epochs: 2, stepsPerEpoch: 3, threePhase: true, annealStrategy: "linear" }),
    new t.optim.OneCycleLR(new t.optim.Adam([withGradient(t)]), 0.1, { totalSteps: 5, baseMomentum: [0.8] }),
  ];
  for (const schedule of schedules) {
    schedule.getLastLr();
    schedule.loadStateDict(schedule.stateDict());
    schedule.step();
  }
};

const ofData: Use = (t, given) => {
  const dataset = new t.data.TensorDataset(t.ones([5, 2]), t.zeros([5]));
  dataset.at(1);
  const loader = new t.data.DataLoader(dataset, { batchSize: 2, shuffle: true, generator: new t.Generator() });
  new t.data.DataLoader(dataset, { dropLast: true, collateFn: (examples) => examples.length });
  new t.data.DataLoader(
    given("a dataset of promises", () => ({ length: 3, at: async (index: number) => index })),
    { signal: given("a signal", () => new AbortController().signal) },
  );
  t.data.defaultCollate([1, 2, 3]);
  t.data.defaultCollate([t.ones([2]), t.ones([2])]);
  t.data.defaultCollate([
    [1, true],
    [2, false],
  ]);
  t.data.defaultCollate([
    { x: 1n, label: "a" },
    { x: 2n, label: "b" },
  ]);
  return loader;
};

const ofTensors: Use = (t, given) => {
  const x = () => t.ones([2, 3], { requiresGrad: true });
  x().dim();
  x().numel();
  x().size(-1);
  x().size();
  x().stride(0);
  x().isContiguous();
  x().requiresGrad_(false);
  x().requiresGrad = false;
  x().grad = t.ones([2, 3]);
  x().grad = null;
  x().detach();
  x().retainGrad();
  x().registerHook((grad) => grad);
  x().dispose();
  x().read();
  t.read(x());
  t.scatter_(t.zeros([2, 3]), 0, t.zeros([1, 3], { dtype: "int64" }), 1);
  t.zeros([2, 3]).scatter_(1, t.zeros([2, 1], { dtype: "int64" }), t.ones([2, 1]));
  t.zeros([2, 3]).scatterAdd_(1, t.zeros([2, 1], { dtype: "int64" }), t.ones([2, 1]));
  t.scatterAdd_(t.zeros([2, 3]), 0, t.zeros([1, 3], { dtype: "int64" }), t.ones([1, 3]));
  new t.Tensor(
    given("a storage", (api) => api.ones([6]).storage),
    [2, 2],
    [3, 1],
    1,
  );
  new t.ToeplitzError("a sentence", { code: "argument", api: "here", hint: "none" });
};

const ofGeometry: Use = (t, given) => {
  const geometry = (text: string, options: object, transposed: boolean) =>
    given(text, (api) => api.kernelMatrix(api.ones([2, 2, 2]), [2, 3], { transposed, ...options } as object).geometry);
  for (const each of [
    geometry("a geometry", { padding: 1, dilation: 2 }, false),
    geometry("a geometry of a transposed convolution", { stride: 2 }, true),
    geometry("a geometry with circular padding", { padding: 1, paddingMode: "circular" }, false),
  ]) {
    t.taps(each);
    t.eachTap(each, () => undefined);
    t.tapsOfInput(each, 1);
    t.tapsOfOutput(each, 0);
    t.tapsOfWeight(each, 0);
    t.countTaps(each);
    t.countPairs(each);
    t.wideShape(each);
    t.narrowShape(each);
    t.weightShape(each);
  }
  const sized = (shape: readonly number[]) => ({ shape, dtype: "float32" as const });
  t.convGeometry({
    api: "mine",
    rank: 1,
    transposed: false,
    input: sized([1, 2, 5]),
    weight: sized([3, 2, 2]),
    bias: sized([3]),
    options: { stride: 2, padding: 1 },
  });
  t.convGeometry({ api: "mine", rank: 2, transposed: true, input: sized([2, 5, 5]), weight: sized([2, 1, 2, 2]) });
  const matrix = t.kernelMatrix(t.ones([1, 1, 2]), [4]);
  matrix.matmul(t.ones([4]));
  matrix.dense({ maxBytes: 1000 });
  matrix.csr();
  matrix.entries();
  matrix.symbols();
  matrix.toString();
  t.getKernelMatrix(t.ones([2, 2]), [3, 3]);
};

const ofState: Use = (t, given) => {
  t.setPrintOptions({ precision: 2, threshold: 10, edgeitems: 1, linewidth: 40, sciMode: true });
  t.setPrintOptions({ profile: "default" });
  t.getPrintOptions();
  t.setRandomProfile("debian");
  t.getRandomProfile();
  t.manualSeed(3);
  t.seed();
  t.initialSeed();
  t.setRngState(t.getRngState());
  const generator = new t.Generator();
  generator.manualSeed(5n);
  generator.seed();
  generator.initialSeed();
  generator.random();
  generator.random64();
  generator.uniform24();
  generator.uniform53();
  generator.setState(generator.getState());
  t.status();
  t.setBackend(null);
  t.setBackend(given("wasm()", (api) => api.wasm()));
  t.wasm({ level: "high", memory: 2 ** 24, revectorize: false });
};

/** What {@link filesOf} makes: right files by the names of their loaders. */
export type Files = Readonly<Record<"safetensors" | "npy" | "npz" | "pth", Uint8Array>>;

/** Small right files, made by the savers. */
export async function filesOf({ tensor, io }: Everything): Promise<Files> {
  const named = { a: tensor([1, 2, 3]), b: tensor([[1n], [2n]]) };
  return {
    safetensors: await io.saveSafetensors(named, { metadata: { by: "us" } }),
    npy: await io.saveNpy(named.a),
    npz: await io.saveNpz(named, { compress: true }),
    pth: await io.savePth(named),
  };
}

const ofFiles =
  (files: Files): Use =>
  (t, given) => {
    const { io } = t;
    const named = () => ({ a: t.ones([2, 3]), b: t.zeros([1], { dtype: "int64" }) });
    const ways = (name: keyof Files) => [
      files[name],
      given(`a Blob of .${name}`, () => new Blob([files[name] as BlobPart])),
      given(`a Response of .${name}`, () => new Response(files[name] as BodyInit)),
      given(`an ArrayBuffer of .${name}`, () => files[name].slice().buffer as ArrayBuffer),
    ];
    const options = () => ({
      signal: given("a signal", () => new AbortController().signal),
      onProgress: () => undefined,
      maxBytes: 2 ** 20,
      maxHeapBytes: 2 ** 20,
    });
    for (const source of ways("safetensors")) io.loadSafetensors(source, options());
    for (const source of ways("npy")) io.loadNpy(source, { allowTrailing: true, ...options() });
    for (const source of ways("npz")) io.loadNpz(source, options());
    for (const source of ways("pth")) io.loadPth(source, options());
    for (const source of ways("pth")) io.loadPthValue(source, options());
    for (const source of ways("safetensors")) io.openSafetensors(source, options());
    const index = { metadata: {}, weight_map: { a: "one.safetensors", b: "one.safetensors" } };
    io.loadSafetensorsShards(JSON.stringify(index), () => files.safetensors, options());
    io.saveNpy(t.ones([2, 3]), { half: "float16" });
    const saving = () => ({ signal: options().signal, onProgress: () => undefined });
    io.saveNpz(named(), { compress: true, half: "float16", ...saving() });
    io.saveNpz(new Map(Object.entries(named())));
    io.savePth(named(), { half: "bfloat16", ...saving() });
    io.saveSafetensors(named(), { half: "float16", metadata: { by: "us" }, ...saving() });
    io.saveSafetensors(new Map(Object.entries(named())));
  };

/** All of them. */
export const furtherUses = (files: Files): readonly Use[] => [
  ofModules,
  ofContainers,
  ofOptimisers,
  ofSchedules,
  ofData,
  ofTensors,
  ofGeometry,
  ofState,
  ofFiles(files),
];
