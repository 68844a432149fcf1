// A layer of the benchmark: its data, sizes and names of its shapes.
import published from "./layers.json" with { type: "json" };
import further from "./more-layers.json" with { type: "json" };

/** One convolution, NCHW, as `layers.json` spells it; stride, padding and dilation hold for every axis. */
export interface Layer {
  readonly name: string;
  readonly kind: "conv" | "convT";
  /** Input shape: batch, channels, space. */
  readonly x: readonly number[];
  /** Output channels. */
  readonly o: number;
  readonly k: readonly number[];
  readonly s: number;
  readonly p: number;
  readonly d: number;
  readonly g: number;
  /** Output padding, of a transposed convolution. */
  readonly op: number;
  /** Two per product of the direct sum. */
  readonly flops: number;
  /** Given by layers that `classes.json` does not list. */
  readonly class?: string;
}

/** The published list, or the second one that nothing is tuned to. */
export function readLayers(file: "layers.json" | "more-layers.json"): readonly Layer[] {
  return (file === "layers.json" ? published.layers : further.layers) as readonly Layer[];
}
