// Calls of everything public with arguments that are right, odd or hostile, drawn by number: a result that holds together, or one typed error.
import { linspace, type Tensor } from "@toeplitz/tensor";
import fc from "fast-check";
import { isTensor } from "../../src/suites/result.ts";
import type { Everything } from "./further-uses.ts";
import { plainText, type Recorded } from "./recorded.ts";
import { lineOf, perform, type RecordedCall } from "./recorded-calls.ts";
import { settled, soon } from "./settled.ts";
import { settingsOf, traceOf } from "./trace.ts";

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
  plain(() => null, "() => null"),
  plain(() => [], "() => []"),
  plain((x: unknown) => x, "(x) => x"),
  plain(async () => 1, "async () => 1"),
  plain(() => fail(), "() => { throw }"),
  made("() => ones([2])", (t) => () => t.ones([2])),
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
  made('new Map([["weight", 1]])', () => new Map([["weight", 1]])),
  made("new Set([1])", () => new Set([1])),
  made("{ length: 2 ** 40 }", () => ({ length: 2 ** 40 })),
  made("an iterable of 1", () => new Set([1]).values()),
  made("new Float32Array(2)", () => new Float32Array(2)),
  made("new ArrayBuffer(8)", () => new ArrayBuffer(8)),
  made("new Uint8Array(3)", () => new Uint8Array(3)),
  made("new Blob([])", () => new Blob([])),
  made("an aborted signal", () => AbortSignal.abort(new Hostile("aborted"))),
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
  made("new nn.ReLU()", (t) => new t.nn.ReLU()),
  made("new nn.Linear(1, 1)", (t) => new t.nn.Linear(1, 1)),
  made("a parameter[3]", (t) => new t.nn.Parameter(t.ones([3]))),
  made("new optim.SGD(...)", (t) => new t.optim.SGD([t.ones([1], { requiresGrad: true })], { lr: 0.1 })),
  made("new Generator()", (t) => new t.Generator()),
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
  const { parts, rebuilt } = value;
  const keys = Object.keys(parts ?? {});
  if (parts === undefined || rebuilt === undefined || keys.length === 0 || at % 3 === 0) return other;
  const key = keys[at % keys.length]!;
  return rebuilt({ ...parts, [key]: exchanged(parts[key]!, Math.floor(at / 3), other) });
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

/** Why a result does not hold together. */
function resultProblem(result: unknown, depth = 0): string | undefined {
  if (isTensor(result)) return tensorProblem(result);
  if (typeof result !== "object" || result === null || depth >= 3) return undefined;
  const parts = Array.isArray(result) ? result : result instanceof Map ? [...result.values()] : partsOf(result);
  return parts
    .slice(0, 8)
    .map((each) => resultProblem(each, depth + 1))
    .find((problem) => problem !== undefined);
}

const partsOf = (value: object) => (Object.getPrototypeOf(value) === Object.prototype ? Object.values(value) : []);

function tensorProblem(x: Tensor): string | undefined {
  const { shape, strides, dtype, offset, storage } = x;
  if (storage.disposed) return undefined;
  const count = shape.reduce((n, size) => n * size, 1);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return `shape [${shape}]`;
  if (strides.length !== shape.length || storage.dtype !== dtype) return `strides [${strides}], ${storage.dtype}`;
  const last = shape.reduce((at, size, axis) => at + (size - 1) * strides[axis]!, offset);
  if (count > 0 && (last >= storage.length || offset < 0))
    return `[${shape}] by [${strides}] ends at ${last} of ${storage.length}`;
  if (count > 1e5) return undefined;
  const { length } = x.detach().toTypedArray();
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

const sentinel = (t: Everything) =>
  t.conv2d(linspace(-1, 1, 50).reshape([1, 2, 5, 5]), linspace(-2, 2, 36).reshape([2, 2, 3, 3]), { padding: 1 });

/** Makes drawn calls until so many are made, or the time is over. */
export async function tryCalls(
  t: Everything,
  calls: readonly RecordedCall[],
  { seed, cases, seconds = Number.POSITIVE_INFINITY }: { seed: number; cases: number; seconds?: number },
): Promise<CallReport> {
  const uses = usesOf(calls);
  const bits = sentinel(t).toTypedArray().join();
  const problems = new Map<string, string>();
  const names = new Set<string>();
  const end = performance.now() + 1000 * seconds;
  let [made, results, refusals] = [0, 0, 0];
  for (const { call, changes } of fc.sample(drawn, { seed, numRuns: cases })) {
    if (performance.now() > end) break;
    const base = calls[call % calls.length]!;
    const tried = changed(base, changes);
    const outcome = await tryCall(t, tried, uses.get(tried.on?.text ?? ""));
    made += 1;
    if (outcome.refused) refusals += 1;
    else results += 1;
    names.add(base.name);
    let { problem } = outcome;
    if (problem === undefined && sentinel(t).toTypedArray().join() !== bits)
      problem = "another result of the convolution after it";
    // One of a kind is enough: a method may be that of many classes.
    const member = base.on === undefined ? base.name : base.name.slice(base.name.lastIndexOf(".") + 1);
    if (problem !== undefined) problems.set(`${member}: ${problem}`.slice(0, 90), `${lineOf(tried)}: ${problem}`);
  }
  return { calls: made, results, refusals, names: names.size, problems: [...problems.values()] };
}

/** How an object is used once a method of it was called: as the rows do, or by what its class is there for. */
type Use = (t: Everything, object: unknown) => unknown;

function usesOf(calls: readonly RecordedCall[]): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const call of calls) {
    const { name, kind, on, args } = call;
    if (kind !== "method" || on === undefined || !/\.(forward|step)$/.test(name) || uses.has(on.text)) continue;
    uses.set(on.text, (t, receiver) =>
      perform(
        t,
        call,
        receiver,
        args.map(({ make }) => make(t)),
      ),
    );
  }
  return uses;
}

const isTyped = (t: Everything, error: unknown) => error instanceof t.ToeplitzError || error instanceof Hostile;

async function tryCall(
  t: Everything,
  call: RecordedCall,
  use: Use | undefined,
): Promise<{ readonly refused: boolean; readonly problem: string | undefined }> {
  const receiver = call.on?.make(t);
  const values = call.args.map(({ make }) => make(t));
  const settings = settingsOf(t);
  const before = traceOf(t, [receiver, ...values]);
  // Of the call alone: to look at all that it was given may take longer.
  let took = 0;
  const begun = performance.now();
  let problem: string | undefined;
  let refused = false;
  try {
    const result = await settled(perform(t, call, receiver, values));
    took = performance.now() - begun;
    problem = resultProblem(result);
  } catch (error) {
    took ||= performance.now() - begun;
    refused = true;
    if (!isTyped(t, error)) problem = `raw ${String(error)}`;
    else if (traceOf(t, [receiver, ...values]) !== before) problem = `changed, and then ${String(error)}`;
    else if (settingsOf(t).text !== settings.text) problem = `settings changed, and then ${String(error)}`;
  }
  if (took > soon) problem ??= `took ${Math.round(took)} ms`;
  settings.restore();
  if (use !== undefined) {
    try {
      const result = await settled(use(t, receiver));
      // Hooks of a backward run, too.
      if (isTensor(result) && result.requiresGrad) result.sum().backward();
    } catch (error) {
      if (!isTyped(t, error)) problem ??= `then raw ${String(error)}`;
      else if (refused) problem ??= `refused, then ${String(error)}`;
    }
    settings.restore();
  }
  return { refused, problem };
}
