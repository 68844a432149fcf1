// States that look random and are the same every time, possible or not: every view, every field.

import {
  biasSeed,
  biasShape,
  checkRoom,
  figureOf,
  freshNumbers,
  inputSeed,
  inputShape,
  limits,
  mostElements,
  type Pair,
  paddingModes,
  playgroundOf,
  type Settings,
  settle,
  type Triple,
  walkSpeeds,
  weightSeed,
  weightShape,
  withElements,
} from "@toeplitz/widgets";
import { channels, type ImageState, shippedPhotos } from "../src/state/image.ts";
import { type Link, parts, readHash, type View } from "../src/state/link.ts";
import {
  type NetworkState,
  pictureCount,
  shippedNetworks,
  side,
  shippedPhotos as upscaled,
} from "../src/state/network.ts";
import { opening } from "../src/state/presets.ts";
import { type Shapes, shapeLimits } from "../src/state/shapes.ts";
import {
  type Training,
  trainableNetworks,
  trainingChoices,
  trainingLimits,
  updateRules,
} from "../src/state/training.ts";

export type Roll = (most: number) => number;

/** Numbers that look random and are the same every time. */
export function dice(seed: number): Roll {
  let state = seed * 2654435761 + 1;
  return (most) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    // The lowest bits go round in short circles.
    return (state >>> 8) % (most + 1);
  };
}

function one<T>(roll: Roll, from: readonly T[]): T {
  return from[roll(from.length - 1)]!;
}

function randomSettings(roll: Roll): Settings {
  const rank = one(roll, [1, 2, 3] as const);
  const within = limits(rank);
  const number = ([least, most]: Pair) => least + roll(most - least);
  /** A depth that does not count has its default, which is all that a link brings back. */
  const triple = (room: Pair, depth: number): Triple => [rank === 3 ? number(room) : depth, number(room), number(room)];
  return {
    rank,
    transposed: roll(1) === 0,
    batch: number(within.batch),
    size: triple(within.size, 1),
    channels: [number(within.channels), number(within.channels)],
    groups: number(within.groups),
    kernel: triple(within.kernel, 1),
    stride: triple(within.stride, 1),
    padding: one(roll, ["same", "valid", triple(within.padding, 0)] as const),
    paddingMode: one(roll, paddingModes),
    dilation: triple(within.dilation, 1),
    outputPadding: triple(within.outputPadding, 0),
    bias: roll(2) === 0,
  };
}

/** Of settings drawn by chance hardly any are possible: most of these are drawn until they are. */
export function settingsToShow(roll: Roll): Settings {
  const tries = roll(2) > 0 ? 100 : 1;
  let settings = randomSettings(roll);
  for (let drawn = 1; drawn < tries && !isPossible(settings); drawn++) settings = randomSettings(roll);
  return settings;
}

function isPossible(settings: Settings): boolean {
  const [input, weight] = [
    freshNumbers(inputShape(settings), inputSeed),
    freshNumbers(weightShape(settings), weightSeed),
  ];
  try {
    checkRoom(figureOf(settings, input, weight));
    return true;
  } catch {
    return false;
  }
}

/** A case with everything that the Arithmetic and the Matrix view hold of it. */
function randomCase(roll: Roll): Partial<Link> {
  const settings = settingsToShow(roll);
  const input = freshNumbers(inputShape(settings), inputSeed);
  const weight = freshNumbers(weightShape(settings), weightSeed);
  const changed = (numbers: typeof input) =>
    numbers.values.length > 0 && roll(1) === 0 ? withElements(numbers, [0], (roll(2000) - 1000) / 8) : numbers;
  const gradient = one(roll, ["off", "input", "weight"] as const);
  const pin = one(roll, [
    null,
    { on: "input", index: roll(50) },
    { on: "weight", index: roll(50) },
    { on: "output", index: roll(50) },
    { on: "bias", index: roll(3) },
    { on: "entry", row: roll(9), column: roll(9) },
  ] as const);
  const bias = settings.bias ? changed(freshNumbers(biasShape(settings), biasSeed)) : null;
  const given = { settings, input, weight, ...(bias === null ? {} : { bias }), gradient };
  const { problem, upstream } = settle({ ...playgroundOf(opening), ...given });
  // Eighths are never among the made-up numbers.
  const own =
    gradient !== "off" && problem === null && upstream.values.length > 0 && roll(1) === 0
      ? withElements(upstream, [roll(upstream.values.length - 1)], roll(200) - 100 + 1 / 8).values
      : null;
  // A pin on what a walk goes over says itself where that stands; nothing walks over the weight but its gradient, nor over the bias.
  const walks =
    pin === null || pin.on === "entry" || pin.on === "bias" || (pin.on === "weight" && gradient !== "weight");
  return {
    settings,
    input: changed(input),
    weight: changed(weight),
    bias,
    gradient,
    upstream: own,
    colouring: one(roll, ["weight", "value"] as const),
    pin,
    step: walks && roll(2) > 0 ? 1 + roll(one(roll, [20, 400, mostElements - 2])) : 0,
  };
}

function randomImage(roll: Roll): ImageState {
  const side = one(roll, [3, 5, 7]);
  const image: ImageState = {
    photo: one(roll, shippedPhotos),
    kernel: Array.from({ length: side * side }, () => (roll(16) - 8) / 4),
    border: one(roll, paddingModes),
    showing: one(roll, ["plain", "signed"] as const),
    split: roll(100),
    place: roll(1) === 0 ? null : [roll(400), roll(290)],
    channel: one(roll, channels),
    kept: false,
  };
  return { ...image, kept: image.place !== null && roll(1) === 0 };
}

function randomShapes(roll: Roll): Shapes {
  const within = ([least, most]: readonly [number, number]) => least + roll(most - least);
  const { size, input, kernel, stride, padding, dilation, layers } = shapeLimits;
  const layer = () => ({
    kernel: within(kernel),
    stride: within(stride),
    padding: within(padding),
    dilation: within(dilation),
  });
  const transposed = roll(1) === 0;
  return {
    transposed,
    from: within(size),
    to: within(size),
    most: { kernel: within(kernel), stride: within(stride), dilation: within(dilation) },
    chosen: roll(1) === 0 ? null : { transposed, ...layer(), outputPadding: roll(3) },
    input: within(input),
    stack: Array.from({ length: within(layers) }, layer),
  };
}

const layers = {
  fashion: ["features.0.0", "features.1.0", "features.2.0", "classifier.3"],
  "super-resolution": ["F_0", "LFF_1", "GFF_1", "UPN3", "SR"],
};

function randomNetwork(roll: Roll): NetworkState {
  const network = one(roll, shippedNetworks);
  const state: NetworkState = {
    network,
    layer: one(roll, [null, "gone.7", ...layers[network]]),
    channel: roll(63),
    place: roll(1) === 0 ? null : [roll(140), roll(140)],
    picture: roll(pictureCount - 1),
    drawing: roll(2) === 0 ? Uint8Array.from({ length: side * side }, () => roll(15)) : null,
    photo: one(roll, upscaled),
    inner: roll(1) * roll(31),
    beside: one(roll, ["pixels", "bicubic"] as const),
    split: roll(100),
    kept: false,
  };
  return { ...state, kept: state.place !== null && roll(1) === 0 };
}

function randomTraining(roll: Roll): Training {
  const { pictures, rate, decay, batch } = trainingChoices;
  const within = ([least, most]: readonly [number, number]) => least + roll(most - least);
  return {
    network: one(roll, trainableNetworks),
    pictures: one(roll, pictures),
    rule: one(roll, updateRules),
    rate: one(roll, rate),
    decay: one(roll, decay),
    batch: one(roll, batch),
    epochs: within(trainingLimits.epochs),
    mirror: roll(1) === 0,
    seed: within(trainingLimits.seed),
    until: one(roll, [null, 1 + roll(400), 1 + roll(14_999)]),
    verdicts: one(roll, ["all", "wrong"] as const),
  };
}

/** A state of a view as the page can hold it: a step of the tour brings its own settings. */
export function randomLink(view: View, roll: Roll): Link {
  const plain: Link = { ...readHash(`#/${view}`), hide: parts.filter(() => roll(2) === 0), embed: roll(1) === 0 };
  switch (view) {
    case "image":
      return { ...plain, image: randomImage(roll) };
    case "shapes":
      return { ...plain, shapes: randomShapes(roll) };
    case "network":
      return { ...plain, network: randomNetwork(roll) };
    case "train":
      return { ...plain, training: randomTraining(roll) };
    case "matrix": {
      const form = one(roll, ["picture", "numbers", "symbols", "list"] as const);
      return {
        ...plain,
        ...randomCase(roll),
        form,
        walk: one(roll, ["rows", "columns"] as const),
        speed: one(roll, walkSpeeds),
      };
    }
    case "arithmetic": {
      const link = { ...plain, ...randomCase(roll) };
      // Without a pin, a step of the tour brings its own.
      return { ...link, tour: link.pin !== null && roll(3) === 0 ? roll(5) : null, speed: one(roll, walkSpeeds) };
    }
  }
}
