// States that do not fit, given to optimisers in the accelerator's memory: whatever they do then, no other tensor there changes.
import { afterAll, beforeAll, expect, it } from "vitest";
import { optimiserOf, unfitStates } from "../../src/bad-inputs/optimiser-states.ts";
import { isTensor } from "../../src/index.ts";
import { resetServed, runOn, served } from "../backends.ts";
import { library as t } from "../library.ts";

beforeAll(() => runOn("default"));
afterAll(() => runOn("default"));

/** Longer than what the memory rounds blocks up to, so that a write beyond one meets another. */
const size = 20_000;

const attempt = (act: () => void) => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

it.each(["plain objects", "Maps"])("are refused as a whole, as %s, and neighbours keep their bits", (form) => {
  resetServed();
  const problems: string[] = [];
  for (const { name, text, says, load } of unfitStates) {
    const [optimiser, p] = optimiserOf(t, name, size);
    const before = JSON.stringify(remembered(optimiser));
    const error = attempt(() => load(optimiser, t, form === "Maps"));
    if (!(error instanceof t.ToeplitzError && error.message.includes(says))) problems.push(`${name} ${text}: ${error}`);
    if (JSON.stringify(remembered(optimiser)) !== before) problems.push(`${name} ${text}: changed`);
    const bystanders = Array.from({ length: 8 }, () => t.full([1000], 7).add(0));
    attempt(() => optimiser.step());
    if (bystanders.some((x) => x.toTypedArray().some((v) => v !== 7)))
      problems.push(`${name} ${text}: wrote elsewhere`);
    if (p.toTypedArray().some(Number.isNaN)) problems.push(`${name} ${text}: NaN`);
    for (const x of bystanders) x.dispose();
  }
  expect(problems).toEqual([]);
  expect(served("sgd_step").wasm + served("adam_step").wasm + served("rmsprop_step").wasm).toBeGreaterThan(
    unfitStates.length,
  );
});

function remembered(optimiser: ReturnType<typeof optimiserOf>[0]): unknown {
  const { state, param_groups } = optimiser.stateDict();
  const tensors = Object.values(state).flatMap((fields) =>
    Object.entries(fields as object).map(([name, x]) => [name, isTensor(x) ? x.toTypedArray().slice(0, 2).join() : x]),
  );
  return [tensors, param_groups];
}
