// jax-js on its WebAssembly backend: operations one by one, which is faster than its `jit` for a lone convolution.
import type { Layer } from "../layer.ts";
import { operandsOf } from "../operands.ts";
import { weightShape } from "../shapes.ts";
import type { Contestant, Work } from "./contestant.ts";

/** An array that is used up by every function it is given to; `ref` keeps it. */
interface JaxArray {
  readonly ref: JaxArray;
  add(other: JaxArray): JaxArray;
  blockUntilReady(): Promise<JaxArray>;
  data(): Promise<Float32Array>;
  dispose(): void;
}

type Pads = readonly (readonly [number, number])[];

/** The part of jax-js's API that is used. */
export interface Jax {
  init(device: "wasm"): Promise<readonly string[]>;
  defaultDevice(device: "wasm"): string;
  readonly numpy: { array(data: Float32Array, options: { shape: readonly number[] }): JaxArray };
  readonly lax: {
    convGeneralDilated(
      x: JaxArray,
      w: JaxArray,
      strides: readonly number[],
      padding: Pads,
      options: { rhsDilation: readonly number[]; featureGroupCount: number },
    ): JaxArray;
    convTranspose(
      x: JaxArray,
      w: JaxArray,
      strides: readonly number[],
      padding: Pads,
      options: { rhsDilation: readonly number[]; transposeKernel: true },
    ): JaxArray;
  };
}

export async function jaxJs(jax: Jax): Promise<Contestant> {
  if (!(await jax.init("wasm")).includes("wasm")) throw new Error("jax-js has no wasm device here");
  jax.defaultDevice("wasm");
  return { versions: { "@jax-js/jax": "0.1.25" }, prepare: (layer) => work(jax, layer) };
}

function work(jax: Jax, layer: Layer): Work | string {
  const { kind, k, s, p, d, g, op, o } = layer;
  if (kind === "convT" && g > 1) return "has no grouped transposed convolution";
  if (layer.flops > 100e6) return "left out above 100 MFLOP, where a call takes seconds";
  const operands = operandsOf(layer);
  const x = jax.numpy.array(operands.x, { shape: layer.x });
  const weight = jax.numpy.array(operands.weight, { shape: weightShape(layer) });
  const bias = jax.numpy.array(operands.bias, { shape: [1, o, ...k.map(() => 1)] });
  const axes = <T>(value: T) => k.map(() => value);
  const dilation = { rhsDilation: axes(d) };
  const convolve =
    kind === "convT"
      ? () =>
          jax.lax.convTranspose(x.ref, weight.ref, axes(s), axes([p, p - op] as const), {
            ...dilation,
            transposeKernel: true,
          })
      : () =>
          jax.lax.convGeneralDilated(x.ref, weight.ref, axes(s), axes([p, p] as const), {
            ...dilation,
            featureGroupCount: g,
          });
  let last: JaxArray | null = null;
  return {
    runs: {
      async resident() {
        last?.dispose();
        last = convolve().add(bias.ref);
        await last.blockUntilReady();
      },
    },
    result: () => last!.ref.data(),
    release() {
      for (const array of [last, x, weight, bias]) array?.dispose();
    },
  };
}
