// Positions of a hundred million elements: lists of so many would end the program.
import { expect, test } from "vitest";
import { maskedSelect, ones, ToeplitzError, zeros } from "../src/index.ts";

test("an axis beside an index, a mask and what it selects", { timeout: 120_000 }, () => {
  const long = 1.2e8;
  expect(zeros([2, long], { dtype: "uint8" }).index([1]).shape).toEqual([1, long]);
  const held = ones([long], { dtype: "uint8" });
  expect(maskedSelect(held, held).numel()).toBe(long);
});

test("as many elements as positions cannot count are refused, not read elsewhere", () => {
  const stretched = ones([1], { dtype: "uint8" }).expand([2 ** 31 + 8]);
  const refused = expect.objectContaining({ message: expect.stringContaining("less than 2^31 elements") });
  for (const call of [() => stretched.index([2 ** 31 + 4]), () => stretched.index([0])]) {
    expect(call).toThrow(ToeplitzError);
    expect(call).toThrow(refused);
  }
});
