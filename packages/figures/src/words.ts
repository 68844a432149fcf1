// Every word that a figure says or shows. English stands here; a page in another language hands its own words to `inWords`.

import type { Operand, Side } from "./focus.ts";
import type { Formula } from "./formula.ts";

export type Walk = Side | "row" | "column";

export interface Words {
  readonly sides: Readonly<Record<Operand, string>>;
  readonly gradientOf: (side: Operand) => string;
  /** Over the planes of one sample, where there are several. */
  readonly sample: (number: number) => string;
  readonly channel: (number: number) => string;
  readonly group: (number: number) => string;
  /** Over a slice in three dimensions, and over one of the border. */
  readonly slice: (number: number) => string;
  readonly padding: string;
  /**
   * What a screen reader says of an element: which sample, which channel or tile, which place, which number, from how many others.
   * Samples, channels, tiles and places are indices, and count from 0.
   */
  readonly spokenSample: (number: number) => string;
  readonly spokenChannel: (number: number) => string;
  readonly spokenTile: (out: number, into: number) => string;
  readonly position: (number: number) => string;
  /** Row and column, behind the slice in three dimensions. */
  readonly place: (numbers: readonly number[]) => string;
  readonly element: (side: string, where: string, value: string) => string;
  /** `sides` is null where products are counted. */
  readonly ties: (way: "from" | "to" | "in", count: number, sides: Side | null) => string;
  /** What an output is tied to, where a bias is added. */
  readonly withBias: (ties: string) => string;
  readonly entry: (subject: string, symbol: string) => string;
  readonly noEntry: string;
  readonly grid: (name: string, sizes: readonly number[]) => string;
  readonly matrix: (rows: number, columns: number, entries: number) => string;
  /** Behind the subject of a formula: how many terms of which kind there are, whether a bias is added, and from how many samples. */
  readonly lead: (kind: Exclude<Formula["kind"], "entry">, terms: number, samples: number, biased: boolean) => string;
  readonly noTap: string;
  readonly more: (terms: number) => string;
  readonly overHues: string;
  readonly regions: Readonly<Record<"grids" | "formula" | "size" | "animation", string>>;
  readonly player: Readonly<Record<"back" | "step" | "stepBack" | "stepForward" | "play" | "pause", string>>;
  /** What a player walks over. */
  readonly walks: Readonly<Record<Walk, string>>;
  /** Steps are counted, from 1. */
  readonly stepOf: (step: number, steps: number) => string;
  readonly spokenStep: (step: number, steps: number) => string;
  readonly speed: (perSecond: number) => string;
  readonly newValue: string;
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

export const english: Words = {
  sides: { input: "input", weight: "weight", output: "output", bias: "bias" },
  gradientOf: (side) => `gradient of ${side}`,
  sample: (number) => `sample ${number}`,
  channel: (number) => `channel ${number}`,
  group: (number) => `group ${number}`,
  slice: (number) => `slice ${number}`,
  padding: "padding",
  spokenSample: (number) => `sample ${number}, `,
  spokenChannel: (number) => `channel ${number}, `,
  spokenTile: (out, into) => `tile ${out}, ${into}, `,
  position: (number) => `position ${number}`,
  place: (numbers) => {
    const axes = ["slice", "row", "column"].slice(-numbers.length);
    return numbers.map((number, i) => `${axes[i]} ${number}`).join(", ");
  },
  element: (side, where, value) => `${side} ${where}: ${value}`,
  ties: (way, count, sides) => `${way} ${plural(count, sides ?? "product")}`,
  withBias: (ties) => `${ties} and the bias`,
  entry: (subject, symbol) => `kernel matrix ${subject}: ${symbol}`,
  noEntry: "no entry",
  grid: (name, sizes) => `${name}, ${sizes.join(" by ")}`,
  matrix: (rows, columns, entries) => `kernel matrix, ${rows} rows by ${columns} columns, ${entries} entries`,
  lead: (kind, terms, samples, biased) => {
    const leads = {
      sum: `is the sum of ${plural(terms, "product")}`,
      reaches: `goes into ${plural(terms, "sum")}`,
      meets: `takes part in ${plural(terms, "product")}`,
      added: `is added to ${plural(terms, "output")}`,
      gathers: `is the sum of ${plural(terms, "gradient")}`,
    };
    return `${leads[kind]}${biased ? " and the bias" : ""}${samples > 1 ? ` over ${samples} samples` : ""}`;
  },
  noTap: "no tap joins this input and this output",
  more: (terms) => `and ${terms} more`,
  overHues: "over each hue of K",
  regions: { grids: "Grids", formula: "Formula", size: "Output size", animation: "Animation" },
  player: {
    back: "back",
    step: "step",
    stepBack: "Step back",
    stepForward: "Step forward",
    play: "play",
    pause: "pause",
  },
  walks: { output: "Output", input: "Input", weight: "Weight", row: "Row", column: "Column" },
  stepOf: (step, steps) => `${step} of ${steps}`,
  spokenStep: (step, steps) => `step ${step} of ${steps}`,
  speed: (perSecond) => `Speed ${perSecond} per second`,
  newValue: "New value",
};
