// One consumer of the packages, and what became of it.

export type Outcome =
  | { readonly kind: "passed"; readonly result: string }
  | { readonly kind: "failed"; readonly output: string }
  | { readonly kind: "not run"; readonly reason: string };

/** A line of the table. */
export interface Row {
  readonly consumer: string;
  readonly version: string;
  readonly outcome: Outcome;
}

export const failed = (output: string): Outcome => ({ kind: "failed", output });
export const notRun = (reason: string): Outcome => ({ kind: "not run", reason });

interface Printed {
  readonly corner: readonly (readonly number[])[];
  readonly sum: number;
  readonly slope: number;
  readonly backend: string;
  readonly simd?: string;
  readonly reason?: string;
  readonly copies?: number;
}

// Along an axis the first of 8 windows hangs over the border and holds 2 ones, the others hold 3; 4 channels come in, 8 go out.
const known = { corner: "[[16,24],[24,36]]", sum: 8 * 4 * (2 + 7 * 3) ** 2 };

const refused = "the host refuses to compile WebAssembly";

/** Judges what programs/convolution printed: right numbers, computed by the accelerator unless the host forbids it. */
export function judge(output: string, expected: "wasm" | "portable" = "wasm"): Outcome {
  const line = output.split("\n").find((text) => text.startsWith("{"));
  if (line === undefined) return failed(output === "" ? "nothing was printed" : output);
  const { backend, copies, corner, reason, simd, slope, sum }: Printed = JSON.parse(line);
  const right = JSON.stringify(corner) === known.corner && sum === known.sum && slope === known.sum;
  if (!right || backend !== expected) return failed(output);
  if (expected === "portable") {
    return reason?.startsWith(refused) ? { kind: "passed", result: `portable: ${refused}` } : failed(output);
  }
  // Somebody who is on and declines everything would have copied nothing into its memory.
  return copies !== undefined && copies > 0 ? { kind: "passed", result: `wasm, ${simd} SIMD` } : failed(output);
}
