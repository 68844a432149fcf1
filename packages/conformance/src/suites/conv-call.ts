// Runs a convolution case, and its partner: the transposed convolution on the same weight, or the other way round.
import type { Tensor } from "@toeplitz/tensor";
import { type Api, type ConvCase, called, convFunctionName, paddingOf, perAxis } from "../rows/index.ts";
import { make } from "./inputs.ts";

/** A case's tensors. */
export interface ConvInputs {
  readonly x: Tensor;
  readonly w: Tensor;
  readonly b: Tensor | null;
}

export function convInputs(t: Api, { input, weight, bias }: ConvCase): ConvInputs {
  return { x: make(t, input), w: make(t, weight), b: bias === null ? null : make(t, bias) };
}

/** The functional call of a case. */
export function callConv(t: Api, conv: ConvCase, { x, w, b }: ConvInputs): Tensor {
  return called(t, convFunctionName(conv))(x, w, b === null ? conv.options : { ...conv.options, bias: b });
}

/**
 * Whether the partner function can say the same geometry: zeros for a border, as many before as after. An outputPadding that
 * dilation alone allows leads to a size at which the convolution has more outputs than there were. Neither library transposes int32.
 */
export function hasPartner(conv: ConvCase): boolean {
  const { rank, weight, options } = conv;
  const stride = perAxis(options.stride, rank, 1);
  return (
    weight.dtype !== "int32" &&
    (options.paddingMode ?? "zeros") === "zeros" &&
    paddingOf(conv).every(([before, after]) => before === after) &&
    perAxis(options.outputPadding, rank, 0).every((extra, axis) => extra < stride[axis]!)
  );
}

/**
 * The transpose of a case's linear map, by the partner function: from the output's side back to `inputSizes`.
 *
 * A convolution drops what its stride does not reach, so the way back says with outputPadding how much that was.
 */
export function callPartner(t: Api, conv: ConvCase, y: Tensor, w: Tensor, inputSizes: readonly number[]): Tensor {
  const { rank, transposed, options } = conv;
  const padding = paddingOf(conv).map(([before]) => before);
  const { stride, dilation, groups } = options;
  const shared = {
    padding,
    ...(stride === undefined ? {} : { stride }),
    ...(dilation === undefined ? {} : { dilation }),
    ...(groups === undefined ? {} : { groups }),
  };
  const name = convFunctionName({ rank, transposed: !transposed });
  if (transposed) return t[name](y, w, shared);
  const kernel = w.shape.slice(-rank);
  const outputPadding = inputSizes.map((size, axis) => {
    const reach = perAxis(dilation, rank, 1)[axis]! * (kernel[axis]! - 1) + 1;
    return (size + 2 * padding[axis]! - reach) % perAxis(stride, rank, 1)[axis]!;
  });
  return t[name](y, w, { ...shared, outputPadding });
}
