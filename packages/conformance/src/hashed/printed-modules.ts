// Modules to print: every kind with its options drawn, and sequences nested and named.
import { type Dice, dice } from "../drawn/dice.ts";
import { type Api, type Row, row } from "../rows/row.ts";

type Module = InstanceType<Api["nn"]["Module"]>;

/** A module in both languages. */
interface Description {
  readonly python: string;
  readonly make: (t: Api) => Module;
}

type Argument = number | string | boolean | null | readonly (number | null)[];
type Options = Readonly<Record<string, Argument | undefined>>;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function pythonValue(name: string, value: Argument): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (name === "dtype") return `torch.${value}`;
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "number") return String(value);
  return `(${value.map((entry) => (entry === null ? "None" : String(entry))).join(", ")},)`;
}

/** `nn.Conv2d(4, 6, (3, 2,), padding='same')`, whose options TypeScript takes as an object. */
function described(kind: string, args: readonly Argument[], options: Options = {}): Description {
  const given = Object.entries(options).filter((entry): entry is [string, Argument] => entry[1] !== undefined);
  const python = [
    ...args.map((value) => pythonValue("", value)),
    ...given.map(([name, value]) => `${snake(name)}=${pythonValue(name, value)}`),
  ].join(", ");
  return {
    python: `nn.${kind}(${python})`,
    make(t) {
      const made = t.nn[kind as "Identity"] as unknown as new (...all: unknown[]) => Module;
      return new made(...args, ...(given.length === 0 ? [] : [Object.fromEntries(given)]));
    },
  };
}

/** One number, or one for each axis. */
const sizes = (d: Dice, rank: number, least: number, most: number): Argument =>
  d.chance(0.5) ? d.whole(least, most) : Array.from({ length: rank }, () => d.whole(least, most));

const sometimes = <T>(d: Dice, value: () => T): T | undefined => (d.chance(0.4) ? value() : undefined);

function convolution(d: Dice): Description {
  const rank = d.whole(1, 3);
  const transposed = d.chance(0.4);
  const word = transposed ? undefined : sometimes(d, () => d.pick(["same", "valid"]));
  const shared: Options = {
    stride: word === "same" ? undefined : sometimes(d, () => sizes(d, rank, 1, 3)),
    padding: word ?? sometimes(d, () => sizes(d, rank, 0, 2)),
    outputPadding: transposed ? sometimes(d, () => sizes(d, rank, 0, 1)) : undefined,
    groups: sometimes(d, () => d.pick([1, 2])),
    bias: sometimes(d, () => d.chance(0.3)),
    dilation: sometimes(d, () => sizes(d, rank, 1, 3)),
    paddingMode: transposed ? undefined : sometimes(d, () => d.pick(["zeros", "reflect", "replicate", "circular"])),
    dtype: d.chance(0.1) ? "float64" : undefined,
  };
  return described(`Conv${transposed ? "Transpose" : ""}${rank}d`, [4, 6, sizes(d, rank, 1, 5)], shared);
}

function pooling(d: Dice): Description {
  const rank = d.whole(1, 3);
  const stride = sometimes(d, () => d.pick([null, sizes(d, rank, 1, 3)]));
  const padding = sometimes(d, () => sizes(d, rank, 0, 2));
  const ceilMode = sometimes(d, () => d.chance(0.5));
  const returnIndices = sometimes(d, () => d.chance(0.5));
  const wanted = (): Argument => {
    if (rank === 1 || d.chance(0.4)) return d.whole(1, 9);
    return Array.from({ length: rank }, () => (d.chance(0.3) ? null : d.whole(1, 9)));
  };
  return d.pick([
    () => {
      const dilation = sometimes(d, () => sizes(d, rank, 1, 3));
      return described(`MaxPool${rank}d`, [sizes(d, rank, 1, 5)], {
        stride,
        padding,
        dilation,
        returnIndices,
        ceilMode,
      });
    },
    () => {
      const countIncludePad = sometimes(d, () => d.chance(0.5));
      const divisorOverride = rank === 1 ? undefined : sometimes(d, () => d.whole(1, 5));
      return described(`AvgPool${rank}d`, [sizes(d, rank, 1, 5)], {
        stride,
        padding,
        ceilMode,
        countIncludePad,
        divisorOverride,
      });
    },
    () => described(`AdaptiveAvgPool${rank}d`, [wanted()]),
    () => described(`AdaptiveMaxPool${rank}d`, [wanted()], { returnIndices }),
  ])();
}

function small(d: Dice): Description {
  return d.pick([
    () => described("ReLU", [], { inplace: sometimes(d, () => d.chance(0.5)) }),
    () => described("Identity", []),
    () =>
      described("Flatten", [], {
        startDim: sometimes(d, () => d.whole(0, 2)),
        endDim: sometimes(d, () => d.whole(-2, 3)),
      }),
    () =>
      described(d.pick(["Dropout", "Dropout1d", "Dropout2d", "Dropout3d"]), [], {
        p: sometimes(d, () => d.pick([0, 0.1, 0.25, 1e-5, 0.30000000000000004, 1])),
        inplace: sometimes(d, () => d.chance(0.5)),
      }),
  ])();
}

const names = ["conv", "norm", "block", "a", "b_1", "head", "x", "10", "Last"];

function sequence(d: Dice, depth: number): Description {
  const inside = Array.from({ length: d.whole(0, 4) }, () =>
    depth > 0 && d.chance(0.4) ? sequence(d, depth - 1) : alone(d),
  );
  // Names that are numbers have no place in a plain object, so a Map it is.
  if (d.chance(0.4)) {
    const start = d.whole(0, names.length - 1);
    const named = inside.map((module, i) => [names[(start + i) % names.length]!, module] as const);
    const pairs = named.map(([name, { python }]) => `('${name}', ${python})`).join(", ");
    return {
      python: `nn.Sequential(OrderedDict([${pairs}]))`,
      make: (t) => new t.nn.Sequential(new Map(named.map(([name, { make }]) => [name, make(t) as never]))),
    };
  }
  return {
    python: `nn.Sequential(${inside.map(({ python }) => python).join(", ")})`,
    make: (t) => new t.nn.Sequential(...inside.map(({ make }) => make(t) as never)),
  };
}

const alone = (d: Dice): Description => d.pick([convolution, pooling, small])(d);

function printed(index: number): Row {
  const d = dice(0x6d6f6475, index);
  const { python, make } = index % 3 === 0 ? sequence(d, 3) : d.pick([convolution, convolution, pooling, small])(d);
  return row({
    id: `${index} ${python}`,
    torch: `from collections import OrderedDict\nstr(${python})`,
    run: (t) => String(make(t)),
    line: `String(${python})`,
    grad: false,
  });
}

export const printedModuleRows: readonly Row[] = Array.from({ length: 600 }, (_, index) => printed(index));
