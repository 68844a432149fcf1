// The Image view's state, and how a link spells it. A person's own photograph is in no link: it never leaves the page.
import { type LinkQuery, numberList, type PaddingMode, paddingModes, readList, wholeIn } from "@toeplitz/widgets";

export const shippedPhotos = ["coffee", "cat"] as const;
export type ShippedPhoto = (typeof shippedPhotos)[number];

const showings = ["plain", "signed"] as const;
/** How a result becomes a picture: as it is, or with zero as middle grey. */
export type Showing = (typeof showings)[number];

export const channels = ["red", "green", "blue"] as const;
export type Channel = (typeof channels)[number];

/** Column and row of a pixel. */
export type Place = readonly [x: number, y: number];

export interface ImageState {
  readonly photo: ShippedPhoto;
  /** Row by row. */
  readonly kernel: readonly number[];
  /** What stands beyond the photograph. */
  readonly border: PaddingMode;
  readonly showing: Showing;
  /** Share of the width that shows the original, in percent. */
  readonly split: number;
  /** Where the loupe stands, or null for a place that suits the photograph. */
  readonly place: Place | null;
  /** Whether it was clicked, so that the pointer does not move it. */
  readonly kept: boolean;
  /** The one whose products the loupe shows. */
  readonly channel: Channel;
}

export const firstImage: ImageState = {
  photo: "coffee",
  kernel: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  border: "replicate",
  showing: "signed",
  split: 32,
  place: null,
  kept: false,
  channel: "green",
};

export function writeImage(query: URLSearchParams, image: ImageState): void {
  const { photo, kernel, border, showing, split, place, kept, channel } = image;
  if (photo !== firstImage.photo) query.set("photo", photo);
  if (numberList(kernel) !== numberList(firstImage.kernel)) query.set("kernel", numberList(kernel));
  if (border !== firstImage.border) query.set("border", border);
  if (showing !== usualShowing(kernel)) query.set("show", showing);
  if (split !== firstImage.split) query.set("split", String(split));
  if (place !== null) query.set("at", place.join("x"));
  if (place !== null && kept) query.set("kept", "1");
  if (channel !== firstImage.channel) query.set("channel", channel);
}

export function readImage(query: LinkQuery): ImageState {
  const one = <T extends string>(words: readonly T[]) => {
    return (text: string): T | null => words.find((word) => word === text) ?? null;
  };
  const kernel = query.read("kernel", readKernel) ?? firstImage.kernel;
  const place = query.read("at", readPlace);
  return {
    photo: query.read("photo", one(shippedPhotos)) ?? firstImage.photo,
    kernel,
    border: query.read("border", one(paddingModes)) ?? firstImage.border,
    showing: query.read("show", one(showings)) ?? usualShowing(kernel),
    split: query.read("split", (text) => wholeIn(text, 0, 100)) ?? firstImage.split,
    place,
    kept: query.read("kept", (text) => (text === "1" && place !== null ? true : null)) ?? firstImage.kept,
    channel: query.read("channel", one(channels)) ?? firstImage.channel,
  };
}

/** Of a kernel that a link brings along, without a word about how to show it. */
function usualShowing(kernel: readonly number[]): Showing {
  return numberList(kernel) === numberList(firstImage.kernel) ? firstImage.showing : "plain";
}

function readKernel(text: string): readonly number[] | null {
  const values = readList(text);
  return values !== null && [9, 25, 49].includes(values.length) ? values : null;
}

function readPlace(text: string): Place | null {
  const [x, y, more] = text.split("x").map((part) => wholeIn(part, 0, 4096));
  return x == null || y == null || more !== undefined ? null : [x, y];
}
