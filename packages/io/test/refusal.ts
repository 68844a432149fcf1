// What every refusal of a file has: one class, a code, a short message without anything unescaped, and no result.
import { ToeplitzError } from "@toeplitz/tensor";
import { expect } from "vitest";

/** The error that a load ends with, after checks that hold for each. */
export async function refusalOf(load: Promise<unknown>): Promise<ToeplitzError> {
  const error = await load.then(
    // Not the value itself: to print a model takes longer than all tests do.
    () => "nothing was refused",
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ToeplitzError);
  const { message, code } = error as ToeplitzError;
  expect(message.length).toBeLessThan(700);
  expect(message).not.toMatch(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u);
  expect(code).toMatch(/^(file|dtype|limit|read|value|global|method|state|argument|option)$/);
  return error as ToeplitzError;
}

/** Checks that a load is refused in these words. */
export async function expectRefusal(load: Promise<unknown>, text: string | RegExp, code = "file"): Promise<void> {
  const error = await refusalOf(load);
  if (typeof text === "string") expect(error.message).toContain(text);
  else expect(error.message).toMatch(text);
  expect(error.code).toBe(code);
}
