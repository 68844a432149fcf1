// Hashed suite: a row's answer has the hash that real PyTorch's answer has.
import { type Api, fingerprint, type Row, textPrint } from "../rows/row.ts";
import { type GoldenRecord, mismatch } from "./golden.ts";
import { evaluate, isTensor, type Leaf } from "./result.ts";

/** One file of golden data. */
export interface HashedGolden {
  readonly torch: string;
  /** Of all questions: hashes of answers to others are noticed. */
  readonly questions: string;
  /** Eight hexadecimal digits for each row, in the order of the rows. */
  readonly hashes: string;
  /** Answers in full, by the row's id: what may be read, and what shows the difference where one of these rows fails. */
  readonly texts: Readonly<Record<string, string>>;
}

const digits = 8;

/** What the golden data of a group keep. Texts of at most `longest` characters are kept in full at every `step`-th row. */
export function hashedGolden(
  rows: readonly Row[],
  torch: string,
  answers: Readonly<Record<string, GoldenRecord>>,
  { step, longest }: { step: number; longest: number },
): HashedGolden {
  const answered = rows.map((row) => [row.id, answers[row.id]?.out ?? []] as const);
  const single = answered.map(([id, out]) => [id, out.length === 1 && "value" in out[0]! ? out[0].value : undefined]);
  const readable = single.filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1].length <= longest,
  );
  return {
    torch,
    questions: questionsOf(rows),
    hashes: answered.map(([, out]) => hashOf(out.map(recordedText))).join(""),
    texts: Object.fromEntries(readable.filter((_, i) => i % step === 0)),
  };
}

/** Why the recorded hashes are not of these rows, or undefined. */
export function staleness(rows: readonly Row[], golden: HashedGolden): string | undefined {
  if (golden.questions === questionsOf(rows) && golden.hashes.length === digits * rows.length) return undefined;
  return "the golden hashes are of other rows: run pnpm golden (it needs Debian's python3-torch)";
}

/** Checks row number `index` of a group. Throws with the row, what came out, and PyTorch's text where it is kept. */
export function checkHashed(t: Api, row: Row, index: number, golden: HashedGolden): void {
  const texts = evaluate(t, row).outputs.map(leafText);
  const kept = golden.texts[row.id];
  const actual = texts.join("\n");
  if (kept !== undefined && kept !== actual) throw mismatch(row, `expected\n${kept}\ngot\n${actual}`);
  const [expected, found] = [golden.hashes.slice(digits * index, digits * (index + 1)), hashOf(texts)];
  if (expected === found) return;
  const shown = actual.length > 2000 ? `${actual.slice(0, 2000)} …` : actual;
  throw mismatch(
    row,
    `expected an answer of hash ${expected}, got one of ${found}:\n${shown}\n\`pnpm golden:live "${row.id}"\` asks PyTorch for its own`,
  );
}

const questionsOf = (rows: readonly Row[]) => textPrint(rows.map(fingerprint).join());

const hashOf = (texts: readonly string[]) => textPrint(JSON.stringify(texts)).slice(0, digits);

/** Type, shape and bits of a tensor; a text as it is; any other value as JSON. */
function leafText(leaf: Leaf): string {
  if (!isTensor(leaf)) return typeof leaf === "string" ? leaf : JSON.stringify(leaf);
  const { buffer, byteOffset, byteLength } = leaf.toTypedArray();
  const bytes = Array.from(new Uint8Array(buffer, byteOffset, byteLength), (byte) => String.fromCharCode(byte));
  return tensorLine(leaf.dtype, leaf.shape, btoa(bytes.join("")));
}

function recordedText(output: NonNullable<GoldenRecord["out"]>[number]): string {
  if ("bits" in output) return tensorLine(output.dtype, output.shape, output.bits);
  return typeof output.value === "string" ? output.value : JSON.stringify(output.value);
}

const tensorLine = (dtype: string, shape: readonly number[], bits: string) => `${dtype} [${shape.join(", ")}] ${bits}`;
