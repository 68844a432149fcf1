// The Train view's settings, and how a link spells them. They decide every number of a training, so they are the link to it;
// which verdicts are shown decides none.
import type { UpdateRule } from "@toeplitz/networks";
import { type LinkQuery, wholeIn } from "@toeplitz/widgets";

export const trainableNetworks = ["convolutional", "linear", "separable", "normed"] as const;
/** A network that the view can train. */
export type TrainableNetwork = (typeof trainableNetworks)[number];

const verdicts = ["all", "wrong"] as const;

export interface Training {
  readonly network: TrainableNetwork;
  /** Pictures to learn from. */
  readonly pictures: number;
  readonly rule: UpdateRule;
  /** The highest learning rate of the one cycle. */
  readonly rate: number;
  readonly decay: number;
  readonly batch: number;
  readonly epochs: number;
  /** Whether pictures are mirrored by chance. */
  readonly mirror: boolean;
  readonly seed: number;
  /** The step at which it pauses by itself; null for the last. Once it has come further, the step at which it stands. */
  readonly until: number | null;
  /** Of the test pictures, which are shown with what they are taken for: the first of all, or of the wrong ones. */
  readonly verdicts: (typeof verdicts)[number];
}

export const trainingChoices = {
  pictures: [200, 500, 1000, 2000, 4000],
  rate: [0.0001, 0.0003, 0.001, 0.002, 0.004, 0.01, 0.03, 0.1, 0.3, 1],
  decay: [0, 0.0001, 0.001, 0.01, 0.1],
  batch: [8, 16, 32, 64, 128, 256],
} as const;

export const trainingLimits = { epochs: [1, 30], seed: [0, 9999] } as const;

/** Steps of the longest training. */
const mostSteps =
  (trainingLimits.epochs[1] * Math.max(...trainingChoices.pictures)) / Math.min(...trainingChoices.batch);

export const updateRules: readonly UpdateRule[] = ["sgd", "adam", "adamw"];

export const firstTraining: Training = {
  network: "convolutional",
  pictures: 2000,
  rule: "adam",
  rate: 0.004,
  decay: 0,
  batch: 64,
  epochs: 5,
  mirror: false,
  seed: 0,
  until: null,
  verdicts: "all",
};

export function writeTraining(query: URLSearchParams, training: Training): void {
  const { network, pictures, rule, rate, decay, batch, epochs, mirror, seed, until } = training;
  if (network !== firstTraining.network) query.set("net", network);
  query.set("pictures", String(pictures));
  query.set("by", rule);
  query.set("rate", String(rate));
  if (decay !== firstTraining.decay) query.set("decay", String(decay));
  query.set("batch", String(batch));
  query.set("epochs", String(epochs));
  if (mirror) query.set("mirror", "1");
  query.set("seed", String(seed));
  if (until !== null) query.set("until", String(until));
  if (training.verdicts !== firstTraining.verdicts) query.set("verdicts", training.verdicts);
}

export function readTraining(query: LinkQuery): Training {
  const chosen = (name: keyof typeof trainingChoices) => {
    const choices: readonly number[] = trainingChoices[name];
    return query.read(name, (text) => choices.find((value) => String(value) === text) ?? null) ?? firstTraining[name];
  };
  const within = (name: keyof typeof trainingLimits) =>
    query.read(name, (text) => wholeIn(text, trainingLimits[name][0], trainingLimits[name][1])) ?? firstTraining[name];
  const one = <T extends string>(names: readonly T[]) => {
    return (text: string): T | null => names.find((name) => name === text) ?? null;
  };
  return {
    network: query.read("net", one(trainableNetworks)) ?? firstTraining.network,
    pictures: chosen("pictures"),
    rule: query.read("by", one(updateRules)) ?? firstTraining.rule,
    rate: chosen("rate"),
    decay: chosen("decay"),
    batch: chosen("batch"),
    epochs: within("epochs"),
    mirror: query.read("mirror", (text) => (text === "1" ? true : null)) ?? firstTraining.mirror,
    seed: within("seed"),
    until: query.read("until", (text) => wholeIn(text, 1, mostSteps)),
    verdicts: query.read("verdicts", one(verdicts)) ?? firstTraining.verdicts,
  };
}
