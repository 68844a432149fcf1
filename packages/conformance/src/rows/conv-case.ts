// One convolution as plain data: what rows, figures and presets share, and how it reads in TypeScript and in Python.
import type { Recipe, Value } from "./recipe.ts";

export type PerAxis = number | readonly number[];
export type ConvPadding = PerAxis | "same" | "valid";
export type ConvPaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** Options by the library's names; what is absent has its default. */
export interface ConvCaseOptions {
  readonly stride?: PerAxis;
  readonly padding?: ConvPadding;
  readonly dilation?: PerAxis;
  readonly groups?: number;
  readonly outputPadding?: PerAxis;
  readonly paddingMode?: ConvPaddingMode;
}

/** A convolution, or a transposed one, of one to three dimensions. */
export interface ConvCase {
  readonly id: string;
  readonly rank: 1 | 2 | 3;
  readonly transposed: boolean;
  /** `[N, C, ...sizes]`, or without N. */
  readonly input: Recipe;
  /** `[O, C / groups, ...kernel]`, transposed `[C, O / groups, ...kernel]`. */
  readonly weight: Recipe;
  readonly bias: Recipe | null;
  readonly options: ConvCaseOptions;
}

export type ConvFunctionName = `conv${1 | 2 | 3}d` | `convTranspose${1 | 2 | 3}d`;

export const convFunctionName = ({ transposed, rank }: Pick<ConvCase, "transposed" | "rank">): ConvFunctionName =>
  transposed ? `convTranspose${rank}d` : `conv${rank}d`;

/** A number or list as one value per axis. */
export const perAxis = (value: PerAxis | undefined, rank: number, missing: number): readonly number[] =>
  typeof value === "object" ? value : new Array<number>(rank).fill(value ?? missing);

/** What is added before and after each axis. */
export function paddingOf({
  rank,
  weight,
  options,
}: Pick<ConvCase, "rank" | "weight" | "options">): readonly (readonly [number, number])[] {
  const { padding = 0 } = options;
  if (padding === "valid") return new Array(rank).fill([0, 0]);
  if (padding !== "same") return perAxis(padding, rank, 0).map((p) => [p, p]);
  const dilation = perAxis(options.dilation, rank, 1);
  return weight.shape.slice(-rank).map((k, axis) => {
    const total = dilation[axis]! * (k - 1);
    return [Math.floor(total / 2), total - Math.floor(total / 2)];
  });
}

/** The call in TypeScript, on `x`, `w` and `b`. */
export function convLine(conv: ConvCase): string {
  const options = Object.entries({ ...(conv.bias === null ? {} : { bias: "b" }), ...conv.options });
  const shown = options.map(([name, value]) => (value === "b" ? "bias: b" : `${name}: ${JSON.stringify(value)}`));
  return `${convFunctionName(conv)}(x, w${shown.length === 0 ? "" : `, { ${shown.join(", ")} }`})`;
}

/** The same call in PyTorch, whose functions leave padding modes to the caller. */
export function convTorchLine(conv: ConvCase): string {
  const { transposed, rank, bias, options } = conv;
  const { paddingMode = "zeros", ...rest } = options;
  const padFirst = paddingMode !== "zeros";
  const names = {
    stride: "stride",
    padding: "padding",
    dilation: "dilation",
    groups: "groups",
    outputPadding: "output_padding",
  };
  const named = Object.entries(rest)
    .filter(([name]) => !(padFirst && name === "padding"))
    .map(([name, value]) => `, ${names[name as keyof typeof names]}=${JSON.stringify(value)}`);
  // F.pad lists the last axis first.
  const sides = [...paddingOf(conv)].reverse().flat();
  // It wants a batch axis to pad circularly; the modules have the same gap, the library has not.
  const unbatched = paddingMode === "circular" && conv.input.shape.length === rank + 1;
  const padded = `F.pad(${unbatched ? "x[None]" : "x"}, ${JSON.stringify(sides)}, mode=${JSON.stringify(paddingMode)})${unbatched ? "[0]" : ""}`;
  const x = padFirst ? padded : "x";
  return `F.conv${transposed ? "_transpose" : ""}${rank}d(${x}, w${bias === null ? "" : ", b"}${named.join("")})`;
}

/** A name that says everything: `conv2d/2x4x6x5 w4x2x3x3 s2 p1,0 g2 bias`. */
export function convId(conv: Omit<ConvCase, "id">): string {
  const list = (value: unknown) => (Array.isArray(value) ? value.join() : String(value));
  const { options, input, weight, bias } = conv;
  const short = { stride: "s", padding: "p", dilation: "d", groups: "g", outputPadding: "op", paddingMode: "" };
  const parts = [input.shape.join("x"), `w${weight.shape.join("x")}`];
  for (const [name, value] of Object.entries(options)) {
    parts.push(typeof value === "string" ? value : `${short[name as keyof typeof short]}${list(value)}`);
  }
  if (bias !== null) parts.push("bias");
  if (input.shape.length === conv.rank + 1) parts.push("unbatched");
  if (input.dtype !== "float32") parts.push(input.dtype);
  if (input.fill !== "quarters") parts.push(input.fill);
  if (input.layout !== "contiguous") parts.push(`x:${input.layout}`);
  if (weight.layout !== "contiguous") parts.push(`w:${weight.layout}`);
  return `${convFunctionName(conv)}/${parts.join(" ")}`;
}

/** Values of a listed kernel or image, row by row. */
export const listed = (rows: readonly (readonly Value[])[]): readonly Value[] => rows.flat();
