// Drawn cases against PyTorch's answers: all of an answer, as it comes live, or what the corpus keeps of it.
import type { DType, Tensor } from "@toeplitz/tensor";
import type { DrawnCase } from "../drawn/drawn.ts";
import { type Api, type ConvCase, fingerprint, type Row, type Tolerance } from "../rows/index.ts";
import { decode, encode, type Recorded } from "./compare.ts";
import { digest, type Elements } from "./digest.ts";
import { checkGolden, type GoldenRecord, mismatch } from "./golden.ts";
import { checkModule } from "./modules.ts";
import { ownText } from "./platform-texts.ts";
import { evaluate, type Result } from "./result.ts";
import { jobsSince, winogradSince } from "./watch-jobs.ts";

/**
 * What the corpus keeps of an answer: where all sums are exact, a digest of each output and then of each gradient; where they
 * round, all values; where PyTorch refused, its sentence.
 */
export type KeptAnswer = string | Omit<GoldenRecord, "hash">;

/** Recorded answers to the cases 0, 1, 2, … of a seed. */
export interface Corpus {
  readonly torch: string;
  readonly seed: number;
  /** Of all questions: answers to others are noticed. */
  readonly print: string;
  readonly answers: readonly KeptAnswer[];
}

export function keep({ row, exact }: DrawnCase, { hash: _, ...answer }: GoldenRecord): KeptAnswer {
  const { error, out = [], grad = {} } = answer;
  if (error !== undefined || !exact) return answer;
  const outputs = (out as readonly Recorded[]).map(({ dtype, shape, bits }) =>
    unsignedDigest(dtype, shape, decode({ dtype, bits })),
  );
  const grads = Object.entries(grad).map(([name, bits]) => {
    const { dtype, shape } = row.inputs[name]!;
    return bits === null ? none : unsignedDigest(dtype, shape, decode({ dtype, bits }));
  });
  return [...outputs, ...grads].join(" ");
}

/** Checks a case against all of PyTorch's answer, and the module where it has one. Throws with the row and the first difference. */
export function checkDrawn(t: Api, { row: asked, kind, conv }: DrawnCase, answer: GoldenRecord): void {
  const refusal = answer.error?.[1];
  const row: Row = { ...asked, error: refusal === undefined ? false : (ownText(refusal) ?? true) };
  const check = (tolerance: Tolerance | undefined) => {
    const hash = fingerprint(row);
    checkGolden(t, { ...row, tolerance }, { torch: "", rows: { [row.id]: { ...answer, hash } } });
    if (kind === "module") checkModule(t, conv as ConvCase);
  };
  jobsSince();
  try {
    check(row.tolerance);
  } catch (error) {
    if (!winogradSince()) throw shown(row, error);
    check({ winograd: true, why: "transforms of tiles round, also where sums of products do not" });
  }
}

/** An error with its row, which only mismatches have. */
const shown = (row: Row, error: unknown): unknown =>
  error instanceof Error && error.message.startsWith(row.id) ? error : mismatch(row, `threw ${String(error)}`);

/**
 * The same against what the corpus keeps. Gives false where digests differ because tiles were transformed: then only
 * {@link checkDrawn} with all numbers can tell.
 */
export function checkKept(t: Api, drawn: DrawnCase, kept: KeptAnswer): boolean {
  const { row, kind, conv } = drawn;
  if (typeof kept !== "string") {
    checkDrawn(t, drawn, { hash: "", ...kept });
    return true;
  }
  jobsSince();
  const expected = kept.split(" ");
  const found = [...parts(evaluated(t, row))];
  if (found.length !== expected.length) throw mismatch(row, `expected ${expected.length} arrays, got ${found.length}`);
  for (const [i, [what, x]] of found.entries()) {
    const own = x === null ? none : unsignedDigest(x.dtype, x.shape, x.toTypedArray());
    if (own === expected[i]) continue;
    if (winogradSince()) return false;
    throw mismatch(
      row,
      `${what} has the digest ${own}, PyTorch's has ${expected[i]}; conformance:live shows the elements`,
    );
  }
  if (kind === "module") checkModule(t, conv as ConvCase);
  return true;
}

function* parts({ outputs, grads = {} }: Result): Iterable<readonly [what: string, x: Tensor | null]> {
  for (const [i, output] of outputs.entries()) yield [`output ${i}`, output as Tensor];
  for (const [name, grad] of Object.entries(grads)) yield [`gradient of ${name}`, grad];
}

function evaluated(t: Api, row: Row): Result {
  try {
    return evaluate(t, row);
  } catch (error) {
    throw shown(row, error);
  }
}

/** What the library itself answers, in the form of PyTorch's answers. */
export function answerOf(t: Api, { row }: DrawnCase): GoldenRecord {
  const { outputs, grads = {} } = evaluate(t, row);
  const out = (outputs as readonly Tensor[]).map((x) => ({ ...encode(x), requiresGrad: x.requiresGrad }));
  const grad = Object.entries(grads).map(([name, x]) => [name, x === null ? null : encode(x).bits]);
  return { hash: "", out, grad: Object.fromEntries(grad) };
}

const none = "--------";

/** A digest in which -0 counts as 0: which of them a sum of nothing but -0 gives depends on whether it starts at 0. */
const unsignedDigest = (dtype: DType, shape: readonly number[], elements: Elements): string =>
  digest(dtype, shape, elements instanceof BigInt64Array ? elements : elements.map((x) => x + 0));
