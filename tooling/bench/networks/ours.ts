// The networks in this library: modules, called as anybody would.
import { noGrad, type Tensor, tensor } from "@toeplitz/tensor";
import { fallbacks, startAccelerator } from "../contestants/accelerator.ts";
import type { Contestant, Settings, Work } from "../contestants/contestant.ts";
import { product } from "../shapes.ts";
import { elementsOf, foldedNetwork, inputOf, type NetworkTask } from "./networks.ts";

export async function ourNetworks(settings: Settings): Promise<Contestant<NetworkTask>> {
  const versions = await startAccelerator(settings);
  return { versions, prepare: (task) => work(task, settings.dispose ?? true) };
}

function work(task: NetworkTask, dispose: boolean): Work {
  const network = foldedNetwork(task.name);
  const x = inputOf(task);
  const elements = elementsOf(x);
  const kept = new Float32Array(product(task.output));
  let resident: Tensor | null = null;
  fallbacks();
  return {
    runs: {
      call() {
        const input = tensor(elements, { shape: [...task.input] });
        const output = noGrad(() => network.forward(input));
        output.toTypedArray({ into: kept });
        if (!dispose) return;
        input.dispose();
        output.dispose();
      },
      resident() {
        resident?.dispose();
        resident = noGrad(() => network.forward(x));
      },
    },
    result: (mode) => (mode === "call" ? kept : (resident!.toTypedArray() as Float32Array)),
    remarks: fallbacks,
    release() {
      for (const each of [resident, x, ...network.stateDict().values()]) each?.dispose();
    },
  };
}
