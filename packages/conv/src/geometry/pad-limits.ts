// How far each padding mode may reach, in the words of PyTorch's pad.
import type { PaddingMode } from "./conv-geometry.ts";
import type { Sized } from "./read-options.ts";
import { list, nameOf, refusal } from "./refusal.ts";

/**
 * Checks that an input can be padded in a mode other than zeros: reflect needs less padding than elements, circular at most as
 * much, replicate needs one element.
 */
export function checkPadLimits(
  api: string,
  mode: PaddingMode,
  input: Sized,
  before: readonly number[],
  after: readonly number[],
): void {
  const axes = before.length;
  const lead = input.shape.length - axes;
  const spatial = input.shape.slice(lead);
  if (mode === "circular") {
    if (spatial.every((size, i) => before[i]! <= size && after[i]! <= size)) return;
    throw refusal(api, "Padding value causes wrapping around more than once.", {
      argument: "padding",
      value: [before, after],
      rule: "be at most the input's size on each axis",
      legal: [spatial.map((size, i) => Math.min(size, Math.max(before[i]!, after[i]!)))],
    });
  }
  // PyTorch's reflection of lines and planes takes the channels of an input without a batch axis for its batch.
  const filled = mode === "reflect" && axes < 3 && lead === 1 ? spatial : input.shape.slice(lead - 1);
  if (filled.some((size) => size === 0)) {
    const ranks = `${axes + 1}D or ${axes + 2}D (batch mode) tensor`;
    const sentence =
      mode === "reflect" && axes < 3
        ? `${ranks} expected for input, but got: [ ${input.dtype === "bool" ? "CPUBoolType" : `torch.${nameOf[input.dtype].scalar}Tensor`}{${input.shape.join(",")}} ]`
        : `Expected ${ranks} with possibly 0 batch size and other non-zero dimensions for input, but got: ` +
          list(input.shape);
    throw refusal(api, sentence, {
      code: "shape",
      argument: "input",
      value: input.shape,
      rule: "have elements along channels and space",
    });
  }
  if (mode === "reflect") checkReflection(api, input.shape, before, after);
  if (input.dtype !== "float32" && input.dtype !== "float64") {
    const routine =
      mode === "reflect" ? `reflection_pad${axes}d${axes === 3 ? "_cpu" : ""}` : `replication_pad${axes}d_cpu`;
    throw refusal(api, `"${routine}" not implemented for '${nameOf[input.dtype].scalar}'`, {
      code: "dtype",
      argument: "input",
      value: input.dtype,
      rule: `be float32 or float64 in mode ${mode}`,
      legal: ["float32", "float64"],
    });
  }
}

function checkReflection(
  api: string,
  input: readonly number[],
  before: readonly number[],
  after: readonly number[],
): void {
  const axes = before.length;
  const lead = input.length - axes;
  // PyTorch looks at the last axis first and counts its C arguments: #4 for W, #6 for H, #8 for D.
  for (let axis = axes - 1; axis >= 0; axis--) {
    const size = input[lead + axis]!;
    if (before[axis]! < size && after[axis]! < size) continue;
    const place = lead + axis;
    // Two spatial axes print the number of axes where one and three print the sizes.
    const shape = axes === 2 ? input.length : list(input);
    throw refusal(
      api,
      `Argument #${4 + 2 * (axes - 1 - axis)}: Padding size should be less than the corresponding input dimension, but got: ` +
        `padding (${before[axis]}, ${after[axis]}) at dimension ${place} of input ${shape}`,
      {
        argument: "padding",
        value: [before, after],
        rule: "be smaller than the input's size on each axis",
        legal: [input.slice(lead).map((n, i) => Math.min(n - 1, Math.max(before[i]!, after[i]!)))],
      },
    );
  }
}
