// Every convolution case as a matrix, as the matrix's transpose, and as a pair of adjoint maps.
import { describe, it } from "vitest";
import { checkAdjoint, checkMatrix, checkTransposedMatrix, hasMatrix } from "../src/index.ts";
import { convCases, convPresets } from "../src/rows/index.ts";
import { library } from "./library.ts";

const cases = [...convCases, ...convPresets.map((preset) => preset.case)]
  .filter(hasMatrix)
  .map((conv) => [conv.id, conv] as const);

describe("the matrix is the convolution", () => {
  it.each(cases)("%s", (_, conv) => checkMatrix(library, conv));
});

describe("the transposed matrix is the transposed convolution", () => {
  it.each(cases)("%s", (_, conv) => checkTransposedMatrix(library, conv));
});

describe("the two are adjoint", () => {
  it.each(cases)("%s", (_, conv) => checkAdjoint(library, conv));
});
