// The whole state in the address: typed, versioned, and forgiving, because links are older than the program that reads them.

import type { Colouring, Focus, Numbers, Side } from "@toeplitz/figures";
import {
  type Direction,
  linkVersion,
  numberList,
  type PaddingMode,
  paddingModes,
  readCase,
  type Settings,
  wholeIn,
  writeCase,
} from "@toeplitz/widgets";
import { firstShapes, readShapes, type Shapes, writeShapes } from "./shapes.ts";

export const views = ["arithmetic", "matrix", "image", "shapes"] as const;
export type View = (typeof views)[number];

const forms = ["picture", "symbols", "list"] as const;
/** How the Matrix view writes the matrix. */
export type MatrixForm = (typeof forms)[number];

export const parts = ["parameters", "matrix", "formula", "player", "take-away"] as const;
/** What a link can leave out of a page. In the page each is marked `data-part`. */
export type Part = (typeof parts)[number];

/** What a link holds. Absent parts have their defaults. */
export interface Link {
  readonly view: View;
  readonly settings: Settings | null;
  readonly input: Numbers | null;
  readonly weight: Numbers | null;
  readonly gradient: Direction;
  /** The elements of the gradient that comes back to the output, or null for made-up ones. */
  readonly upstream: readonly number[] | null;
  readonly colouring: Colouring;
  readonly pin: Focus | null;
  /** Step of the tour, from 0, or null outside of it. */
  readonly tour: number | null;
  /** Kernel of the Image view, row by row, or null for its default. */
  readonly kernel: readonly number[] | null;
  /** What stands beyond the photograph of the Image view. */
  readonly border: PaddingMode;
  readonly form: MatrixForm;
  /** What the Shapes view asks and holds. */
  readonly shapes: Shapes;
  /** Parts of the page that are not shown. */
  readonly hide: readonly Part[];
  /** Without the header, to stand inside another page. */
  readonly embed: boolean;
}

const absent = { settings: null, input: null, weight: null };
const directions: readonly Direction[] = ["off", "input", "weight"];

/** The link as a hash, `#/arithmetic?v=1&…`. */
export function hashOf(link: Link): string {
  const query = new URLSearchParams({ v: linkVersion });
  const { settings: s } = link;
  if (link.hide.length > 0) query.set("hide", link.hide.join("_"));
  if (link.embed) query.set("embed", "1");
  if (link.view === "image") {
    if (link.kernel !== null) query.set("kernel", numberList(link.kernel));
    if (link.border !== "replicate") query.set("border", link.border);
    return `#/image?${query}`;
  }
  if (link.view === "shapes") {
    writeShapes(query, link.shapes);
    return `#/shapes?${query}`;
  }
  if (link.view === "matrix" && link.form !== "picture") query.set("as", link.form);
  if (link.tour !== null) query.set("tour", String(link.tour + 1));
  if (s !== null) writeCase(query, { ...link, settings: s });
  if (link.gradient !== "off") query.set("gradient", link.gradient);
  if (s !== null && link.gradient !== "off" && link.upstream !== null) query.set("g", numberList(link.upstream));
  if (link.colouring !== "weight") query.set("colour", link.colouring);
  if (link.pin !== null) query.set("pin", focusText(link.pin));
  return `#/${link.view}?${query}`;
}

/** A hash that names a view and nothing else: the state stays as it is. */
export function bareView(hash: string): View | null {
  return views.find((name) => hash === `#/${name}`) ?? null;
}

/** Reads a hash; what it does not understand it leaves at its default. */
export function readHash(hash: string): Link {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const view = views.find((name) => name === path) ?? "arithmetic";
  const query = new URLSearchParams(search);
  const known = query.get("v") === linkVersion;
  const { settings, input, weight } = known && query.has("size") ? readCase(query) : absent;
  const tour = known ? wholeIn(query.get("tour"), 1, 6) : null;
  const gradient = (known && directions.find((name) => name === query.get("gradient"))) || "off";
  return {
    view,
    settings,
    input,
    weight,
    gradient,
    upstream: settings === null || gradient === "off" ? null : readList(query.get("g")),
    colouring: query.get("colour") === "value" ? "value" : "weight",
    pin: known ? readFocus(query.get("pin")) : null,
    tour: tour === null ? null : tour - 1,
    kernel: known && view === "image" ? readKernel(query.get("kernel")) : null,
    form: (view === "matrix" && forms.find((name) => name === query.get("as"))) || "picture",
    border: (known && view === "image" && paddingModes.find((mode) => mode === query.get("border"))) || "replicate",
    shapes: known && view === "shapes" ? readShapes(query) : firstShapes,
    hide: known ? readHidden(query.get("hide")) : [],
    embed: known && query.get("embed") === "1",
  };
}

function readList(text: string | null): readonly number[] | null {
  const values = text === null ? [] : text.split("_").map(Number);
  return values.length > 0 && values.every(Number.isFinite) ? values : null;
}

function readKernel(text: string | null): readonly number[] | null {
  const values = (text ?? "").split("_").map(Number);
  const square = [9, 25, 49].includes(values.length);
  return square && values.every(Number.isFinite) ? values : null;
}

/** Commas, which one types, are as good as what we write. */
function readHidden(text: string | null): readonly Part[] {
  const named = (text ?? "").split(/[_,]/);
  return parts.filter((part) => named.includes(part));
}

const letters: Readonly<Record<string, Side>> = { x: "input", w: "weight", y: "output" };

function focusText(focus: Focus): string {
  if (focus.on === "entry") return `K${focus.row}_${focus.column}`;
  return `${Object.keys(letters).find((letter) => letters[letter] === focus.on)}${focus.index}`;
}

function readFocus(text: string | null): Focus | null {
  const entry = /^K(\d{1,6})_(\d{1,6})$/.exec(text ?? "");
  if (entry !== null) return { on: "entry", row: Number(entry[1]), column: Number(entry[2]) };
  const element = /^([xwy])(\d{1,6})$/.exec(text ?? "");
  return element === null ? null : { on: letters[element[1]!]!, index: Number(element[2]) };
}
