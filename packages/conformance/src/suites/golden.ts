// Golden suite: a row gives what real PyTorch gave: dtype, shape, every bit, every gradient, every refusal.
import type { DType, Tensor } from "@toeplitz/tensor";
import { type Api, fingerprint, type Row, type Tolerance } from "../rows/index.ts";
import {
  type Bound,
  difference,
  isShortened,
  type Recorded,
  shortened,
  sumBound,
  tensorDifference,
  ulp,
} from "./compare.ts";
import { makeInputs } from "./inputs.ts";
import { evaluate, flat, isTensor, type Leaf, type Result } from "./result.ts";

type GoldenOutput = (Recorded & { readonly requiresGrad?: boolean }) | { readonly value: unknown };

export interface GoldenRecord {
  /** Fingerprint of the row that was asked about. */
  readonly hash: string;
  readonly out?: readonly GoldenOutput[];
  readonly grad?: Readonly<Record<string, string | null>>;
  readonly error?: readonly [type: string, text: string];
}

/** One file of golden data. */
export interface Golden {
  readonly torch: string;
  readonly rows: Readonly<Record<string, GoldenRecord>>;
}

/**
 * A record as golden data keep it: with digests in place of large arrays where every bit counts. What Winograd's method may compute
 * is among that: its numbers are exact, so the library's own loops can tell what the digests are of.
 */
export function keptRecord(row: Row, record: GoldenRecord): GoldenRecord {
  if (row.tolerance !== undefined && !("winograd" in row.tolerance)) return record;
  const { out, grad = {} } = record;
  const grads = Object.entries(grad).map(([name, bits]) => {
    const { dtype, shape } = row.inputs[name]!;
    return [name, bits === null ? null : shortened({ dtype, shape, bits }).bits];
  });
  return {
    ...record,
    ...(out === undefined ? {} : { out: out.map((output) => ("bits" in output ? shortened(output) : output)) }),
    ...(record.grad === undefined ? {} : { grad: Object.fromEntries(grads) }),
  };
}

/** Why a record cannot answer a row, or undefined. */
export function recordProblem(row: Row, record: GoldenRecord | undefined): string | undefined {
  if (record === undefined) return "no golden record: run pnpm golden (it needs Debian's python3-torch)";
  if (record.hash !== fingerprint(row)) return "the golden record is of another version of this row: run pnpm golden";
  if (row.tolerance === undefined || "winograd" in row.tolerance) return undefined;
  const kept = [
    ...(record.out ?? []).map((output) => ("bits" in output ? output.bits : null)),
    ...Object.values(record.grad ?? {}),
  ];
  if (!kept.some((bits) => bits !== null && isShortened(bits))) return undefined;
  return "the golden record has digests, which show no distance: run pnpm golden";
}

/**
 * Checks a row against its record. Throws with the row, both lines and the first element that differs.
 *
 * @param winograd whether the library under test may compute convolutions by Winograd's method
 */
export function checkGolden(t: Api, row: Row, golden: Golden, { winograd = true }: { winograd?: boolean } = {}): void {
  const problem = row.noGolden === undefined ? compareRow(t, row, golden.rows[row.id], winograd) : compareOwn(t, row);
  if (problem !== undefined) throw mismatch(row, problem);
}

/** An error that shows the row instead of the line that checks all rows. */
export function mismatch(row: Row, problem: string): Error {
  const error = new Error(describe(row, problem));
  error.stack = `Mismatch: ${error.message}`;
  return error;
}

/** A failure that can be acted on: which row, which lines, what went wrong. */
export function describe(row: Row, problem: string): string {
  const line = row.line ?? String(row.run);
  const lines = [`${row.id}: ${problem}`, `  TypeScript  ${line}`];
  if (row.torch !== "") lines.push(`  PyTorch     ${row.torch}`);
  for (const [name, { shape, dtype, fill, layout, values }] of Object.entries(row.inputs)) {
    lines.push(
      `  ${name.padEnd(11)} ${dtype} [${shape.join(", ")}] ${fill} ${layout} ${values?.join(", ") ?? ""}`.trimEnd(),
    );
  }
  return lines.join("\n");
}

function compareRow(t: Api, row: Row, record: GoldenRecord | undefined, winograd: boolean): string | undefined {
  const unfit = recordProblem(row, record);
  if (record === undefined || unfit !== undefined) return unfit;
  if (row.error !== false) return compareError(t, row, record.error?.[1] ?? "");

  const result = evaluate(t, row);
  const expected = record.out ?? [];
  if (result.outputs.length !== expected.length) {
    return `expected ${expected.length} outputs, got ${result.outputs.length}`;
  }
  const bounds = tolerances(t, row, winograd);
  for (const [i, output] of expected.entries()) {
    const problem = compareOutput(row, result.outputs[i] as Leaf, output, bounds.output(i));
    if (problem !== undefined) return `output ${i}: ${problem}`;
  }
  if (!row.grad) return undefined;
  for (const [i, output] of expected.entries()) {
    const wants = "requiresGrad" in output && output.requiresGrad === true;
    const has = isTensor(result.outputs[i]) && (result.outputs[i] as Tensor).requiresGrad;
    if (wants !== has) return `output ${i}: requires_grad is ${wants} in PyTorch, ${has} here`;
  }
  for (const [name, bits] of Object.entries(record.grad ?? {})) {
    const grad = result.grads?.[name] ?? null;
    if (bits === null || grad === null) {
      if (bits !== grad)
        return `gradient of ${name}: expected ${bits === null ? "none" : "one"}, got ${grad === null ? "none" : "one"}`;
      continue;
    }
    const { dtype, shape } = row.inputs[name]!;
    const problem = compareTensor(row, grad, { dtype, shape, bits }, bounds.grad(name));
    if (problem !== undefined) return `gradient of ${name}: ${problem}`;
  }
  return undefined;
}

/** What a tensor is compared within. */
interface Within {
  readonly bound: Bound;
  /** The tensor without rounding, where numbers are exact. */
  readonly exact?: () => Tensor;
}

function compareTensor(row: Row, actual: Tensor, expected: Recorded, within: Within | undefined): string | undefined {
  const problem = difference(actual, expected, within?.bound);
  if (problem === undefined || !isShortened(expected.bits)) return problem;
  if (within?.exact === undefined) return `${problem}; \`pnpm golden:live "${row.id}"\` shows PyTorch's`;
  const exact = within.exact();
  const wrong = difference(exact, expected);
  return wrong === undefined ? tensorDifference(actual, exact, within.bound) : `in float64: ${wrong}`;
}

function compareOutput(row: Row, actual: Leaf, expected: GoldenOutput, within: Within | undefined): string | undefined {
  if ("bits" in expected) {
    return isTensor(actual)
      ? compareTensor(row, actual, expected, within)
      : `expected a tensor, got ${JSON.stringify(actual)}`;
  }
  if (isTensor(actual)) return `expected ${JSON.stringify(expected.value)}, got a tensor`;
  if (typeof actual === "number" && typeof expected.value === "number" && within !== undefined) {
    if (Math.abs(actual - expected.value) <= within.bound(0, expected.value)) return undefined;
  }
  const [a, e] = [JSON.stringify(spell(actual)), JSON.stringify(expected.value)];
  return a === e ? undefined : `expected ${shown(expected.value, e)}, got ${shown(actual, a)}`;
}

const shown = (value: unknown, json: string) => (typeof value === "string" ? `\n${value}\n` : json);

/** A plain value as record.py writes it. */
function spell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spell);
  if (typeof value !== "number") return value;
  if (Object.is(value, -0)) return "-0";
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

function compareError(t: Api, row: Row, recorded: string): string | undefined {
  const wanted = typeof row.error === "string" ? row.error : recorded;
  let thrown: unknown;
  try {
    row.run(t, makeInputs(t, row));
  } catch (error) {
    thrown = error;
  }
  if (thrown === undefined) return `expected the error "${wanted}", got none`;
  if (!(thrown instanceof Error) || thrown.name !== "ToeplitzError")
    return `expected a ToeplitzError, got ${String(thrown)}`;
  return thrown.message.includes(wanted) ? undefined : `expected the error\n${wanted}\ngot\n${thrown.message}`;
}

function compareOwn(t: Api, row: Row): string | undefined {
  if (row.error !== false) return compareError(t, row, "");
  const actual = flat(row.run(t, makeInputs(t, row))).map((leaf) => (isTensor(leaf) ? leaf.toArray() : spell(leaf)));
  const [a, e] = [JSON.stringify(actual.length === 1 ? actual[0] : actual), JSON.stringify(row.expect)];
  return a === e ? undefined : `expected ${e}, got ${a}`;
}

interface Bounds {
  output(i: number): Within | undefined;
  grad(name: string): Within | undefined;
}

function tolerances(t: Api, row: Row, winograd: boolean): Bounds {
  const { tolerance } = row;
  if (tolerance === undefined || ("winograd" in tolerance && !winograd)) {
    return { output: () => undefined, grad: () => undefined };
  }
  if ("winograd" in tolerance) return winogradBounds(t, row);
  return "ulps" in tolerance ? ulpBounds(row, tolerance) : sumBounds(t, row);
}

function ulpBounds(row: Row, { ulps, absolute = 0 }: Extract<Tolerance, { ulps: number }>): Bounds {
  const first = Object.values(row.inputs).find(({ dtype }) => dtype === "float64");
  const dtype: DType = first === undefined ? "float32" : "float64";
  const within = { bound: (_: number, expected: number) => Math.max(absolute, ulps * ulp(expected, dtype)) };
  return { output: () => within, grad: () => within };
}

/** Bounds of sums of products, from absolute values and from ones. */
function sumBounds(t: Api, row: Row): Bounds {
  const sums = evaluate(t, row, Math.abs);
  const counts = evaluate(t, row, () => 1);
  const within = (pick: (result: Result) => unknown): Within => {
    const [s, k] = [pick(sums), pick(counts)];
    return { bound: isTensor(s) && isTensor(k) ? sumBound(s, k) : () => 0 };
  };
  return { output: (i) => within((r) => r.outputs[i]), grad: (name) => within((r) => r.grads?.[name]) };
}

/**
 * The row in float64. No accelerator takes that, so plain loops give the exact sums of numbers that float32 holds exactly, too; that
 * they are PyTorch's, the digests must show.
 */
function inFloat64(t: Api, row: Row): Result {
  const inputs = Object.entries(row.inputs).map(([name, recipe]) => [name, { ...recipe, dtype: "float64" as const }]);
  return evaluate(t, { ...row, inputs: Object.fromEntries(inputs) });
}

/** How much larger the terms of a Winograd convolution can be than those of a direct one: tiles of 4 x 4, points 0, ±5/8, ±3/2. */
const amplification = 63;

/** Bounds of Winograd convolutions. A tile holds more than one output's window, so the largest sum stands for all. */
function winogradBounds(t: Api, row: Row): Bounds {
  let largest = 0;
  for (const x of Object.values(makeInputs(t, row))) {
    largest = Math.max(
      largest,
      ...Array.from(x.toTypedArray() as ArrayLike<number | bigint>, (v) => Math.abs(Number(v))),
    );
  }
  const sums = evaluate(t, row, () => largest);
  const counts = evaluate(t, row, () => 1);
  let exact: Result | undefined;
  const within = (pick: (result: Result) => unknown): Within => {
    const [s, k] = [pick(sums), pick(counts)].map((x) =>
      isTensor(x) ? Math.max(...Array.from(x.toTypedArray() as ArrayLike<number | bigint>, Number)) : 0,
    );
    return {
      bound: () => 2 * Math.max(1, Math.sqrt(k!) / 8) * 2 ** -24 * amplification * s!,
      exact() {
        exact ??= inFloat64(t, row);
        return (pick(exact) as Tensor).to("float32");
      },
    };
  };
  return { output: (i) => within((r) => r.outputs[i]), grad: (name) => within((r) => r.grads?.[name]) };
}
