// How long each layer of a module takes.
import type { nn } from "toeplitz";

/** What a layer made, and in how many milliseconds. */
export interface LayerTime {
  readonly name: string;
  readonly text: string;
  readonly shape: readonly number[];
  readonly milliseconds: number;
}

/** Runs `work` and lists the innermost modules that it called, in their order. */
export function timeLayers(module: nn.Module, work: () => void): LayerTime[] {
  const times: LayerTime[] = [];
  const layers = module.namedModules().filter(([, layer]) => layer.children().length === 0) as [string, nn.Conv2d][];
  let start = 0;
  const handles = layers.flatMap(([name, layer]) => [
    layer.registerForwardPreHook(() => {
      start = performance.now();
    }),
    layer.registerForwardHook((_layer, _inputs, { shape }) => {
      times.push({ name, text: String(layer), shape, milliseconds: performance.now() - start });
    }),
  ]);
  try {
    work();
  } finally {
    for (const handle of handles) handle.remove();
  }
  return times;
}
