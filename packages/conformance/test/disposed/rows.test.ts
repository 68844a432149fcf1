// Every row with each of its inputs disposed of: one typed error, or a result with the bits that it would have had; and nothing else has changed.
import type { Tensor } from "@toeplitz/tensor";
import { afterAll, describe, expect, it } from "vitest";
import { isTensor } from "../../src/index.ts";
import { groups, type Row } from "../../src/rows/index.ts";
import { makeInputs } from "../../src/suites/inputs.ts";
import { flat } from "../../src/suites/result.ts";
import { runOn } from "../backends.ts";
import { library } from "../library.ts";

afterAll(() => runOn("default"));

type Tensors = Readonly<Record<string, Tensor>>;

/** How the default generator stands, where a row is about that: others may make modules, which draw. */
const drawnFor = (group: string) => (group === "random" ? library.getRngState().join() : "");

/** Runs a row of a group. `drawn` is how the generator stood when the row, which may set it, had set it last. */
function run(group: string, row: Row, inputs: Tensors): { readonly outcome: unknown; readonly drawn: string } {
  let drawn = drawnFor(group);
  const manualSeed: typeof library.manualSeed = (seed) => {
    const generator = library.manualSeed(seed);
    drawn = drawnFor(group);
    return generator;
  };
  try {
    const outcome = flat(row.run({ ...library, manualSeed }, inputs));
    return { outcome, drawn };
  } catch (error) {
    return { outcome: error, drawn };
  }
}

const bits = (x: Tensor) => {
  const { buffer, byteOffset, byteLength } = x.toTypedArray();
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("latin1");
};

/** A result to compare; of a tensor without elements, nothing. */
function shown(leaf: unknown): unknown {
  if (!isTensor(leaf)) return String(typeof leaf === "object" ? JSON.stringify(leaf) : leaf);
  return leaf.storage.disposed ? null : bits(leaf);
}

const isRefusal = (outcome: unknown) =>
  outcome instanceof library.ToeplitzError &&
  // A state dict has PyTorch's report, which names every key.
  (outcome.code === "disposed" || (outcome.code === "state" && outcome.message.includes("was disposed of")));

/** What is wrong with a row without this input, or undefined. */
function problemOf(
  group: string,
  row: Row,
  name: string,
  whole: readonly unknown[],
  tally: { refused: number },
): string | undefined {
  library.manualSeed(1);
  const inputs: Tensors = makeInputs(library, row, { grad: row.grad });
  const others = Object.entries(inputs).filter(([other]) => other !== name);
  const before = others.map(([, x]) => bits(x) + x.storage.version);
  inputs[name]!.dispose();
  const { outcome, drawn } = run(group, row, inputs);
  if (!library.isGradEnabled()) return "the tape is off";
  if (Array.isArray(outcome)) {
    const wrong = outcome.map(shown).findIndex((leaf, i) => leaf !== null && leaf !== whole[i]);
    return wrong < 0 ? undefined : `result ${wrong} has other bits`;
  }
  if (!isRefusal(outcome)) return String(outcome);
  tally.refused += 1;
  if (drawnFor(group) !== drawn) return "the generator has moved on";
  const changed = others.find(([, x], i) => bits(x) + x.storage.version !== before[i]);
  return changed === undefined ? undefined : `${changed[0]} has changed`;
}

describe("a disposed input", () => {
  it.each(["portable", "default"] as const)("of any row, %s", (ground) => {
    runOn(ground);
    const problems: string[] = [];
    const tally = { refused: 0 };
    for (const [group, rows] of Object.entries(groups)) {
      for (const row of rows) {
        if (row.error !== false) continue;
        library.manualSeed(1);
        const { outcome } = run(group, row, makeInputs(library, row, { grad: row.grad }));
        const whole = (outcome as unknown[]).map(shown);
        for (const name of Object.keys(row.inputs)) {
          const problem = problemOf(group, row, name, whole, tally);
          if (problem !== undefined) problems.push(`${row.id} without ${name}: ${problem}`);
        }
      }
    }
    expect(problems).toEqual([]);
    expect(tally.refused).toBeGreaterThan(4000);
  });
});
