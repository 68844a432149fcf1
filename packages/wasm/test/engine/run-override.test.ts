// What happens to a call that loses a worker or whose kernel traps, and which calls may lose one.
import { defineKernel, type Override, override, Storage } from "@toeplitz/tensor/extend";
import { expect, test, vi } from "vitest";
import type { Accelerator } from "../../src/engine/accelerator.ts";
import { runOverride } from "../../src/engine/run-override.ts";

const kernel = defineKernel({ name: "test", operands: { x: "read", b: "read?", y: "all" }, run: () => {} });

const operand = () => ({ storage: new Storage("float32", 4), offset: 0 });

function prepared(routine: () => boolean, supports = () => true, token: Override["kernel"] = kernel) {
  const [lost, trap] = [new Error("lost"), new Error("trap")];
  const accelerator = {
    threads: 2,
    mayShare: true,
    available: true,
    recover: (error: unknown) => (error === lost ? "lost" : error === trap ? "trapped" : null),
  };
  const entry: Override = override(token, { supports, run: routine });
  return { lost, trap, accelerator, run: runOverride(accelerator as unknown as Accelerator, entry) };
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
    throw new TypeError("other");
  });
  expect(() => run(operands, null)).toThrow("other");
});

const stepping = defineKernel({ name: "stepping", operands: { x: "read", p: "change", v: "change?" }, run: () => {} });

test("what changes elements by what they were is neither shared out nor made again", () => {
  const seen: boolean[] = [];
  const routine = vi.fn(() => seen.push(accelerator.mayShare) > 0);
  const { lost, trap, accelerator, run } = prepared(routine, undefined, stepping);
  const operands = { x: operand(), p: operand(), v: null };
  run(operands, null);
  expect(seen).toEqual([false]);
  for (const error of [lost, trap]) {
    routine.mockImplementationOnce(() => {
      throw error;
    });
    expect(() => run(operands, null)).toThrow("wasm: the kernel stepping failed half way through what it changes");
  }
  expect(routine).toHaveBeenCalledTimes(3);
});

test("a call for whose plan JavaScript has no room is left to the portable routine", () => {
  const routine = vi.fn(() => true);
  const { run } = prepared(routine);
  const operands = { x: operand(), b: null, y: operand() };
  const noRoom = () =>
    routine.mockImplementationOnce(() => {
      throw new RangeError("Array buffer allocation failed");
    });
  noRoom();
  expect(run(operands, null)).toBe(false);
  expect(run(operands, null)).toBe(true);
  noRoom();
  expect(() => run({ ...operands, y: operands.x }, null)).toThrow("failed half way");
});

test("a kernel that traps, be it at the second attempt, leaves the call to the portable routine", () => {
  const routine = vi.fn(() => true);
  const { lost, trap, run } = prepared(routine);
  const operands = { x: operand(), b: null, y: operand() };
  const fails = (error: Error) =>
    routine.mockImplementationOnce(() => {
      throw error;
    });
  fails(trap);
  expect(run(operands, null)).toBe(false);
  expect(routine).toHaveBeenCalledTimes(1);
  fails(lost);
  fails(trap);
  expect(run(operands, null)).toBe(false);
  expect(routine).toHaveBeenCalledTimes(3);
  fails(trap);
  expect(() => run({ ...operands, y: operands.x }, null)).toThrow("failed half way");
});
