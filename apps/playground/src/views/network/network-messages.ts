// What the page asks of the worker that runs networks, and what it answers.
import type { ShippedNetwork } from "../../state/network.ts";
import type { Pixels } from "../image/photo-filter.ts";

/** Where weights come from. A file is known by its key, because every message makes another object of it. */
export type WeightSource =
  | { readonly kind: "shipped"; readonly key: ShippedNetwork }
  | { readonly kind: "file"; readonly key: string; readonly file: File };

/** What a network looks at. */
export type NetworkInput =
  | { readonly kind: "garment"; readonly greys: Uint8Array }
  | { readonly kind: "photo"; readonly pixels: Pixels }
  | { readonly kind: "code"; readonly seed: number };

export interface TensorLine {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** A network that weights fit. */
export interface OpenedNetwork {
  readonly title: string;
  readonly takes: NetworkInput["kind"];
  /** Scores of classes, or a picture. */
  readonly gives: "classes" | "picture";
  /** Whether the picture that comes out is the one that went in, larger. */
  readonly enlarges: boolean;
  readonly parameters: number;
}

export interface Opened {
  readonly tensors: readonly TensorLine[];
  readonly network: OpenedNetwork | null;
  /** Why the weights fit no network, where they nearly do. */
  readonly misfit: string;
  /** Name by name. */
  readonly misfits: readonly Misfit[];
  /** The networks that run here, and names that only their weights have together. */
  readonly known: readonly { readonly title: string; readonly marks: readonly string[] }[];
}

/** A name whose tensor is of another shape than the network's, or is not in both; null where it is not. */
export interface Misfit {
  readonly name: string;
  readonly expected: readonly number[] | null;
  readonly came: readonly number[] | null;
}

/** Planes of numbers one after another. */
export interface Planes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array<ArrayBuffer>;
}

export interface LayerReport {
  /** Its path in the network; with a number behind it where it is called again. */
  readonly id: string;
  readonly kind: string;
  /** As PyTorch prints it. */
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly parameters: number;
  readonly multiplications: number;
  readonly milliseconds: number;
  readonly range: readonly [least: number, most: number];
  /** The first planes, small. */
  readonly preview: Planes;
}

export interface Ran {
  readonly layers: readonly LayerReport[];
  readonly milliseconds: number;
  readonly backend: string;
  /** All in their order, or the likeliest ten. */
  readonly classes: readonly { readonly name: string; readonly share: number }[];
  /** What came out, and what a plain enlargement of what went in is. */
  readonly picture: Pixels | null;
  readonly plain: Pixels | null;
}

export interface Kernel {
  /** `all` that there are, or those of one output channel. */
  readonly of: "all" | "channel";
  readonly planes: Planes;
}

/** One output channel of a convolution around a place, as the Arithmetic view can hold it. Padding is part of the input. */
export interface Piece {
  readonly transposed: boolean;
  readonly input: { readonly shape: readonly number[]; readonly values: readonly number[] };
  readonly weight: { readonly shape: readonly number[]; readonly values: readonly number[] };
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Input channels in the piece, and in the layer, or its group. */
  readonly channels: readonly [shown: number, all: number];
  /** Which those are, where not all are in it. */
  readonly chosen: readonly number[] | null;
  /** Of the place, among the outputs of the piece. */
  readonly at: number;
}

/** Requests by name, with what each is given and what it is answered. */
export interface NetworkRequests {
  open: { readonly ask: { readonly source: WeightSource }; readonly answer: Opened };
  run: { readonly ask: { readonly source: WeightSource; readonly input: NetworkInput }; readonly answer: Ran };
  maps: { readonly ask: { readonly layer: string }; readonly answer: Planes };
  kernel: { readonly ask: { readonly layer: string; readonly channel: number }; readonly answer: Kernel | null };
  piece: {
    readonly ask: { readonly layer: string; readonly channel: number; readonly place: readonly [number, number] };
    readonly answer: Piece | null;
  };
  tensor: { readonly ask: { readonly source: WeightSource; readonly name: string }; readonly answer: Planes };
}

export type NetworkRequestName = keyof NetworkRequests;

/** How far a request is, from 0 to 1, and what it is at. */
export interface NetworkProgress {
  readonly share: number;
  readonly words: string;
}

/** Requests are answered in their order. */
export type NetworkMessage =
  | { readonly kind: "answer"; readonly answer: NetworkRequests[NetworkRequestName]["answer"] }
  | { readonly kind: "refusal"; readonly sentence: string }
  | { readonly kind: "progress"; readonly progress: NetworkProgress };
