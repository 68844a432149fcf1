// Opens files of weights and runs networks away from the page. What is asked for once is kept; a worker that is stopped forgets it all.

import garmentWeights from "@toeplitz/fashion-mnist/weights/fashion-classifier.safetensors?url";
import { type LayerCall, loadLayersModel, multiplicationsOf, watchLayers } from "@toeplitz/networks";
import { interpolate, nn, noGrad, softmax, status, type Tensor, toTypedArray } from "toeplitz";
import { loadNpy, loadNpz, loadPth, loadSafetensors } from "toeplitz/io";
import shard from "../../../node_modules/@upscalerjs/default-model/models/group1-shard1of1.bin?url";
import model from "../../../node_modules/@upscalerjs/default-model/models/model.json";
import { type Pixels, pixelsOf } from "../image/photo-filter.ts";
import { type KnownNetwork, knownNetworks, type RunnableNetwork } from "./known-networks.ts";
import { misfitsOf } from "./misfits.ts";
import type {
  LayerReport,
  Misfit,
  NetworkMessage,
  NetworkRequestName,
  NetworkRequests,
  Opened,
  Planes,
  WeightSource,
} from "./network-messages.ts";
import { pieceOf } from "./piece.ts";

interface Held {
  readonly key: string;
  readonly state: ReadonlyMap<string, Tensor>;
  readonly opened: Opened;
  readonly runs: { readonly known: KnownNetwork; readonly module: RunnableNetwork } | null;
}

let held: Held | null = null;
/** Of the last run, by the ids of layers. */
let calls = new Map<string, LayerCall>();

const post = (message: NetworkMessage, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
const progress = (share: number, words: string) => post({ kind: "progress", progress: { share, words } });

/** Most planes of a tensor that are sent: more would be too small to see. */
const mostPlanes = 256;
/** Where there are more classes, the likeliest are shown. */
const mostClasses = 10;
/** Sides of previews, in elements. */
const previewSide = 32;

async function loaded(source: WeightSource): Promise<ReadonlyMap<string, Tensor>> {
  if (source.kind === "shipped") {
    progress(0, "loading weights");
    if (source.key === "fashion") return loadSafetensors(await fetch(garmentWeights));
    return loadLayersModel(model, await (await fetch(shard)).arrayBuffer());
  }
  const { file } = source;
  const onProgress = (read: number, all: number | undefined) => progress(read / (all ?? file.size), "reading");
  switch (file.name.split(".").at(-1)?.toLowerCase()) {
    case "safetensors":
      return loadSafetensors(file, { onProgress });
    case "npz":
      return loadNpz(file, { onProgress });
    case "npy":
      return new Map([["array", await loadNpy(file, { onProgress })]]);
    case "pth":
    case "pt":
      return loadPth(file, { onProgress });
    default:
      throw new Error("weights are files whose names end in .safetensors, .npz, .npy, .pth or .pt");
  }
}

async function open(source: WeightSource): Promise<Held> {
  if (held?.key === source.key) return held;
  const state = await loaded(source);
  const tensors = Array.from(state, ([name, { shape, dtype }]) => ({ name, shape, dtype }));
  const shapeOf = (name: string) => state.get(name)?.shape ?? [];
  let [misfit, misfits, runs]: [string, readonly Misfit[], Held["runs"]] = ["", [], null];
  const known = knownNetworks.find(({ marks }) => marks.every((name) => state.has(name)));
  if (known !== undefined) {
    let module: RunnableNetwork | null = null;
    try {
      module = known.make(shapeOf);
      module.loadStateDict(state);
      runs = { known, module: module.eval().requiresGrad_(false) as RunnableNetwork };
    } catch (error) {
      misfit = `These look like weights of ${known.title}, but do not fit. ${sentenceOf(error)}`;
      misfits = module === null ? [] : misfitsOf(module.stateDict(), state);
    }
  }
  const parameters = (module: nn.Module) => module.parameters().reduce((sum, each) => sum + each.numel(), 0);
  const network =
    runs === null
      ? null
      : {
          title: runs.known.title,
          takes: runs.known.takes,
          gives: runs.known.gives,
          enlarges: runs.known.enlarges,
          parameters: parameters(runs.module),
        };
  const names = knownNetworks.map(({ title, marks }) => ({ title, marks }));
  held = { key: source.key, state, opened: { tensors, network, misfit, misfits, known: names }, runs };
  calls = new Map();
  return held;
}

/** The elements as planes: the two last axes are a plane, all before them are counted; a row of numbers is planes of one. */
function planesOf(tensor: Tensor): Planes {
  const flat = tensor.to("float32").contiguous();
  const [height, width] = flat.ndim > 2 ? [flat.shape.at(-2)!, flat.shape.at(-1)!] : [1, 1];
  const values = new Float32Array(toTypedArray(flat) as Float32Array);
  return { count: values.length / Math.max(1, height * width), height, width, values };
}

function previewOf(output: Tensor): Planes {
  if (output.ndim < 4) return planesOf(output.index(0, ":64"));
  const [, , height, width] = output.shape as readonly [number, number, number, number];
  const stride = Math.max(1, Math.ceil(Math.max(height, width) / previewSide));
  return planesOf(output.index(0, ":4", `::${stride}`, `::${stride}`));
}

function reportOf(id: string, call: LayerCall): LayerReport {
  const { layer, input, output, milliseconds } = call;
  const own = layer.parameters().reduce((sum, each) => sum + each.numel(), 0);
  return {
    id,
    kind: (layer.constructor as typeof nn.Module).name,
    text: String(layer),
    from: input.shape,
    to: output.shape,
    parameters: own,
    multiplications: multiplicationsOf(call),
    milliseconds,
    range: [Number(output.min().item()), Number(output.max().item())],
    preview: previewOf(output),
  };
}

function run({ known, module }: NonNullable<Held["runs"]>, input: Tensor): NetworkRequests["run"]["answer"] {
  const seen = new Map<string, LayerCall>();
  const all = module.modules().filter((layer) => layer.children().length === 0).length;
  let copying = 0;
  const watch = watchLayers(module, (call) => {
    const again = [...seen.keys()].filter((id) => id.split("#")[0] === call.name).length;
    const start = performance.now();
    // A later layer may work in what this one made.
    seen.set(again === 0 ? call.name : `${call.name}#${again + 1}`, { ...call, output: call.output.clone() });
    progress(seen.size / all, call.name);
    copying += performance.now() - start;
  });
  try {
    const start = performance.now();
    const output = noGrad(() => module.forward(input));
    const milliseconds = performance.now() - start - copying;
    calls = seen;
    return {
      layers: Array.from(seen, ([id, call]) => reportOf(id, call)),
      milliseconds,
      backend: status().backend,
      classes: known.gives === "classes" ? classesOf(known, output) : [],
      picture: known.gives === "picture" ? pictureOf(known, output) : null,
      plain: known.enlarges
        ? pictureOf(known, interpolate(input, { size: output.shape.slice(2), mode: "bicubic" }))
        : null,
    };
  } finally {
    watch.remove();
  }
}

function classesOf({ classes }: KnownNetwork, scores: Tensor): NetworkRequests["run"]["answer"]["classes"] {
  const shares = Array.from(toTypedArray(softmax(scores, 1).contiguous()) as Float32Array);
  const all = shares.map((share, i) => ({ name: classes?.[i] ?? `class ${i}`, share }));
  return all.length <= mostClasses ? all : all.sort((a, b) => b.share - a.share).slice(0, mostClasses);
}

function pictureOf({ scale: [divisor, shift] = [1, 0] }: KnownNetwork, output: Tensor): Pixels {
  const [, channels, height, width] = output.shape as readonly [number, number, number, number];
  const colours = channels === 3 ? output : output.index(":", ":1").expand([1, 3, height, width]);
  return pixelsOf(colours.div(divisor).add(shift), "plain");
}

function callOf(layer: string): LayerCall {
  const call = calls.get(layer);
  if (call === undefined) throw new Error(`the network has not run, or has no layer ${layer}`);
  return call;
}

/** A convolution of planes, which is what has pictures for kernels. */
function planeConv({ layer }: LayerCall): nn.Conv2d | nn.ConvTranspose2d | null {
  return layer instanceof nn.Conv2d || layer instanceof nn.ConvTranspose2d ? layer : null;
}

function kernelOf(call: LayerCall, channel: number): NetworkRequests["kernel"]["answer"] {
  const conv = planeConv(call);
  if (conv === null) return null;
  const { weight, transposed, groups, outChannels } = conv;
  const single = weight.shape[1] === 1;
  if (single && (!transposed || groups > 1)) return { of: "all", planes: planesOf(weight.detach()) };
  if (!transposed) return { of: "channel", planes: planesOf(weight.detach().index(channel)) };
  const perGroup = outChannels / groups;
  const from = Math.floor(channel / perGroup) * (weight.shape[0]! / groups);
  const rows = `${from}:${from + weight.shape[0]! / groups}`;
  return { of: "channel", planes: planesOf(weight.detach().index(rows, channel % perGroup)) };
}

async function tensorOf(source: WeightSource, name: string): Promise<Planes> {
  const tensor = (await open(source)).state.get(name);
  if (tensor === undefined) throw new Error(`there is no tensor ${name}`);
  if (tensor.ndim < 3) {
    const [height, width] = tensor.ndim === 2 ? tensor.shape : [1, tensor.numel()];
    return { ...planesOf(tensor), count: 1, height: height!, width: width! };
  }
  const planes = tensor.reshape([-1, tensor.shape.at(-2)!, tensor.shape.at(-1)!]);
  return planesOf(planes.index(`:${mostPlanes}`));
}

type Handlers = {
  readonly [Name in NetworkRequestName]: (
    ask: NetworkRequests[Name]["ask"],
  ) => NetworkRequests[Name]["answer"] | Promise<NetworkRequests[Name]["answer"]>;
};

const handlers: Handlers = {
  open: async ({ source }) => (await open(source)).opened,
  run: async ({ source, input }) => {
    const { runs, state } = await open(source);
    if (runs === null) throw new Error("these weights are of no network that is known here");
    return run(
      runs,
      runs.known.inputOf(input, (name) => state.get(name)?.shape ?? []),
    );
  },
  maps: ({ layer }) => {
    const { output } = callOf(layer);
    return planesOf(output.ndim > 2 ? output.index(0) : output);
  },
  kernel: ({ layer, channel }) => kernelOf(callOf(layer), channel),
  piece: ({ layer, channel, place }) => {
    const call = callOf(layer);
    const conv = planeConv(call);
    return conv === null ? null : pieceOf(conv, call.input, channel, place);
  },
  tensor: ({ source, name }) => tensorOf(source, name),
};

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One after another, so that answers come in the order of requests. */
let last: Promise<void> = Promise.resolve();

self.onmessage = ({ data }: MessageEvent<{ readonly name: NetworkRequestName; readonly ask: never }>) => {
  last = last.then(async () => {
    try {
      post({ kind: "answer", answer: await handlers[data.name](data.ask) });
    } catch (error) {
      post({ kind: "refusal", sentence: sentenceOf(error) });
    }
  });
};
