// Modules against recordings of real PyTorch: first values, printed text, refusals, output sizes, loading, initialisers.
import { createHash } from "node:crypto";
import { full, manualSeed, ones, rand, setRandomProfile, type Tensor, ToeplitzError } from "@toeplitz/tensor";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { init, Parameter } from "../src/index.ts";
import { built, type Description } from "./built.ts";
import recorded from "./fixtures/golden/modules.json" with { type: "json" };

/** A tensor as the recording holds it. */
interface Content {
  readonly shape: readonly number[];
  readonly hex?: string;
  readonly sha256?: string;
}

/** What PyTorch gave, or said. */
type Answer<T> = { readonly gives: T; readonly error?: never } | { readonly error: string; readonly gives?: never };

function content(tensor: Tensor, like: Content): Content {
  const array = tensor.toTypedArray();
  const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  const shape = [...tensor.shape];
  return like.hex === undefined
    ? { shape, sha256: createHash("sha256").update(bytes).digest("hex") }
    : { shape, hex: bytes.toString("hex") };
}

/** Runs `fn`, and gives its result or its message, without the name of the function in front. */
function answer<T>(fn: () => T): Answer<T> {
  try {
    return { gives: fn() };
  } catch (error) {
    if (!(error instanceof ToeplitzError)) throw error;
    return { error: error.message.slice(error.api.length + 2) };
  }
}

beforeAll(() => setRandomProfile("debian"));
afterAll(() => setRandomProfile("x86-64"));

const named = <T>(rows: readonly unknown[]) =>
  rows.map((row) => [JSON.stringify(row).slice(0, 150), row as T] as const);

describe("first values", () => {
  interface Stream {
    seed: number;
    modules: Description[];
    states: Record<string, Content>[];
    next: Content;
  }
  test.each(named<Stream>(recorded.streams))("%s", (_, { seed, modules, states, next }) => {
    manualSeed(seed);
    const made = modules.map(built);
    made.forEach((module, i) => {
      const expected = states[i]!;
      const state = module.stateDict();
      expect([...state.keys()]).toEqual(Object.keys(expected));
      for (const [name, tensor] of state)
        expect([name, content(tensor, expected[name]!)]).toEqual([name, expected[name]]);
    });
    expect(content(rand([4]), next)).toEqual(next);
  });
});

test.each(named<{ module: Description; text: string }>(recorded.reprs))("prints %s", (_, { module, text }) => {
  expect(String(built(module))).toBe(text);
});

test.each(named<{ module: Description; error: string }>(recorded.refused))("refuses %s", (_, { module, error }) => {
  expect(answer(() => built(module))).toEqual({ error });
});

interface Call {
  module: Description;
  input: number[];
  outputSize?: number[];
  gives?: number[];
  error?: string;
}
test.each(named<Call>([...recorded.calls, ...recorded.sizes]))(
  "calls %s",
  (_, { module, input, outputSize, ...expected }) => {
    const layer: { forward(input: Tensor, options?: object): Tensor } = built(module);
    const options = outputSize === undefined ? [] : [{ outputSize }];
    expect(answer(() => [...layer.forward(ones(input), ...options).shape])).toEqual(expected);
  },
);

interface Load {
  module: Description;
  state: Record<string, number[]>;
  strict: Answer<object>;
  lenient: Answer<object>;
}
test.each(named<Load>(recorded.loads))("loads %s", (_, { module, state, strict, lenient }) => {
  const tensors = Object.fromEntries(Object.entries(state).map(([name, shape]) => [name, ones(shape)]));
  for (const [isStrict, expected] of [[true, strict] as const, [false, lenient] as const]) {
    expect(answer(() => built(module).loadStateDict(tensors, { strict: isStrict }))).toEqual(expected);
  }
});

interface Fill {
  fn: keyof typeof init;
  shape: number[];
  args?: unknown[];
  options?: Record<string, unknown>;
  gives?: Content;
  error?: string;
}
test.each(named<Fill>(recorded.inits))("fills %s", (_, { fn, shape, args = [], options, gives, error }) => {
  manualSeed(5);
  const parameter = new Parameter(full(shape, 7));
  const fill = init[fn] as (...args: unknown[]) => Tensor;
  const result = answer(() => fill(parameter, ...args, ...(options === undefined ? [] : [options])));
  if (error !== undefined) return expect(result).toEqual({ error });
  expect(result.gives).toBe(parameter);
  expect(content(parameter, gives!)).toEqual(gives);
  expect(parameter.requiresGrad).toBe(true);
});

test.each(named<{ args: [never, never?]; gives?: number; error?: string }>(recorded.gains))("gain %s", (_, row) => {
  const { args, ...expected } = row;
  expect(answer(() => init.calculateGain(...args))).toEqual(expected);
});
