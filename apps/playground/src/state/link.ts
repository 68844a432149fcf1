// The whole state in the address: typed, versioned, and forgiving, because links are older than the program that reads them.

import type { Colouring, Focus, Numbers, Operand } from "@toeplitz/figures";
import {
  type Direction,
  LinkQuery,
  linkVersion,
  mostElements,
  numberList,
  readCase,
  readUpstream,
  type Settings,
  walkSpeeds,
  wholeIn,
  writeCase,
} from "@toeplitz/widgets";
import { firstImage, type ImageState, readImage, writeImage } from "./image.ts";
import { firstNetwork, type NetworkState, readNetwork, writeNetwork } from "./network.ts";
import { firstShapes, readShapes, type Shapes, writeShapes } from "./shapes.ts";
import { firstTraining, readTraining, type Training, writeTraining } from "./training.ts";

export const views = ["arithmetic", "matrix", "image", "network", "train", "shapes"] as const;
export type View = (typeof views)[number];

const forms = ["picture", "numbers", "symbols", "list"] as const;
/** How the Matrix view writes the matrix. */
export type MatrixForm = (typeof forms)[number];

const walks = ["rows", "columns"] as const;
/** How the Matrix view applies the matrix: an output at a time, or an input at a time. */
export type Walk = (typeof walks)[number];

export const parts = [
  "parameters",
  "matrix",
  "formula",
  "player",
  "take-away",
  "code",
  "files",
  "timings",
  "input",
  "layer",
  "weights",
] as const;
/** What a link can leave out of a page. In the page each is marked `data-part`. */
export type Part = (typeof parts)[number];

/**
 * What a link holds. Absent parts have their defaults.
 *
 * It does not hold what is a person's own and not the page's: files, the theme, the brush, what can be undone, and
 * what lights up only while it is hovered.
 */
export interface Link {
  readonly view: View;
  readonly settings: Settings | null;
  readonly input: Numbers | null;
  readonly weight: Numbers | null;
  /** Null where none is added. */
  readonly bias: Numbers | null;
  readonly gradient: Direction;
  /** The elements of the gradient that comes back to the output, or null for made-up ones. */
  readonly upstream: readonly number[] | null;
  readonly colouring: Colouring;
  readonly pin: Focus | null;
  /** The element, from 0, at which the walk over an array was paused; 0 as well where none was. */
  readonly step: number;
  /** Of the walk, in steps per second. */
  readonly speed: number;
  /** Step of the tour, from 0, or null outside of it. */
  readonly tour: number | null;
  readonly image: ImageState;
  readonly form: MatrixForm;
  readonly walk: Walk;
  /** What the Shapes view asks and holds. */
  readonly shapes: Shapes;
  /** What the Network view looks at. */
  readonly network: NetworkState;
  /** The settings of the Train view. */
  readonly training: Training;
  /** Parts of the page that are not shown. */
  readonly hide: readonly Part[];
  /** Without the header, to stand inside another page. */
  readonly embed: boolean;
}

const absent = { settings: null, input: null, weight: null, bias: null };
const directions: readonly Direction[] = ["off", "input", "weight"];

/** The link as a hash, `#/arithmetic?v=1&…`. */
export function hashOf(link: Link): string {
  const query = new URLSearchParams({ v: linkVersion });
  const { settings: s } = link;
  if (link.hide.length > 0) query.set("hide", link.hide.join("_"));
  if (link.embed) query.set("embed", "1");
  if (link.view === "image") {
    writeImage(query, link.image);
    return `#/image?${query}`;
  }
  if (link.view === "shapes") {
    writeShapes(query, link.shapes);
    return `#/shapes?${query}`;
  }
  if (link.view === "network") {
    writeNetwork(query, link.network);
    return `#/network?${query}`;
  }
  if (link.view === "train") {
    writeTraining(query, link.training);
    return `#/train?${query}`;
  }
  if (link.view === "matrix" && link.form !== "picture") query.set("as", link.form);
  if (link.view === "matrix" && link.walk !== "rows") query.set("by", link.walk);
  if (link.tour !== null) query.set("tour", String(link.tour + 1));
  if (s !== null) writeCase(query, { ...link, settings: s });
  if (link.gradient !== "off") query.set("gradient", link.gradient);
  if (s !== null && link.gradient !== "off" && link.upstream !== null) query.set("g", numberList(link.upstream));
  if (link.colouring !== "weight") query.set("colour", link.colouring);
  if (link.pin !== null) query.set("pin", focusText(link.pin));
  if (link.step !== 0) query.set("step", String(link.step));
  if (link.speed !== 1) query.set("speed", String(link.speed));
  return `#/${link.view}?${query}`;
}

/** A hash that names a view and nothing else: the state stays as it is. */
export function bareView(hash: string): View | null {
  return views.find((name) => hash === `#/${name}`) ?? null;
}

/** A link as it was read, and in words what of it was of no use. */
export interface Reading {
  readonly link: Link;
  readonly faults: readonly string[];
}

/** A float32 as it is written, at its longest (`-1.23456789e-38`), and what stands between two. */
const longestNumber = 16;
/** Three arrays of numbers of a person's own, each as large as can be drawn, and the settings; browsers take two million. */
const longest = 3 * mostElements * longestNumber + 2000;

/** Reads a hash; what it does not understand it leaves at its default. */
export function readHash(hash: string): Link {
  return readLink(hash).link;
}

/** Reads a hash, and says what it left at its default because it was not understood. */
export function readLink(hash: string): Reading {
  const tooLong = hash.length > longest;
  const [path = "", search = ""] = (tooLong ? "" : hash).replace(/^#\/?/, "").split("?", 2);
  const view = views.find((name) => name === path) ?? "arithmetic";
  const stated = new LinkQuery(search);
  const known = stated.read("v", (text) => (text === linkVersion ? text : null)) !== null;
  // Of another version every word may mean something else.
  const query = known ? stated : new LinkQuery("");
  const link = readKnown(view, query);
  const faults: string[] = [];
  if (tooLong) faults.push(`This link has ${hash.length} characters, and at most ${longest} are read.`);
  if (path !== "" && path !== view) faults.push("This link names a view that there is not.");
  if (search !== "" && !known) faults.push("This link is of a version that this page does not know.");
  if (query.refused.length > 0) {
    faults.push(`This link has values that cannot be: ${named(query.refused)}. The defaults stand in their place.`);
  }
  if (query.repeated.length > 0) {
    faults.push(`This link says more than once, and the first time counts: ${named(query.repeated)}.`);
  }
  if (query.unknown.length > 0) faults.push(`This link says more than this view knows: ${named(query.unknown)}.`);
  return { link, faults };
}

/** Some of the names, none of them long: they come from a link, where anything can stand. */
function named(names: readonly string[]): string {
  const short = names.slice(0, 6).map((name) => (name.length > 20 ? `${name.slice(0, 20)}…` : name));
  return `${short.join(", ")}${names.length > short.length ? " and others" : ""}`;
}

function readKnown(view: View, query: LinkQuery): Link {
  const one = <T extends string>(name: string, words: readonly T[]): T =>
    query.read(name, (text) => words.find((word) => word === text) ?? null) ?? words[0]!;
  const hide = query.read("hide", (text) => readHidden(text, () => query.refuse("hide"))) ?? [];
  const embed = query.read("embed", (text) => (text === "1" ? true : null)) ?? false;
  const link: Link = {
    view,
    ...absent,
    gradient: "off",
    upstream: null,
    colouring: "weight",
    pin: null,
    step: 0,
    speed: 1,
    tour: null,
    image: firstImage,
    form: "picture",
    walk: "rows",
    shapes: firstShapes,
    network: firstNetwork,
    training: firstTraining,
    hide,
    embed,
  };
  if (view === "image") return { ...link, image: readImage(query) };
  if (view === "shapes") return { ...link, shapes: readShapes(query) };
  if (view === "network") return { ...link, network: readNetwork(query) };
  if (view === "train") return { ...link, training: readTraining(query) };
  const { settings, input, weight, bias } = query.has("size") ? readCase(query) : absent;
  const gradient = one("gradient", directions);
  const upstream = settings === null || gradient === "off" ? null : readUpstream(query, settings);
  const tour = query.read("tour", (text) => wholeIn(text, 1, 6));
  const ofMatrix = view === "matrix" ? { form: one("as", forms), walk: one("by", walks) } : {};
  return {
    ...link,
    settings,
    input,
    weight,
    bias,
    gradient,
    upstream,
    colouring: one("colour", ["weight", "value"]),
    pin: query.read("pin", readFocus),
    step: query.read("step", (text) => wholeIn(text, 0, mostElements - 1)) ?? 0,
    speed: query.read("speed", (text) => walkSpeeds.find((speed) => String(speed) === text) ?? null) ?? 1,
    tour: tour === null ? null : tour - 1,
    ...ofMatrix,
  };
}

/** Commas, which one types, are as good as what we write. */
function readHidden(text: string, onUnknown: () => void): readonly Part[] {
  const wanted = text.split(/[_,]/);
  if (wanted.some((name) => !parts.some((part) => part === name))) onUnknown();
  return parts.filter((part) => wanted.includes(part));
}

const letters: Readonly<Record<string, Operand>> = { x: "input", w: "weight", y: "output", b: "bias" };

function focusText(focus: Focus): string {
  if (focus.on === "entry") return `K${focus.row}_${focus.column}`;
  return `${Object.keys(letters).find((letter) => letters[letter] === focus.on)}${focus.index}`;
}

function readFocus(text: string): Focus | null {
  const entry = /^K(\d{1,6})_(\d{1,6})$/.exec(text);
  if (entry !== null) return { on: "entry", row: Number(entry[1]), column: Number(entry[2]) };
  const element = /^([xwyb])(\d{1,6})$/.exec(text);
  return element === null ? null : { on: letters[element[1]!]!, index: Number(element[2]) };
}
