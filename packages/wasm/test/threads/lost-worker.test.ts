// What happens to a call that loses a worker, and which calls may lose one.
import { defineKernel, type Override, override, Storage } from "@toeplitz/tensor/extend";
import { expect, test, vi } from "vitest";
import type { Accelerator } from "../../src/engine/accelerator.ts";
import { runOverride } from "../../src/threads/lost-worker.ts";

const kernel = defineKernel({ name: "test", operands: { x: "read", b: "read?", y: "all" }, run: () => {} });

const operand = () => ({ storage: new Storage("float32", 4), offset: 0 });

function prepared(routine: () => boolean, supports = () => true) {
  const lost = new Error("lost");
  const accelerator = { threads: 2, mayShare: true, available: true, recover: (error: unknown) => error === lost };
  const entry: Override = override(kernel, { supports, run: routine });
  return { lost, accelerator, run: runOverride(accelerator as unknown as Accelerator, entry) };
}

test("a call that writes to one of its inputs is not shared out", () => {
  const seen: boolean[] = [];
  const { accelerator, run } = prepared(() => seen.push(accelerator.mayShare) > 0);
  const [x, b, y] = [operand(), operand(), operand()];
  for (const operands of [
    { x, b: null, y },
    { x, b: x, y },
    { x, b: null, y: x },
    { x, b, y: b },
    { x, b, y },
  ])
    run(operands, null);
  expect(seen).toEqual([true, true, false, false, true]);
});

test("a call is made again after a worker is lost, if it is still served; other errors come out", () => {
  const routine = vi.fn(() => true);
  const supports = vi.fn(() => true);
  const { lost, accelerator, run } = prepared(routine, supports);
  const operands = { x: operand(), b: null, y: operand() };
  const losing = () => {
    routine.mockImplementationOnce(() => {
      throw lost;
    });
  };
  losing();
  expect(run(operands, null)).toBe(true);
  expect(routine).toHaveBeenCalledTimes(2);
  losing();
  supports.mockReturnValueOnce(false);
  expect(run(operands, null)).toBe(false);
  losing();
  accelerator.available = false;
  expect(run(operands, null)).toBe(false);
  expect(routine).toHaveBeenCalledTimes(4);
  routine.mockImplementationOnce(() => {
    throw new RangeError("other");
  });
  expect(() => run(operands, null)).toThrow("other");
});
