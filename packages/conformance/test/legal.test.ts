// What an error says beside its text: whose fault it is, and the nearest values that would do, which must do.
import { describe, expect, it } from "vitest";
import { callConv, convInputs } from "../src/index.ts";
import { type ConvCase, faultyConvs, refusals, rows } from "../src/rows/index.ts";
import { checkRefusal, type Refused, refusalOf } from "./legal.ts";
import { library } from "./library.ts";

/** The case with one of the values that the error names in place of the one that it refuses; undefined where it names none. */
function mended(conv: ConvCase, { code, argument, legal }: Refused): ConvCase | undefined {
  const [value] = legal ?? [];
  if (value === undefined) return undefined;
  if (argument !== "input" && argument !== "weight" && argument !== "bias") {
    return { ...conv, options: { ...conv.options, [argument as string]: value } };
  }
  const recipe = conv[argument]!;
  return { ...conv, [argument]: { ...recipe, ...(code === "dtype" ? { dtype: value } : { shape: value }) } };
}

const call = (conv: ConvCase) => () => callConv(library, conv, convInputs(library, conv));

describe("refused convolutions", () => {
  it.each(faultyConvs.map((conv) => [conv.id, conv] as const))("%s", (_, conv) => {
    const error = refusalOf(library, call(conv))!;
    expect(error).toMatchObject({ api: conv.id.split("/")[0], code: expect.any(String), argument: expect.any(String) });
    expect(error.rule, error.message).toEqual(expect.any(String));
    expect(error.value, error.message).toBeDefined();

    // Each error names one fault; the call that has none left is accepted.
    let next: ConvCase = conv;
    for (
      let fault: Refused | undefined = error, steps = 0;
      fault !== undefined;
      fault = refusalOf(library, call(next)), steps++
    ) {
      expect(steps, fault.message).toBeLessThan(7);
      expect(fault.legal, fault.message).toBeDefined();
      next = mended(next, fault)!;
    }
  });
});

describe("other refusals", () => {
  it.each(refusals.map((row) => [row.id, row] as const))("%s", (_, row) => {
    checkRefusal(library, row);
  });
});

describe("the record of refusals", () => {
  it("has many, of all kinds", () => {
    const refused = rows.filter(({ error }) => error !== false);
    expect(refused.length).toBeGreaterThan(800);
    expect(refused.filter(({ id }) => / and /.test(id)).length).toBeGreaterThan(200);
  });
});
