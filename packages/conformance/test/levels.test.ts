// The golden rows on everything that computes, with counters that prove who did: the portable kernels, and each level of the accelerator.
import type { Tensor } from "@toeplitz/tensor";
import type { Level } from "@toeplitz/wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkGolden, evaluate, isTensor, jobsSince, tensorDifference, watchJobs } from "../src/index.ts";
import { type ConvCase, convCases, convLayers, convPresets, groups, type Row } from "../src/rows/index.ts";
import { type Ground, levels, resetServed, runOn, served } from "./backends.ts";
import { goldenOf } from "./golden-files.ts";
import { library } from "./library.ts";
import { portableByDesign } from "./portable-by-design.ts";
import { countRows } from "./row-count.ts";

beforeAll(() => watchJobs());
afterAll(() => runOn("default"));

// The default level is what golden.test.ts runs on, row by row as the portable kernels here.
describe("golden rows: portable", () => {
  beforeAll(() => runOn("portable"));

  describe.each(Object.entries(groups))("%s", (group, members) => {
    const golden = goldenOf(group);

    it.each(members.map((row) => [row.id, row] as const))("%s", (_, row) =>
      checkGolden(library, row, golden, { winograd: false }),
    );
  });
});

describe.each<Ground>(["high", "deterministic"])("golden rows: %s", (ground) => {
  const winograd = ground === "high";
  beforeAll(() => runOn(ground));

  it.for(Object.entries(groups))("%s", ([group, members], { task }) => {
    const golden = goldenOf(group);
    const problems = members.flatMap((row) => problemOf(() => checkGolden(library, row, golden, { winograd })));
    countRows(task, members.length, problems.length);
    expect(problems).toEqual([]);
  });
});

function problemOf(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [String(error)];
  }
}

const cases = new Map<string, ConvCase>(
  [...convCases, ...convPresets.map((preset) => preset.case), ...convLayers].map((conv) => [conv.id, conv]),
);

const reasonOf = (conv: ConvCase) => portableByDesign.find(({ applies }) => applies(conv))?.why;

/** The row on multiples of 1/4: its every sum is exact, so all orders of its terms must give the same bits. */
function onExactNumbers(row: Row): Row {
  const inputs = Object.entries(row.inputs).map(([name, { values: _, ...recipe }]) => [
    name,
    { ...recipe, fill: "quarters" },
  ]);
  return { ...row, inputs: Object.fromEntries(inputs) };
}

/** All that a row gives: outputs, then gradients. */
function tensorsOf(row: Row): Tensor[] {
  const { outputs, grads = {} } = evaluate(library, onExactNumbers(row));
  return [...outputs, ...Object.values(grads)].filter(isTensor);
}

describe("who serves the convolution rows", () => {
  const golden = goldenOf("convolution");
  const rows = new Map<Row, Tensor[]>();
  const byDesign: Row[] = [];

  beforeAll(() => {
    runOn("portable");
    for (const row of [...(groups.convolution ?? []), ...(groups["conv-layers"] ?? [])]) {
      if (reasonOf(cases.get(row.id) as ConvCase) === undefined) rows.set(row, tensorsOf(row));
      else byDesign.push(row);
    }
  });

  it.each(levels)("%s: the accelerator, but for those in portable-by-design.ts", (level) => {
    runOn(level);
    resetServed();
    for (const row of byDesign) checkGolden(library, row, golden);
    expect(calls()).toMatchObject({ accelerated: 0 });

    const problems: string[] = [];
    const kinds = new Set<string>();
    const count = { portableByDesign: byDesign.length, accelerated: rows.size, winograd: 0, bitForBit: 0 };
    for (const [row, expected] of rows) {
      resetServed();
      jobsSince();
      const actual = tensorsOf(row);
      const { accelerated, portable } = calls();
      // Forwards and backwards; the gradient of so few weights is not worth a call.
      if (accelerated < 2 || portable > 0)
        problems.push(`${row.id}: ${accelerated} calls accelerated, ${portable} not`);
      const winograd = [...jobsSince()].filter((job) => job.includes("winograd"));
      if (winograd.length > 0) {
        for (const job of winograd) kinds.add(job);
        count.winograd += 1;
        continue;
      }
      const parts = expected.map((e, i) => tensorDifference(actual[i] as Tensor, e));
      if (parts.every((part) => part === undefined)) count.bitForBit += 1;
      else problems.push(`${row.id}: ${parts.join("; ")}`);
    }
    // biome-ignore lint/suspicious/noConsole: how much of the table the accelerator has computed is what this test is for.
    console.log(`convolution rows at ${level}: ${JSON.stringify(count)}`);
    expect(problems).toEqual([]);
    expect([...kinds].sort()).toEqual(winogradJobs[level]);
    expect(count.bitForBit).toBeGreaterThanOrEqual(0.9 * count.accelerated);
  });
});

/** What each level may and does use of Winograd's method. The bound of these rows is checked above, against PyTorch. */
const winogradJobs: Readonly<Record<Level, readonly string[]>> = {
  default: ["weight_winograd_out", "weight_winograd_tiles", "winograd", "winograd_weights"],
  high: ["winograd", "winograd_weights"],
  deterministic: [],
};

/** Calls of the two directions of convolution since the counters were set to zero. */
function calls(): { readonly accelerated: number; readonly portable: number } {
  const [narrow, wide] = [served("conv_narrow"), served("conv_wide")];
  return { accelerated: narrow.wasm + wide.wasm, portable: narrow.portable + wide.portable };
}
