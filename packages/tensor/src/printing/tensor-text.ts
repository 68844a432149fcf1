// A tensor as text, character by character as PyTorch prints it.
import { category, type DType } from "../dtype.ts";
import { numelOf, type Shape } from "../shape.ts";
import { type Formatter, formatterFor } from "./formatter.ts";
import { getPrintOptions, type PrintOptions } from "./print-options.ts";

/** What printing needs to know of a tensor. */
export interface PrintedTensor {
  readonly shape: Shape;
  readonly dtype: DType;
  /** The element at a row-major index. Called only for elements that are shown, each once. Bools may be numbers. */
  readonly values: (flatIndex: number) => number | bigint;
  readonly requiresGrad?: boolean;
  /** Name of the op that a gradient would flow into, for example `ConvolutionBackward0`. */
  readonly gradFnName?: string | undefined;
}

const prefix = "tensor(";

/**
 * The tensor as `str(tensor)` gives it in Python: `tensor([[1., 2.]], requires_grad=True)`.
 * Follows {@link getPrintOptions}. Mirrors `torch.Tensor.__repr__`; checked against 1.13.1, whose rules are 2.x's but for
 * `edgeitems: 0`, where 1.13 fails and 2.x, like this, shows an ellipsis alone.
 */
export function tensorText(tensor: PrintedTensor): string {
  const options = getPrintOptions();
  const numel = numelOf(tensor.shape);
  const content = numel === 0 ? "[]" : contentText(tensor, numel > options.threshold, options);
  const suffixes: string[] = [];
  if (numel === 0 && tensor.shape.length !== 1) suffixes.push(`size=(${tensor.shape.join(", ")})`);
  if (!isImplied(tensor.dtype, numel === 0)) suffixes.push(`dtype=torch.${tensor.dtype}`);
  if (tensor.gradFnName !== undefined) suffixes.push(`grad_fn=<${tensor.gradFnName}>`);
  else if (tensor.requiresGrad) suffixes.push("requires_grad=True");
  return withSuffixes(prefix + content, suffixes, options.linewidth);
}

/** Whether a reader knows the type from the elements. Without elements only the default type goes without saying. */
function isImplied(dtype: DType, empty: boolean): boolean {
  return dtype === "float32" || (!empty && (dtype === "int64" || category(dtype) === 0));
}

/** Suffixes go on the last line as long as they fit (PyTorch counts two characters too many there), else on their own. */
function withSuffixes(text: string, suffixes: readonly string[], linewidth: number): string {
  let out = text;
  let lineLength = text.length - text.lastIndexOf("\n") + 1;
  for (const suffix of suffixes) {
    if (lineLength + suffix.length + 2 > linewidth) {
      out += `,\n${" ".repeat(prefix.length)}${suffix}`;
      lineLength = prefix.length + suffix.length;
    } else {
      out += `, ${suffix}`;
      lineLength += suffix.length + 2;
    }
  }
  return `${out})`;
}

/** A run of indices along one axis, with a gap where a summary leaves elements out. */
type Positions = readonly (number | "gap")[];

function positions(size: number, summarize: boolean, edge: number): Positions {
  if (!summarize || size <= 2 * edge) return Array.from({ length: size }, (_, i) => i);
  const head = Array.from({ length: edge }, (_, i) => i);
  return [...head, "gap", ...head.map((i) => size - edge + i)];
}

function contentText({ shape, dtype, values }: PrintedTensor, summarize: boolean, options: PrintOptions): string {
  const axes = shape.map((size) => positions(size, summarize, options.edgeitems));
  const shown: (number | bigint)[] = [];
  const collect = (axis: number, base: number): void => {
    if (axis === shape.length) {
      shown.push(values(base));
      return;
    }
    for (const at of axes[axis]!) if (at !== "gap") collect(axis + 1, base * shape[axis]! + at);
  };
  collect(0, 0);
  const formatter = formatterFor(dtype, shown, options);
  if (shape.length === 0) return formatter.format(shown[0]!);
  let taken = 0;
  return nested(axes, 0, prefix.length, formatter, options.linewidth, () => shown[taken++]!);
}

function nested(
  axes: readonly Positions[],
  axis: number,
  indent: number,
  formatter: Formatter,
  linewidth: number,
  take: () => number | bigint,
): string {
  const newLine = (lines: number) => `,${"\n".repeat(lines)}${" ".repeat(indent + 1)}`;
  const left = axes.length - axis;
  if (left === 1) {
    const gap = axes[axis]!.length === 1 ? "..." : " ...";
    const cells = axes[axis]!.map((at) => (at === "gap" ? gap : formatter.format(take())));
    const perLine = Math.max(1, Math.floor((linewidth - indent) / (formatter.width + 2)));
    const lines: string[] = [];
    for (let i = 0; i < cells.length; i += perLine) lines.push(cells.slice(i, i + perLine).join(", "));
    return `[${lines.join(newLine(1))}]`;
  }
  const parts = axes[axis]!.map((at) =>
    at === "gap" ? "..." : nested(axes, axis + 1, indent + 1, formatter, linewidth, take),
  );
  return `[${parts.join(newLine(left - 1))}]`;
}
