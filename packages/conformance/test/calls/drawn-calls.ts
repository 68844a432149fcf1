// Calls of everything public with arguments that are right, odd or hostile, drawn by number: a result that holds together, or one typed error.
import { linspace, type Tensor } from "@toeplitz/tensor";
import fc from "fast-check";
import { type Api, rows } from "../../src/rows/index.ts";
import { isTensor } from "../../src/suites/result.ts";
import { lineOf, list, object, plainText, type Recorded, type RecordedCall, recordedCalls } from "./recorded-calls.ts";

const plain = (value: unknown, text = plainText(value)): Recorded => ({ make: () => value, text });
const made = (text: string, make: Recorded["make"]): Recorded => ({ make, text });

/** Odd and hostile values. Sizes that a machine could just hold are left out: filling them takes what they take. */
const wild: readonly Recorded[] = [
  ...[
    undefined,
    null,
    0,
    -0,
    1,
    -1,
    2,
    3,
    7,
    -2,
    0.5,
    1.5,
    -(2 ** 40),
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 53),
    2 ** 62,
    1e300,
  ].map((value) => plain(value)),
  ...[
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    "",
    "1",
    "same",
    "__proto__",
    "\u202e",
    true,
    false,
  ].map((value) => plain(value)),
  ...[0n, 1n, -1n, 2n ** 63n, 2n ** 70n, Symbol("s")].map((value) => plain(value)),
  plain(() => 1, "() => 1"),
  made("[]", () => []),
  made("{}", () => ({})),
  made("[[1]]", () => [[1]]),
  made("[null]", () => [null]),
  made('[1, "2"]', () => [1, "2"]),
  made("[, 1]", () => Object.assign([], { 1: 1 })),
  made("[1, 2, 3, 4, 5, 6, 7]", () => [1, 2, 3, 4, 5, 6, 7]),
  made("[0, 2 ** 53]", () => [0, 2 ** 53]),
  made("Object.create(null)", () => Object.create(null)),
  made("a Proxy of {}", () => new Proxy({}, {})),
  made("a Proxy of []", () => new Proxy([], {})),
  made("an object whose every property throws", () => new Proxy({}, { get: () => fail() })),
  made("new Date(0)", () => new Date(0)),
  made("new Map()", () => new Map()),
  made("new Float32Array(2)", () => new Float32Array(2)),
  made("new ArrayBuffer(8)", () => new ArrayBuffer(8)),
  made("a list in itself", () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    return cyclic;
  }),
  ...[[], [0], [1], [2, 3], [1, 2, 5, 5], [0, 3], [1, 1, 1, 1, 1, 1]].map((shape) =>
    made(`ones([${shape}])`, (t) => t.ones(shape)),
  ),
  made("float64[2, 3]", (t) => t.ones([2, 3], { dtype: "float64" })),
  made("int64[2, 3]", (t) => t.ones([2, 3], { dtype: "int64" })),
  made("bool[2]", (t) => t.ones([2], { dtype: "bool" })),
  made("NaN[3]", (t) => t.full([3], Number.NaN)),
  made("a leaf[3]", (t) => t.ones([3], { requiresGrad: true })),
  made("a transposed[3, 2]", (t) => t.ones([2, 3]).t()),
  made("an expanded[3, 2]", (t) => t.ones([1, 2]).expand([3, 2])),
  made("a disposed[2]", (t) => {
    const x = t.ones([2]);
    x.dispose();
    return x;
  }),
];

/** What a hostile object throws when it is looked at: its own error, which may come through. */
class Hostile extends Error {}
function fail(): never {
  throw new Hostile("looked at");
}

/** The value with one of its places, or of the places in it, taken by another. */
function exchanged(value: Recorded, at: number, other: Recorded): Recorded {
  const { parts } = value;
  const keys = Object.keys(parts ?? {});
  if (parts === undefined || keys.length === 0 || at % 3 === 0) return other;
  const key = keys[at % keys.length]!;
  const next = { ...parts, [key]: exchanged(parts[key]!, Math.floor(at / 3), other) };
  return value.text.startsWith("[") ? list(Object.values(next)) : object(next);
}

interface Change {
  readonly argument: number;
  readonly at: number;
  readonly value: number;
}

const change = fc.record({ argument: fc.nat(5), at: fc.nat(80), value: fc.nat(wild.length - 1) });
const drawn = fc.record({ call: fc.nat(1e6), changes: fc.array(change, { minLength: 1, maxLength: 2 }) });

function changed(call: RecordedCall, changes: readonly Change[]): RecordedCall {
  const args = [...call.args];
  for (const { argument, at, value } of changes) {
    const place = argument % (args.length + 1);
    args[place] = place === args.length ? wild[value]! : exchanged(args[place]!, at, wild[value]!);
  }
  return { ...call, args };
}

/** Milliseconds after which a small call hangs. */
const soon = 3000;

/** Why a result does not hold together. */
function resultProblem(result: unknown, depth = 0): string | undefined {
  if (Array.isArray(result) && depth < 3) {
    return result
      .slice(0, 8)
      .map((each) => resultProblem(each, depth + 1))
      .find((problem) => problem !== undefined);
  }
  if (!isTensor(result)) return undefined;
  const { shape, strides, dtype, offset, storage } = result as Tensor;
  const count = shape.reduce((n, size) => n * size, 1);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return `shape [${shape}]`;
  if (strides.length !== shape.length || storage.dtype !== dtype) return `strides [${strides}], ${storage.dtype}`;
  const last = shape.reduce((at, size, axis) => at + (size - 1) * strides[axis]!, offset);
  if (count > 0 && (last >= storage.length || offset < 0))
    return `[${shape}] by [${strides}] ends at ${last} of ${storage.length}`;
  if (count > 1e5) return undefined;
  const { length } = result.detach().toTypedArray();
  return length === count ? undefined : `${length} elements for [${shape}]`;
}

/** What drawn calls came to. */
export interface CallReport {
  readonly calls: number;
  readonly results: number;
  readonly refusals: number;
  readonly names: number;
  readonly problems: readonly string[];
}

const sentinel = (t: Api) =>
  t.conv2d(linspace(-1, 1, 50).reshape([1, 2, 5, 5]), linspace(-2, 2, 36).reshape([2, 2, 3, 3]), { padding: 1 });

/** Makes drawn calls until so many are made, or the time is over. */
export function tryCalls(t: Api, seed: number, cases: number, seconds = Number.POSITIVE_INFINITY): CallReport {
  const calls = recordedCalls(t, rows, 8);
  const bits = sentinel(t).toTypedArray().join();
  const problems = new Map<string, string>();
  const names = new Set<string>();
  const end = performance.now() + 1000 * seconds;
  let [made, results, refusals] = [0, 0, 0];
  for (const { call, changes } of fc.sample(drawn, { seed, numRuns: cases })) {
    if (performance.now() > end) break;
    const base = calls[call % calls.length]!;
    const tried = changed(base, changes);
    const begun = performance.now();
    let problem: string | undefined;
    try {
      problem = resultProblem(run(t, tried));
      results += 1;
    } catch (error) {
      refusals += 1;
      if (!(error instanceof t.ToeplitzError) && !(error instanceof Hostile)) problem = `raw ${String(error)}`;
    }
    made += 1;
    names.add(base.name);
    const took = performance.now() - begun;
    if (took > soon) problem ??= `took ${Math.round(took)} ms`;
    if (problem === undefined && sentinel(t).toTypedArray().join() !== bits)
      problem = "another result of the convolution after it";
    if (problem !== undefined) problems.set(`${base.name}: ${problem}`.slice(0, 90), `${lineOf(tried)}: ${problem}`);
  }
  return { calls: made, results, refusals, names: names.size, problems: [...problems.values()] };
}

function run(t: Api, { name, isClass, args }: RecordedCall): unknown {
  // biome-ignore lint/suspicious/noExplicitAny: a function by a name that is computed.
  const callee = name.split(".").reduce((space: any, key) => space[key], t);
  const values = args.map(({ make }) => make(t));
  return isClass ? Reflect.construct(callee, values) : Reflect.apply(callee, undefined, values);
}
