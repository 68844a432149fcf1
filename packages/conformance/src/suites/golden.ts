// Golden suite: a row gives what real PyTorch gave: dtype, shape, every bit, every gradient, every refusal.
import type { DType, Tensor } from "@toeplitz/tensor";
import { type Api, fingerprint, type Row, type Tolerance } from "../rows/index.ts";
import { type Bound, difference, type Recorded, sumBound, ulp } from "./compare.ts";
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
  if (record === undefined) return "no golden record: run pnpm golden (it needs Debian's python3-torch)";
  if (record.hash !== fingerprint(row)) return "the golden record is of another version of this row: run pnpm golden";
  if (row.error !== false) return compareError(t, row, record.error?.[1] ?? "");

  const result = evaluate(t, row);
  const expected = record.out ?? [];
  if (result.outputs.length !== expected.length) {
    return `expected ${expected.length} outputs, got ${result.outputs.length}`;
  }
  const bounds = tolerances(t, row, winograd);
  for (const [i, output] of expected.entries()) {
    const problem = compareOutput(result.outputs[i] as Leaf, output, bounds.output(i));
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
    const problem = difference(grad, { dtype, shape, bits }, bounds.grad(name));
    if (problem !== undefined) return `gradient of ${name}: ${problem}`;
  }
  return undefined;
}

function compareOutput(actual: Leaf, expected: GoldenOutput, bound: Bound | undefined): string | undefined {
  if ("bits" in expected) {
    return isTensor(actual) ? difference(actual, expected, bound) : `expected a tensor, got ${JSON.stringify(actual)}`;
  }
  if (isTensor(actual)) return `expected ${JSON.stringify(expected.value)}, got a tensor`;
  if (typeof actual === "number" && typeof expected.value === "number" && bound !== undefined) {
    if (Math.abs(actual - expected.value) <= bound(0, expected.value)) return undefined;
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
  output(i: number): Bound | undefined;
  grad(name: string): Bound | undefined;
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
  const bound: Bound = (_, expected) => Math.max(absolute, ulps * ulp(expected, dtype));
  return { output: () => bound, grad: () => bound };
}

/** Bounds of sums of products, from absolute values and from ones. */
function sumBounds(t: Api, row: Row): Bounds {
  const sums = evaluate(t, row, Math.abs);
  const counts = evaluate(t, row, () => 1);
  const bound = (pick: (result: Result) => unknown): Bound => {
    const [s, k] = [pick(sums), pick(counts)];
    return isTensor(s) && isTensor(k) ? sumBound(s, k) : () => 0;
  };
  return { output: (i) => bound((r) => r.outputs[i]), grad: (name) => bound((r) => r.grads?.[name]) };
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
  const bound = (pick: (result: Result) => unknown): Bound => {
    const [s, k] = [pick(sums), pick(counts)].map((x) =>
      isTensor(x) ? Math.max(...Array.from(x.toTypedArray() as ArrayLike<number | bigint>, Number)) : 0,
    );
    return () => 2 * Math.max(1, Math.sqrt(k!) / 8) * 2 ** -24 * amplification * s!;
  };
  return { output: (i) => bound((r) => r.outputs[i]), grad: (name) => bound((r) => r.grads?.[name]) };
}
