// Which pairs of values of two axes have occurred, of those that are possible at all.
import { type Config, choices } from "./config.ts";

type Value = string | number;

/** A dimension in which configurations differ. A configuration without the axis has no value there. */
interface Axis {
  readonly name: string;
  readonly values: readonly Value[];
  readonly of: (c: Config) => Value | undefined;
}

const functionOf = ({ transposed, rank }: Config) => `conv${transposed ? "Transpose" : ""}${rank}d`;
const axisNames = ["W", "H", "D"] as const;

/** The same list for each spatial axis, counted from the last. */
function spatial(
  name: string,
  values: readonly (readonly number[])[],
  of: (c: Config) => readonly number[],
  applies: (c: Config) => boolean = () => true,
): Axis[] {
  return axisNames.map((letter, fromLast) => ({
    name: `${name} ${letter}`,
    values: values[Math.min(fromLast, values.length - 1)]!,
    of: (c) => (applies(c) ? of(c)[c.rank - 1 - fromLast] : undefined),
  }));
}

const remainders = [0, 1, 2, 3];

const axes: readonly Axis[] = [
  {
    name: "function",
    values: ["conv1d", "conv2d", "conv3d", "convTranspose1d", "convTranspose2d", "convTranspose3d"],
    of: functionOf,
  },
  { name: "batch", values: choices.batch, of: (c) => c.batch },
  { name: "groups", values: choices.groups, of: (c) => c.groups },
  { name: "wide channels", values: choices.channels, of: (c) => c.widePerGroup },
  { name: "narrow channels", values: choices.channels, of: (c) => c.narrowPerGroup },
  ...spatial("kernel", [choices.kernel, choices.kernel, choices.kernelDepth], (c) => c.kernel),
  ...spatial("stride", [choices.stride], (c) => c.stride),
  ...spatial("dilation", [choices.dilation], (c) => c.dilation),
  { name: "padding", values: choices.paddingKind, of: (c) => c.paddingKind },
  ...spatial(
    "padding",
    [choices.padding],
    (c) => c.padding,
    (c) => c.paddingKind === "numbers",
  ),
  { name: "padding mode", values: choices.paddingMode, of: (c) => c.paddingMode },
  ...spatial(
    "output padding",
    [choices.outputPadding],
    (c) => c.outputPadding,
    (c) => c.transposed,
  ),
  ...spatial("narrow", [choices.width, choices.height, choices.depth], (c) => c.narrow),
  ...spatial("wide mod 4", [remainders], (c) => c.wide.map((size) => size % 4)),
  { name: "bias", values: ["no", "yes"], of: (c) => (c.bias ? "yes" : "no") },
  { name: "activation", values: choices.activation, of: (c) => c.activation },
  { name: "input layout", values: choices.layout, of: (c) => c.inputLayout },
  { name: "weight layout", values: choices.layout, of: (c) => c.weightLayout },
];

type Side = readonly [axis: RegExp, value: RegExp];

/** What cannot be together: every pair with a value of each side, and why. */
const impossible: readonly (readonly [Side, Side, why: string])[] = [
  [[/^function$/, /1d/], [/ [HD]$/, /./], "a line has one axis"],
  [[/^function$/, /2d/], [/ D$/, /./], "a plane has two"],
  [[/^function$/, /Transpose/], [/^padding$/, /same|valid/], "transposed convolutions take numbers"],
  [[/^function$/, /Transpose/], [/^padding mode$/, /reflect|replicate|circular/], "they pad with zeros"],
  [[/^function$/, /^conv\d/], [/^output padding/, /./], "convolutions have none"],
  [
    [/^padding$/, /same|valid/],
    [/^output padding/, /./],
    "of a transposed convolution the one, of a convolution the other",
  ],
  [[/^padding mode$/, /reflect|replicate|circular/], [/^output padding/, /./], "likewise"],
  [[/^padding$/, /same/], [/^stride/, /[23]/], "PyTorch refuses it"],
  [[/^padding$/, /same|valid|absent/], [/^padding [WHD]/, /./], "no number is written"],
];

/** Whether a configuration could have both values; asked of names and values in either order. */
function possible(a: Axis, x: Value, b: Axis, y: Value): boolean {
  const is = ([axis, value]: Side, named: Axis, v: Value) => axis.test(named.name) && value.test(String(v));
  return !impossible.some(([one, other]) => (is(one, a, x) && is(other, b, y)) || (is(one, b, y) && is(other, a, x)));
}

/** Counts pairs. */
export class Pairs {
  readonly #counts = axes.map((a, i) =>
    axes.slice(0, i).map((b) => new Uint32Array(a.values.length * b.values.length)),
  );
  readonly #indices = axes.map(({ values }) => new Map(values.map((value, i) => [value, i])));

  add(c: Config): void {
    const at = axes.map(({ of }, i) => {
      const value = of(c);
      return value === undefined ? -1 : (this.#indices[i]!.get(value) ?? -1);
    });
    for (let i = 1; i < at.length; i++) {
      if (at[i]! < 0) continue;
      for (let j = 0; j < i; j++) if (at[j]! >= 0) this.#counts[i]![j]![at[i]! * axes[j]!.values.length + at[j]!]! += 1;
    }
  }

  /** How many pairs are possible, how often the rarest has occurred, which never have, and which have that are not possible. */
  summary(): { possible: number; rarest: number; missing: string[]; unexpected: string[] } {
    const found = {
      possible: 0,
      rarest: Number.POSITIVE_INFINITY,
      missing: [] as string[],
      unexpected: [] as string[],
    };
    for (const [i, a] of axes.entries()) {
      for (const [j, b] of axes.slice(0, i).entries()) {
        for (const [k, x] of a.values.entries()) {
          for (const [l, y] of b.values.entries()) {
            const count = this.#counts[i]![j]![k * b.values.length + l]!;
            const text = `${a.name} ${x}, ${b.name} ${y}`;
            if (!possible(a, x, b, y)) {
              if (count > 0) found.unexpected.push(text);
              continue;
            }
            found.possible += 1;
            found.rarest = Math.min(found.rarest, count);
            if (count === 0) found.missing.push(text);
          }
        }
      }
    }
    return found;
  }
}
