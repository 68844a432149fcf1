// JavaScript has no room for one array after the other, over rows of every kind, and in every file that makes arrays.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { groups } from "../../src/rows/index.ts";
import { watchArrays } from "./arrays.ts";

watchArrays();
const { checkArrays, computing } = await import("./calls.ts");

const everySo = (step: number) => computing.filter((_, i) => i % step === 0);
const of = (...names: readonly string[]) =>
  computing.filter((row) => names.some((name) => (groups[name] ?? []).includes(row)));
const steps = of("optimisers").filter((_, i) => i % 20 === 0);
const layers = of("conv-layers");
const rare = computing.filter(({ id }) => /^(randperm|Generator|nonzero|Tensor\.unfold)\//.test(id));
const reached = new Set<string>();

test.each([
  ["portable", [...everySo(8), ...rare]],
  ["deterministic", [...everySo(30), ...steps]],
  ["default", layers],
] as const)("%s: a typed error or the right answer, and then the same bits", (ground, rows) => {
  const { files, problems, ...tried } = checkArrays(ground, rows);
  for (const file of files) reached.add(file);
  // biome-ignore lint/suspicious/noConsole: how many arrays were failed is what this test is for.
  console.log(`no room for arrays, ${ground}: ${JSON.stringify({ ...tried, failed: problems.length })}`);
  expect(problems).toEqual([]);
  expect(tried.rows).toBeGreaterThan(0.9 * rows.length);
});

const atLoad = "a few words, made when the module is loaded";
const withBackend = "a few words, made with the backend, before any call";
const compiling = "while kernels are compiled, which no-room.test.ts fails";
/** Files whose arrays are not failed above, and why. */
const otherwise: Readonly<Record<string, string>> = {
  "tensor/src/ops/index-along.ts": "it has no elements",
  "tensor/src/printing/number-text.ts": atLoad,
  "tensor/src/random/float32-log-sincos.ts": atLoad,
  "tensor/src/random/float64-log-sincos.ts": atLoad,
  "tensor/src/random/fused-multiply-add.ts": atLoad,
  "tensor/src/random/normal.ts": atLoad,
  "wasm/src/assembler/encoding.ts": compiling,
  "wasm/src/assembler/expression.ts": compiling,
  "wasm/src/assembler/fuse.ts": compiling,
  "wasm/src/assembler/seal.ts": compiling,
  "wasm/src/assembler/shared-memory.ts": "while threads start: what fails there is the reason why there are none",
  "wasm/src/kernels/byte-text.ts": compiling,
  "wasm/src/memory/request.ts": "of the accelerator's memory, which faults.test.ts fails",
  "wasm/src/memory/test-memory.ts": "it is for tests",
  "wasm/src/overrides/copy.ts": "a view of bytes that there are",
  "wasm/src/overrides/optimizer-steps.ts": withBackend,
  "wasm/src/overrides/pointwise-call.ts": withBackend,
  "wasm/src/overrides/positions.ts": withBackend,
  "wasm/src/overrides/reduce-call.ts": withBackend,
  "wasm/src/overrides/walk.ts": withBackend,
  "wasm/src/threads/control.ts": "while threads start: what fails there is the reason why there are none",
  "wasm/src/threads/host.ts": "a few words, to find out whether a host may wait",
};

test("every file that makes arrays was among them, or it is said why not", () => {
  const makes = /\ballocate\(|new (\w*\d+Array|ArrayBuffer|SharedArrayBuffer)\(|\w+\d+Array\.(from|of)\(/;
  const packages = new URL("../../../", import.meta.url);
  const making = ["tensor", "conv", "kernel-matrix", "nn", "wasm"].flatMap((name) =>
    readdirSync(new URL(`${name}/src`, packages), { recursive: true, encoding: "utf8" })
      .map((file) => `${name}/src/${file}`)
      .filter((file) => file.endsWith(".ts") && makes.test(readFileSync(new URL(file, packages), "utf8"))),
  );
  expect(making.filter((file) => !reached.has(file)).sort()).toEqual(Object.keys(otherwise).sort());
});
