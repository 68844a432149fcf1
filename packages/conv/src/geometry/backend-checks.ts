// What PyTorch's routines check after the front door: empty axes, kernel and dilation, output padding, dtypes.
import type { DType } from "@toeplitz/tensor";
import { filled } from "./nearest.ts";
import { list, named, nameOf, refusal, times } from "./refusal.ts";

/** PyTorch runs one spatial axis as two, the first of size 1, and its later messages say so. */
export function asTwoAxes(numbers: readonly number[], missing: number): number[] {
  return numbers.length === 1 ? [missing, ...numbers] : [...numbers];
}

/** Only batch and channels may be empty. `input` is batched, and as messages show it. */
export function checkEmptyAxes(api: string, given: readonly number[], input: readonly number[]): void {
  if (input[0] === 0 || input[1] === 0 || input.every((size) => size > 0)) return;
  const shape = [...input.slice(0, 2), ...asTwoAxes(input.slice(2), 1)];
  throw refusal(api, `Only zero batch or zero channel inputs are supported, but got input shape: ${list(shape)}`, {
    code: "shape",
    argument: "input",
    value: given,
    rule: "have at least one element along each spatial axis",
    legal: [filled(given, input.length - 2)],
  });
}

/** Kernel and dilation of a convolution. PyTorch looks at them only where there is something to compute; we always do. */
export function checkKernel(api: string, weight: readonly number[], dilation: readonly number[]): void {
  const kernel = weight.slice(2);
  const shown = asTwoAxes(kernel, 1);
  const dilated = dilation.some((step) => step !== 1);
  if (kernel.some((size) => size === 0)) {
    const sizes = dilated
      ? ` ${list(shown)}`
      : shown.length === 3
        ? `: ${times(shown)} (TxHxW)`
        : ` ${named("kernel", shown)}`;
    throw refusal(api, `kernel size should be greater than zero, but got${sizes}`, emptyKernel(weight));
  }
  if (dilation.some((step) => step <= 0)) {
    throw refusal(
      api,
      `dilation should be greater than zero, but got ${list(asTwoAxes(dilation, 1))}`,
      smallDilation(dilation),
    );
  }
}

/** What a transposed convolution checks, in the order of its rank. */
export function checkTransposedKernel(
  api: string,
  input: readonly number[],
  weight: readonly number[],
  groups: number,
  on: {
    readonly spatial: readonly number[];
    readonly output: readonly number[];
    readonly kernel: readonly number[];
    readonly stride: readonly number[];
    readonly dilation: readonly number[];
    readonly outputPadding: readonly number[];
  },
): void {
  const [stride, dilation, outputPadding] = [
    asTwoAxes(on.stride, 1),
    asTwoAxes(on.dilation, 1),
    asTwoAxes(on.outputPadding, 0),
  ];
  const kernel = asTwoAxes(on.kernel, 1);
  if (kernel.length === 2 && kernel.some((size) => size === 0)) {
    throw refusal(
      api,
      `kernel size should be greater than zero, but got ${named("kernel", kernel)}`,
      emptyKernel(weight),
    );
  }
  if (dilation.some((step) => step <= 0)) {
    throw refusal(
      api,
      `dilation should be greater than zero, but got ${named("dilation", dilation, ", ")}`,
      smallDilation(on.dilation),
    );
  }
  if (outputPadding.some((size, i) => size >= stride[i]! && size >= dilation[i]!)) {
    throw refusal(
      api,
      "output padding must be smaller than either stride or dilation, but got " +
        `${named("output_padding", outputPadding)} ${named("stride", stride)} ${named("dilation", dilation)}`,
      {
        argument: "outputPadding",
        value: on.outputPadding,
        rule: "be smaller than the stride or the dilation of its axis",
        legal: [on.outputPadding.map((size, i) => Math.min(size, Math.max(on.stride[i]!, on.dilation[i]!) - 1))],
      },
    );
  }
  const shown = [weight[0]! / groups, weight[1]!, ...kernel];
  if (shown.some((size) => size === 0)) {
    const sentence =
      kernel.length === 3
        ? "non-empty 5D (n_output_plane x n_input_plane x kernel_depth x kernel_height x kernel_width) tensor expected " +
          `for weight, but got: ${list(shown)}`
        : `non-empty 2D or 4D weight tensor expected, but got: ${list(shown)}`;
    throw refusal(api, sentence, { code: "shape", argument: "weight", value: weight, rule: "have elements" });
  }
  const output = asTwoAxes(on.output, 1);
  if (output.some((size) => size < 1)) {
    throw refusal(
      api,
      `Given input size per channel: (${times(asTwoAxes(on.spatial, 1))}). Calculated output size per channel: ` +
        `(${times(output)}). Output size is too small`,
      {
        code: "shape",
        argument: "input",
        value: input,
        rule: "give an output of at least one element per axis",
        legal: [[...input.slice(0, -on.spatial.length), ...leastSizes(on)]],
      },
    );
  }
}

/** Sizes from which an output has an element along each axis. */
function leastSizes({
  spatial,
  output,
  stride,
}: Readonly<Record<"spatial" | "output" | "stride", readonly number[]>>): number[] {
  return spatial.map((size, i) => size + Math.ceil(Math.max(0, 1 - output[i]!) / stride[i]!));
}

function emptyKernel(weight: readonly number[]) {
  return {
    code: "shape",
    argument: "weight",
    value: weight,
    rule: "have at least one element along each spatial axis",
    legal: [filled(weight, weight.length - 2)],
  };
}

function smallDilation(dilation: readonly number[]) {
  return { argument: "dilation", value: dilation, rule: "be at least 1", legal: [1] };
}

/**
 * Dtypes of all operands must agree, and be among those that PyTorch's routine for this case serves. `whole` says that the
 * kernel covers one element at a time, of all channels, without padding or steps.
 */
export function checkDTypes(
  api: string,
  transposed: boolean,
  kernel: readonly number[],
  dilation: readonly number[],
  whole: boolean,
  input: DType,
  weight: DType,
  bias: DType | undefined,
): void {
  const dilated = dilation.some((step) => step !== 1);
  const small = input === "int32" || input === "uint8";
  const deep = kernel.length === 3;
  if (input === "bool" || (small && (transposed || dilated))) {
    let routine = "slow_conv2d_cpu";
    if (transposed) routine = `slow_conv_transpose${deep ? 3 : 2}d_out_cpu`;
    else if (dilated) routine = "slow_conv_dilated<>";
    else if (deep) routine = whole ? "slow_conv3d_cpu" : "compute_columns3d";
    throw refusal(api, `"${routine}" not implemented for '${nameOf[input].scalar}'`, {
      code: "dtype",
      argument: "input",
      value: input,
      rule: "be float32, float64 or int64",
      legal: ["float32", "float64", "int64"],
    });
  }
  for (const [argument, dtype] of [["weight", weight] as const, ["bias", bias] as const]) {
    if (dtype === undefined || dtype === input) continue;
    throw refusal(api, `expected scalar type ${nameOf[input].scalar} but found ${nameOf[dtype].scalar}`, {
      code: "dtype",
      argument,
      value: dtype,
      rule: `be ${input}, as the input is`,
      legal: [input],
    });
  }
}
