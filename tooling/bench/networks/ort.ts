// The networks in ONNX Runtime, in either build.
import type { Contestant, Settings } from "../contestants/contestant.ts";
import { modelWork, type Ort, type Provider } from "../contestants/ort.ts";
import { nodeProvider, nodeVersions } from "../contestants/ort-node.ts";
import { setUpWeb, webProvider } from "../contestants/ort-web.ts";
import { elementsOf, inputOf, type NetworkTask } from "./networks.ts";
import { onnxNetwork } from "./onnx-networks.ts";

function work(ort: Ort, task: NetworkTask, provider: Provider) {
  const ends = { data: elementsOf(inputOf(task)), shape: task.input, output: task.output };
  return modelWork(ort, onnxNetwork(task), ends, provider);
}

export function ortWebNetworks(ort: Ort, settings: Settings): Contestant<NetworkTask> {
  return { versions: setUpWeb(ort, settings), prepare: (task) => work(ort, task, webProvider) };
}

export function ortNodeNetworks(ort: Ort, settings: Settings): Contestant<NetworkTask> {
  return { versions: nodeVersions(ort), prepare: (task) => work(ort, task, nodeProvider(settings)) };
}
