// Every convolution case as a matrix, as the matrix's transpose, and as a pair of adjoint maps, on the portable kernels and the accelerator.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAdjoint, checkMatrix, checkTransposedMatrix, hasMatrix } from "../src/index.ts";
import { type Api, type ConvCase, convCases, convPresets } from "../src/rows/index.ts";
import { runOn } from "./backends.ts";
import { library } from "./library.ts";

const cases = [...convCases, ...convPresets.map((preset) => preset.case)].filter(hasMatrix);

type Check = (t: Api, conv: ConvCase) => void;

/** The three checks on all cases of a function, one test each. */
function checkAll(matrix: Check, transposed: Check): void {
  const checks = {
    "the matrix is the convolution": matrix,
    "the transposed matrix is the transposed convolution": transposed,
    "the two are adjoint": checkAdjoint,
  };
  const functions = new Set(cases.map(({ id }) => id.split("/")[0] as string));
  describe.each(Object.entries(checks))("%s", (_, check) => {
    it.each([...functions])("%s", (name) => {
      const problems: string[] = [];
      for (const conv of cases.filter(({ id }) => id.startsWith(`${name}/`))) {
        try {
          check(library, conv);
        } catch (error) {
          problems.push(String(error));
        }
      }
      expect(problems).toEqual([]);
    });
  });
}

// Level deterministic has the portable kernels' bits, which bounds.test.ts and levels.test.ts see to.
describe("to the bit: portable", () => {
  beforeAll(() => runOn("portable"));
  afterAll(() => runOn("default"));
  checkAll(checkMatrix, checkTransposedMatrix);
});

describe("within the bound of rounded sums: default", () => {
  checkAll(
    (t, conv) => checkMatrix(t, conv, "sums"),
    (t, conv) => checkTransposedMatrix(t, conv, "sums"),
  );
});
