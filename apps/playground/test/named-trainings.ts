// Trainings whose programs are run: every network and every rule, with and without decay and mirrored pictures.
import { firstTraining, type Training } from "../src/state/training.ts";

const short = { ...firstTraining, rate: 0.001, epochs: 2, batch: 16, seed: 3 };

export const namedTrainings: readonly (readonly [name: string, training: Training])[] = [
  ["adam", short],
  ["sgd", { ...short, rule: "sgd" }],
  ["linear-adamw", { ...short, network: "linear", rule: "adamw" }],
  ["separable-adamw-decay", { ...short, network: "separable", rule: "adamw", decay: 0.1 }],
  ["normed-sgd-decay-mirror", { ...short, network: "normed", rule: "sgd", decay: 0.01, mirror: true }],
  ["linear-adam-decay-mirror", { ...short, network: "linear", decay: 0.001, mirror: true }],
];
