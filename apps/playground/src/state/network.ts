// The Network view's state, and how a link spells it. Files of a person's own are not in it: they stay in the page.
import { type LinkQuery, wholeIn } from "@toeplitz/widgets";

export const shippedNetworks = ["fashion", "super-resolution"] as const;
/** A network whose weights come with the page. */
export type ShippedNetwork = (typeof shippedNetworks)[number];

export const shippedPhotos = ["hibiscus", "coffee", "cat"] as const;
export type ShippedPhoto = (typeof shippedPhotos)[number];

const comparisons = ["pixels", "bicubic"] as const;

export interface NetworkState {
  readonly network: ShippedNetwork;
  /** Path of the layer that is looked into; null or unknown for the first. */
  readonly layer: string | null;
  /** The channel that is enlarged. */
  readonly channel: number;
  /** Row and column in it; null for the middle. */
  readonly place: readonly [row: number, column: number] | null;
  /** Whether it was clicked, so that the pointer does not move it. */
  readonly kept: boolean;
  /** Number of the test picture, unless there is a drawing. */
  readonly picture: number;
  /** 28 rows of 28 greys from 0 to 15, or null. */
  readonly drawing: Uint8Array | null;
  readonly photo: ShippedPhoto;
  /** Of the kernels that make the channel, the one that is picked; where there are fewer, the last. */
  readonly inner: number;
  /** What stands beside the picture that the network made: the photograph as it went in, or a plain enlargement. */
  readonly beside: (typeof comparisons)[number];
  /** Share of the width that shows what stands beside, in percent. */
  readonly split: number;
}

/** Test pictures that come with the page. */
export const pictureCount = 240;
/** Rows and columns of a garment. */
export const side = 28;

export const firstNetwork: NetworkState = {
  network: "fashion",
  layer: null,
  channel: 0,
  place: null,
  kept: false,
  picture: 0,
  drawing: null,
  photo: "hibiscus",
  inner: 0,
  beside: "pixels",
  split: 50,
};

export function writeNetwork(query: URLSearchParams, state: NetworkState): void {
  query.set("net", state.network);
  if (state.layer !== null) query.set("layer", state.layer);
  if (state.channel !== 0) query.set("channel", String(state.channel));
  if (state.place !== null) query.set("at", state.place.join("."));
  if (state.place !== null && state.kept) query.set("kept", "1");
  if (state.picture !== 0) query.set("picture", String(state.picture));
  if (state.drawing !== null) query.set("drawn", drawingText(state.drawing));
  if (state.photo !== firstNetwork.photo) query.set("photo", state.photo);
  if (state.inner !== firstNetwork.inner) query.set("kernel", String(state.inner));
  if (state.beside !== firstNetwork.beside) query.set("beside", state.beside);
  if (state.split !== firstNetwork.split) query.set("split", String(state.split));
}

export function readNetwork(query: LinkQuery): NetworkState {
  const named = <T extends string>(names: readonly T[]) => {
    return (text: string): T | null => names.find((name) => name === text) ?? null;
  };
  const place = query.read("at", readPlace);
  return {
    network: query.read("net", named(shippedNetworks)) ?? firstNetwork.network,
    layer: query.read("layer", (text) => (/^[\w.#]{1,80}$/.test(text) ? text : null)),
    channel: query.read("channel", (text) => wholeIn(text, 0, 4095)) ?? firstNetwork.channel,
    place,
    kept: query.read("kept", (text) => (text === "1" && place !== null ? true : null)) ?? firstNetwork.kept,
    picture: query.read("picture", (text) => wholeIn(text, 0, pictureCount - 1)) ?? firstNetwork.picture,
    drawing: query.read("drawn", readDrawing),
    photo: query.read("photo", named(shippedPhotos)) ?? firstNetwork.photo,
    inner: query.read("kernel", (text) => wholeIn(text, 0, 4095)) ?? firstNetwork.inner,
    beside: query.read("beside", named(comparisons)) ?? firstNetwork.beside,
    split: query.read("split", (text) => wholeIn(text, 0, 100)) ?? firstNetwork.split,
  };
}

function readPlace(text: string): NetworkState["place"] {
  const [row, column, more] = text.split(".").map((part) => wholeIn(part, 0, 4095));
  return row == null || column == null || more !== undefined ? null : [row, column];
}

/** Two greys a byte, in the letters of base64 that an address does not escape. */
function drawingText(greys: Uint8Array): string {
  const bytes = Array.from({ length: greys.length / 2 }, (_, i) => 16 * greys[2 * i]! + greys[2 * i + 1]!);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function readDrawing(text: string): Uint8Array | null {
  if (!/^[\w-]{523}$/.test(text)) return null;
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const byte = bytes.charCodeAt(i >> 1);
    return i % 2 === 0 ? byte >> 4 : byte & 15;
  });
}
