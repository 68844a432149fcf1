// What an error says beside its text: whose fault it is, and the nearest values that would do, which must do.
import { describe, expect, it } from "vitest";
import { callConv, convInputs } from "../src/index.ts";
import { type ConvCase, faultyConvs, refusals, rows } from "../src/rows/index.ts";
import { library } from "./library.ts";

type Refused = InstanceType<typeof library.ToeplitzError>;

function refusalOf(call: () => unknown): Refused | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof library.ToeplitzError) return error;
    throw error;
  }
  return undefined;
}

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
    const error = refusalOf(call(conv))!;
    expect(error).toMatchObject({ api: conv.id.split("/")[0], code: expect.any(String), argument: expect.any(String) });
    expect(error.rule, error.message).toEqual(expect.any(String));
    expect(error.value, error.message).toBeDefined();

    // Each error names one fault; the call that has none left is accepted.
    let next: ConvCase = conv;
    for (
      let fault: Refused | undefined = error, steps = 0;
      fault !== undefined;
      fault = refusalOf(call(next)), steps++
    ) {
      expect(steps, fault.message).toBeLessThan(7);
      expect(fault.legal, fault.message).toBeDefined();
      next = mended(next, fault)!;
    }
  });
});

describe("other refusals", () => {
  it.each(refusals.map((row) => [row.id, row] as const))("%s", (_, { run, mend }) => {
    const error = refusalOf(() => run(library, {}))!;
    expect(error).toMatchObject({ api: expect.any(String), code: expect.any(String), argument: expect.any(String) });
    for (const value of error.legal ?? []) {
      if (mend === undefined) continue;
      expect(refusalOf(() => mend(library, value as never))?.message, `with ${String(value)}`).toBeUndefined();
    }
  });

  it("name values that would do for most single faults", () => {
    const single = refusals.filter(({ mend }) => mend !== undefined);
    const without = single.filter(({ run }) => refusalOf(() => run(library, {}))?.legal === undefined);
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

describe("the record of refusals", () => {
  it("has many, of all kinds", () => {
    const refused = rows.filter(({ error }) => error !== false);
    expect(refused.length).toBeGreaterThan(800);
    expect(refused.filter(({ id }) => / and /.test(id)).length).toBeGreaterThan(200);
  });
});
