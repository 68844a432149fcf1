// JavaScript has no room for one array after the other, in part: no-room.long.test.ts has the whole.
import { expect, test } from "vitest";
import { arraysAsked, watchArrays, whileFailing } from "./arrays.ts";

watchArrays();
const { checkArrays, computing } = await import("./calls.ts");
const { runOn } = await import("../backends.ts");
const { library } = await import("../library.ts");

test("no room to compile the kernels: portable, for a reason, and the next backend is accelerated", () => {
  runOn("default");
  const { result, error } = whileFailing(
    () => true,
    () => library.status(),
  );
  expect(error).toBe(null);
  expect(arraysAsked()).toBeGreaterThan(0);
  expect(result).toEqual({ backend: "portable", reason: expect.stringContaining("Array buffer allocation failed") });
  runOn("default");
  expect(library.status()).toMatchObject({ backend: "wasm" });
});

test("what JavaScript has no room to take out of the accelerator's memory stays there, and leaves it later", () => {
  const backend = library.wasm();
  library.setBackend(backend);
  const x = library.ones([3000]).mul(3);
  const { error } = whileFailing(
    () => true,
    () => library.argsort(x),
  );
  expect(error).toMatchObject({ name: "ToeplitzError", code: "memory" });
  backend.memory?.flush();
  expect(x.toTypedArray().every((value) => value === 3)).toBe(true);
});

const some = computing.filter((_, i) => i % 120 === 0);
const windows = computing.filter(({ id }) => /^(max|avg)Pool2d\//.test(id)).slice(0, 2);
const longRows = computing.filter(({ id }) => /^conv1d\/1x32x32 /.test(id)).slice(0, 1);

test.each(["portable", "deterministic"] as const)(
  "%s: a typed error or the right answer, and then the same bits",
  (ground) => {
    const rows = [...some, ...windows, ...longRows];
    const { files, problems, ...tried } = checkArrays(ground, rows);
    expect(problems).toEqual([]);
    expect(tried.arrays).toBeGreaterThan(rows.length);
    expect(tried.answered > 0).toBe(ground !== "portable");
    if (ground !== "portable") return;
    expect(files).toContain("conv/src/kernels/pool-windows.ts");
    expect(files).toContain("conv/src/kernels/weight-rows.ts");
  },
);
