// The Shapes view's state, and how a link spells it.
import type { SizeStep, StackLayer, StepLimits } from "@toeplitz/figures";
import type { LinkQuery } from "@toeplitz/widgets";

export interface Shapes {
  readonly transposed: boolean;
  readonly from: number;
  readonly to: number;
  /** The largest values that are tried. */
  readonly most: StepLimits;
  /** The step that was chosen; where it does not lead there any more, the first one counts. */
  readonly chosen: SizeStep | null;
  /** Size of the stack's input. */
  readonly input: number;
  readonly stack: readonly StackLayer[];
}

export const shapeLimits = {
  size: [1, 512],
  input: [1, 256],
  kernel: [1, 11],
  stride: [1, 8],
  dilation: [1, 6],
  padding: [0, 32],
  layers: [0, 8],
} as const;

const layer = (kernel: number, stride: number): StackLayer => ({
  kernel,
  stride,
  padding: (kernel - 1) / 2,
  dilation: 1,
});

export const firstShapes: Shapes = {
  transposed: false,
  from: 28,
  to: 14,
  most: { kernel: 5, stride: 3, dilation: 2 },
  chosen: null,
  input: 28,
  stack: [layer(3, 1), layer(3, 2), layer(3, 1)],
};

export function writeShapes(query: URLSearchParams, shapes: Shapes): void {
  const { transposed, from, to, most, chosen, input, stack } = shapes;
  query.set("op", transposed ? "transposed" : "conv");
  query.set("from", String(from));
  query.set("to", String(to));
  query.set("most", [most.kernel, most.stride, most.dilation].join("."));
  if (chosen !== null) query.set("step", [...numbersOf(chosen), chosen.outputPadding].join("."));
  query.set("input", String(input));
  query.set("stack", stack.map((each) => numbersOf(each).join(".")).join("_"));
}

export function readShapes(query: LinkQuery): Shapes {
  const { size, input, kernel, stride, dilation, padding } = shapeLimits;
  const whole = (name: string, limits: readonly [number, number], absent: number) =>
    query.read(name, (text) => numbers(text, [limits]))?.[0] ?? absent;
  const directions = ["conv", "transposed"];
  const transposed = query.read("op", (text) => directions.find((name) => name === text) ?? null) === "transposed";
  const most = query.read("most", (text) => numbers(text, [kernel, stride, dilation]));
  const each = [kernel, stride, padding, dilation] as const;
  const step = query.read("step", (text) => numbers(text, [...each, [0, stride[1]]]));
  const stack = query.read("stack", (text) => {
    const found = text === "" ? [] : text.split("_").map((part) => numbers(part, each));
    const usable = found.flatMap((part) => (part === null ? [] : [layerOf(part)]));
    return usable.length === found.length && found.length <= shapeLimits.layers[1] ? usable : null;
  });
  return {
    transposed,
    from: whole("from", size, firstShapes.from),
    to: whole("to", size, firstShapes.to),
    most: most === null ? firstShapes.most : { kernel: most[0]!, stride: most[1]!, dilation: most[2]! },
    chosen: step === null ? null : { transposed, ...layerOf(step), outputPadding: step[4]! },
    input: whole("input", input, firstShapes.input),
    stack: stack ?? firstShapes.stack,
  };
}

const numbersOf = ({ kernel, stride, padding, dilation }: StackLayer) => [kernel, stride, padding, dilation];

const layerOf = ([kernel, stride, padding, dilation]: readonly number[]): StackLayer => ({
  kernel: kernel!,
  stride: stride!,
  padding: padding!,
  dilation: dilation!,
});

/** Whole numbers with points between them, as many as there are limits and each within its own; null for anything else. */
function numbers(text: string, limits: readonly (readonly [number, number])[]): number[] | null {
  const parts = text.split(".");
  const values = parts.map(Number);
  const usable = parts.every((part, i) => {
    const [least, most] = limits[i] ?? [1, 0];
    return /^\d{1,4}$/.test(part) && values[i]! >= least && values[i]! <= most;
  });
  return usable && parts.length === limits.length ? values : null;
}
