// One case: a call in TypeScript beside the same line of PyTorch.
import type { Tensor } from "@toeplitz/tensor";
import type * as Toeplitz from "toeplitz";
import { seedOf } from "./fill.ts";
import type { Recipe } from "./recipe.ts";

/** The flat API under test, as `toeplitz` exports it. */
export type Api = typeof Toeplitz;

/** A function by a name that is computed; generated rows cannot be typed. */
// biome-ignore lint/suspicious/noExplicitAny: see above.
export function called(t: Api, name: string): (...args: any[]) => any {
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  return (t as any)[name];
}

/** What a call may give: tensors, plain values, lists of either, or PyTorch's pair of values and indices. */
export type Output =
  | Tensor
  | number
  | boolean
  | string
  | null
  | readonly Output[]
  | { readonly values: Tensor; readonly indices: Tensor };

/**
 * How far a result may be from PyTorch's. Without one, every bit counts.
 *
 * - `ulps`: distance in units in the last place; `absolute` is always near enough (for results close to zero).
 * - `sums`: the call is a sum of products of its inputs. The bound is max(4, 2√K) · u · S for each element, where S is the call on
 *   absolute values, K the call on ones, and u the unit roundoff: rounding errors of a sum in any order stay below it.
 * - `winograd`: the call is a convolution of numbers whose sums are exact, and counts to the bit unless Winograd's method may compute
 *   it. The bound is then 2 · max(1, √K / 8) · u · 63 · S for all elements, where S is the call on the largest number everywhere.
 */
export type Tolerance =
  | { readonly ulps: number; readonly absolute?: number; readonly why: string }
  | { readonly sums: true; readonly why: string }
  | { readonly winograd: true; readonly why: string };

/** A case as the suites read it. */
export interface Row {
  /** Unique, `function/what-is-special`. */
  readonly id: string;
  readonly inputs: Readonly<Record<string, Recipe>>;
  /** Lines of Python over `torch`, `F`, `nn` and the inputs; the last one is the result. */
  readonly torch: string;
  readonly run: (t: Api, inputs: Readonly<Record<string, Tensor>>) => Output;
  /** The call as a reader would write it, where `run` is generated. */
  readonly line: string | undefined;
  /** Whether floating inputs require gradients, which are then compared where PyTorch gives any. */
  readonly grad: boolean;
  readonly tolerance: Tolerance | undefined;
  /** PyTorch throws. Its text must be in ours; a text given here (for texts about Python itself) must be instead. */
  readonly error: boolean | string;
  /** Why PyTorch has nothing to say; the row then only counts as a use, and `expect` says what comes out. */
  readonly noGolden: string | undefined;
  /** Why PyTorch's gradient, which ours is, is not the derivative; the row is then not compared with differences. */
  readonly noDerivative: string | undefined;
  readonly expect: unknown;
}

interface RowFields<K extends string> {
  id: string;
  inputs?: Readonly<Record<K, Recipe>>;
  torch: string;
  run: (t: Api, inputs: Readonly<Record<K, Tensor>>) => Output | void;
  line?: string;
  grad?: boolean;
  tolerance?: Tolerance;
  error?: boolean | string;
  noDerivative?: string;
}

/** Makes a row. Inputs without a seed get one by their name, so that no two inputs of a row are alike. */
export function row<K extends string = never>(fields: RowFields<K>): Row {
  const inputs: Record<string, Recipe> = {};
  for (const [name, recipe] of Object.entries<Recipe>(fields.inputs ?? {})) {
    inputs[name] = recipe.seed === 0 ? { ...recipe, seed: seedOf(name) } : recipe;
  }
  return {
    id: fields.id,
    inputs,
    torch: fields.torch,
    run: fields.run as Row["run"],
    line: fields.line,
    grad: fields.grad ?? true,
    tolerance: fields.tolerance,
    error: fields.error ?? false,
    noGolden: undefined,
    noDerivative: fields.noDerivative,
    expect: undefined,
  };
}

/** One row of {@link rowsOn}: what the inputs do not say. */
export type Call<K extends string> = readonly [
  id: string,
  torch: string,
  run: RowFields<K>["run"],
  more?: Pick<RowFields<K>, "grad" | "tolerance" | "error">,
];

/** Rows that share their inputs, and perhaps more. */
export function rowsOn<K extends string>(
  inputs: Readonly<Record<K, Recipe>>,
  calls: readonly Call<K>[],
  shared: Call<K>[3] = {},
): Row[] {
  return calls.map(([id, torch, run, more]) => row<K>({ id, inputs, torch, run, ...shared, ...more }));
}

/** Rows without inputs. */
export function rowsOnNothing(calls: readonly Call<never>[]): Row[] {
  return rowsOn({} as Record<never, Recipe>, calls);
}

/** A row for what PyTorch does not have or cannot say: it states why, and what must come out. */
export function ownRow<K extends string = never>(fields: {
  id: string;
  inputs?: Readonly<Record<K, Recipe>>;
  why: string;
  run: RowFields<K>["run"];
  expect: unknown;
}): Row {
  return { ...row<K>({ ...fields, torch: "", grad: false }), noGolden: fields.why, expect: fields.expect };
}

/** What PyTorch's answer depends on. A golden record carries it, so that a record of another question is noticed. */
export function fingerprint({ inputs, torch, grad, error }: Row): string {
  const text = JSON.stringify([
    torch,
    grad,
    error !== false,
    Object.entries(inputs).map(([name, r]) => [name, sorted(r)]),
  ]);
  return textPrint(text);
}

/** A hash of a text, 16 hexadecimal digits. */
export function textPrint(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a, b].map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
}

const sorted = (recipe: Recipe) => Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1));
