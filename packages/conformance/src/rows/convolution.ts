// Rows of the six convolution functions, generated from the cases.
import { type ConvCase, convFunctionName, convLine, convTorchLine } from "./conv-case.ts";
import { convCases } from "./conv-cases.ts";
import { convLayers } from "./conv-layers.ts";
import { convPresets } from "./conv-presets.ts";
import { called, type Row, row } from "./row.ts";

/** The row of a case. Random numbers are compared within the bound of rounding, multiples of 1/4 by their bits. */
export function convRow(conv: ConvCase): Row {
  const { input, weight, bias, options } = conv;
  const name = convFunctionName(conv);
  const exact = [input, weight].every(
    ({ fill, values }) => fill !== "random" && (values ?? []).every((value) => Number.isInteger(Number(value) * 4)),
  );
  return row({
    id: conv.id,
    inputs: { x: input, w: weight, ...(bias === null ? {} : { b: bias }) } as Row["inputs"],
    torch: convTorchLine(conv),
    line: convLine(conv),
    run: (t, inputs) => called(t, name)(inputs.x, inputs.w, bias === null ? options : { ...options, bias: inputs.b }),
    ...(exact ? {} : { tolerance: { sums: true, why: "PyTorch adds in another order" } as const }),
  });
}

/** Layers may go by Winograd's method, which rounds even where sums of products do not. */
export const convLayerRows: readonly Row[] = convLayers.map((conv) => ({
  ...convRow(conv),
  tolerance: { winograd: true, why: "transforms of tiles round" },
}));

export const convolutionRows: readonly Row[] = [...convCases, ...convPresets.map((preset) => preset.case)].map(convRow);
