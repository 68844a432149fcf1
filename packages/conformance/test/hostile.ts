// The golden rows in hostile memory: every row in one mode, and chosen rows while allocations fail.
import { expect } from "vitest";
import { allocations, setTestModes, type TestModes } from "../../wasm/src/memory/test-modes.ts";
import { checkGolden, evaluate, type Golden, isTensor, tensorDifference } from "../src/index.ts";
import { groups, type Row } from "../src/rows/index.ts";
import { resetServed, served } from "./backends.ts";
import { goldenOf } from "./golden-files.ts";
import { library } from "./library.ts";

/** Small, because the mode of the end of memory takes all of it at once. */
const memory = 8 * 2 ** 20;

/**
 * Runs something on an accelerator whose memory was made in these modes. It gets a function that empties the memory, and checks that
 * nothing has leaked into it; so does the end, after which all is as it was.
 */
function inMemory(modes: TestModes, run: (empty: () => void) => void): void {
  setTestModes(modes);
  const backend = library.wasm({ memory });
  try {
    library.setBackend(backend);
    // Asked first, it compiles and gets its memory now.
    expect(backend.memory).toBeDefined();
    const empty = () => {
      backend.memory?.flush();
      expect(backend.status?.()).toMatchObject({ memory: { blocks: 0, bytes: 0, derived: 0 } });
    };
    run(empty);
    empty();
  } finally {
    setTestModes(null);
    library.setBackend(library.wasm());
  }
}

/** Every row of these groups that computes passes (what is refused reaches no memory), and the accelerator has computed in memory of that mode. */
export function checkRows(modes: TestModes, names: readonly string[] = Object.keys(groups)): void {
  const problems: string[] = [];
  inMemory(modes, () => {
    resetServed();
    for (const name of names) {
      const golden = goldenOf(name);
      for (const row of groups[name] ?? []) {
        if (row.error !== false) continue;
        const problem = problemOf(row, golden);
        if (problem !== undefined) problems.push(problem);
      }
    }
    expect(served("conv_narrow").wasm + served("conv_wide").wasm).toBeGreaterThan(0);
    expect(allocations()).toBeGreaterThan(served("conv_narrow").wasm);
  });
  expect(problems).toEqual([]);
}

function problemOf(row: Row, golden: Golden): string | undefined {
  try {
    checkGolden(library, row, golden);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** Only float32 goes into the accelerator's memory. */
const usesMemory = ({ inputs }: Row) =>
  Object.values(inputs).some(({ dtype, shape }) => dtype === "float32" && !shape.includes(0));

/** Calls that together use every way to compute: all layers, and every so many of the other rows that use kernels. */
export function representative(every: number): readonly (readonly [group: string, row: Row])[] {
  const others = [
    "sliding",
    "matmul",
    "pooling",
    "reduce",
    "pointwise",
    "arithmetic",
    "indexing",
    "joining",
    "modules",
  ];
  const kept = (name: string, step: number) =>
    (groups[name] ?? [])
      .filter((row) => row.error === false && row.noGolden === undefined && usesMemory(row))
      .filter((_, i) => i % step === 0)
      .map((row) => [name, row] as const);
  return [...kept("conv-layers", 1), ...others.flatMap((name) => kept(name, every))];
}

/** What {@link checkFailures} has tried. */
export interface Failures {
  allocations: number;
  runs: number;
}

/**
 * Fails the row's allocations, every so many of them: one alone, and all from it on. Each time the row must give PyTorch's answer and
 * leak nothing, and when nothing fails any more, the very bits that it gave before.
 */
export function checkFailures(group: string, row: Row, every = 1): Failures {
  const golden = goldenOf(group);
  const tried = { allocations: 0, runs: 0 };
  inMemory({}, (empty) => {
    const bits = () => {
      const { outputs, grads = {} } = evaluate(library, row);
      return [...outputs, ...Object.values(grads)].filter(isTensor);
    };
    const before = bits();
    setTestModes({});
    checkGolden(library, row, golden);
    tried.allocations = allocations();
    for (let i = 0; i < tried.allocations; i += every) {
      for (const modes of [{ failAt: i }, { failFrom: i }]) {
        empty();
        setTestModes(modes);
        const problem = problemOf(row, golden);
        expect(problem, `${row.id} with ${JSON.stringify(modes)}`).toBe(undefined);
        tried.runs += 1;
      }
      setTestModes({});
      empty();
      const again = bits();
      expect(
        before.map((x, at) => tensorDifference(again[at]!, x)).filter((difference) => difference !== undefined),
        `${row.id} after failures`,
      ).toEqual([]);
    }
  });
  return tried;
}
