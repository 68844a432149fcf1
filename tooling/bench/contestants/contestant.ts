// What a process or a page that takes part in the benchmark has to offer.
import type { Layer } from "../layer.ts";

/**
 * `call`: a typed array goes in and a typed array comes out, the same at every call where the library can fill one. `fresh`: as
 * `call`, but always a new one. `resident`: input and result stay in the engine, and the previous result is given back. The gradients
 * are resident.
 */
export type Mode = "call" | "fresh" | "resident" | "gradInput" | "gradWeight";

/** One computation of the layer. */
export type Run = () => void | Promise<void>;

/** A layer, ready to be computed any number of times. */
export interface Work {
  readonly runs: Partial<Record<Mode, Run>>;
  /** The elements of the last run's result, NCHW. */
  result(mode: Mode): Float32Array | Promise<Float32Array>;
  /** What a reader of the figures has to know. */
  remarks?(): readonly string[];
  release(): void | Promise<void>;
}

/** `T` is what is prepared: a layer, or something larger. */
export interface Contestant<T = Layer> {
  readonly versions: Readonly<Record<string, string>>;
  /** The task in this library, or why it cannot be. */
  prepare(task: T): Work | string | Promise<Work | string>;
}

/** What a contestant may be told. */
export interface Settings {
  readonly threads: number;
  /** Where the peers are installed: a folder in Node.js, an address in a page. */
  readonly peers: string;
  /** Of ours: the portable kernels although there is an accelerator. */
  readonly portable?: boolean;
  /** Of ours: settings of `wasm()`. */
  readonly wasm?: Readonly<Record<string, unknown>>;
  /** Of ours: give input and result back in call mode too. */
  readonly dispose?: boolean;
}

/** The names of those that take part. */
export type ContestantName =
  | "ours"
  | "our-networks"
  | "ort-web-networks"
  | "ort-node-networks"
  | "ours-backward"
  | "ort-web"
  | "ort-node"
  | "tfjs-wasm"
  | "tfjs-cpu"
  | "litert"
  | "jax-js";
