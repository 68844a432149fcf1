// What PyTorch needs to run a network.
import { writeFileSync } from "node:fs";
import { saveNpy, saveNpz } from "@toeplitz/io";
import type { FileOf } from "../protocol/pytorch.ts";
import { inputOf, makeNetwork, type NetworkTask } from "./networks.ts";

/** The name, the file of the weights before folding, the file of the input. */
export async function writeNetwork(task: NetworkTask, file: FileOf): Promise<readonly string[]> {
  writeFileSync(file("weights.npz"), await saveNpz(makeNetwork(task.name).stateDict()));
  writeFileSync(file("x.npy"), await saveNpy(inputOf(task)));
  return [task.name, file("weights.npz"), file("x.npy")];
}
