// The case table. Nothing here imports the library at run time: figures, apps and the golden recorder read it too.
import { convolutionRows } from "./convolution.js";
import { convolutionErrorRows } from "./convolution-errors.js";
import { recipeRows } from "./recipes.js";
import type { Row } from "./row.js";

export {
  type ConvCase,
  type ConvCaseOptions,
  convFunctionName,
  convLine,
  convTorchLine,
  paddingOf,
} from "./conv-case.js";
export { convCases } from "./conv-cases.js";
export { type ConvPreset, convPresets } from "./conv-presets.js";
export { elements } from "./fill.js";
export { baseShape, data, type Fill, type Layout, type Recipe, values } from "./recipe.js";
export { type Api, fingerprint, type Output, type Row, row, type Tolerance } from "./row.js";

/** Rows by theme; each theme has one file of golden data. */
export const groups: Readonly<Record<string, readonly Row[]>> = {
  recipes: recipeRows,
  convolution: convolutionRows,
  "convolution-errors": convolutionErrorRows,
};

/** Every row. */
export const rows: readonly Row[] = Object.values(groups).flat();
