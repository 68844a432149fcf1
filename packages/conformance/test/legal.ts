// What an error says beside its text, of the whole library or of a part of it: the values that it names as legal must do.
import { expect } from "vitest";
import type { Refusal } from "../src/rows/refusals.ts";
import type { Api } from "../src/rows/row.ts";

export type Refused = InstanceType<Api["ToeplitzError"]>;

/** The library's error, or undefined where it accepts the call. */
export function refusalOf({ ToeplitzError }: Api, call: () => unknown): Refused | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof ToeplitzError) return error;
    throw error;
  }
  return undefined;
}

/** A row is refused with whose fault it is; a single fault has legal values, each of which is taken in its place. */
export function checkRefusal(library: Api, { run, mend }: Refusal): void {
  const error = refusalOf(library, () => run(library, {}))!;
  expect(error).toMatchObject({ api: expect.any(String), code: expect.any(String), argument: expect.any(String) });
  if (mend === undefined) return;
  expect(error.value, error.message).toBeDefined();
  expect(error.legal?.length, error.message).toBeGreaterThan(0);
  for (const value of error.legal ?? []) {
    expect(refusalOf(library, () => mend(library, value as never))?.message, `with ${String(value)}`).toBeUndefined();
  }
}
