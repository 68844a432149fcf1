// What each layer of a network gets, makes and costs, whoever runs the network.
import { ConvNd, Linear, type Module } from "@toeplitz/nn";
import type { Tensor } from "@toeplitz/tensor";

/** One call of an innermost module. */
export interface LayerCall {
  /** Its path in the network. */
  readonly name: string;
  readonly layer: Module;
  readonly input: Tensor;
  /** A later layer may work in it: clone what is to be kept. */
  readonly output: Tensor;
  readonly milliseconds: number;
}

/** Calls `seen` after every call of an innermost module, in their order, until the handle is removed. */
export function watchLayers(network: Module, seen: (call: LayerCall) => void): { remove(): void } {
  // A tensor goes in and a tensor comes out of every layer here; the type of any module's forward says less.
  const layers = network.namedModules().filter(([, layer]) => layer.children().length === 0) as [string, Linear][];
  let start = 0;
  const handles = layers.flatMap(([name, layer]) => [
    layer.registerForwardPreHook(() => {
      start = performance.now();
    }),
    layer.registerForwardHook((_layer, [input], output) => {
      seen({ name, layer, input, output, milliseconds: performance.now() - start });
    }),
  ]);
  return {
    remove() {
      for (const handle of handles) handle.remove();
    },
  };
}

/** How many products a call adds up, those with padding counted; 0 for a layer without a weight that it multiplies with. */
export function multiplicationsOf({ layer, input, output }: Pick<LayerCall, "layer" | "input" | "output">): number {
  if (layer instanceof Linear) return output.numel() * layer.inFeatures;
  if (!(layer instanceof ConvNd)) return 0;
  const { weight, transposed, inChannels, outChannels } = layer;
  // Every element of the narrow side meets one slice of the weight.
  return transposed ? (input.numel() * weight.numel()) / inChannels : (output.numel() * weight.numel()) / outChannels;
}
