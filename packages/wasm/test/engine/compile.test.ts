// Which of the module's two flavours is compiled, in engines and hosts of every kind.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fuse } from "../../src/assembler/fuse.ts";
import type { Level } from "../../src/engine/engine.ts";
import { kernelBytes } from "../../src/kernels/bytes.ts";

const plain = kernelBytes();
const fused = fuse(plain);
const flavourOf = (bytes: Uint8Array) => (Buffer.compare(bytes, fused) === 0 ? "fused" : "plain");

/** What was compiled, in order. */
const compiled: string[] = [];

/** An engine that understands these flavours, in a host that may refuse to compile bytes. */
function engine(understands: readonly string[], forbids = false): void {
  const { Memory, Instance, Module } = WebAssembly;
  vi.stubGlobal("WebAssembly", {
    Memory,
    Instance,
    validate: (bytes: Uint8Array) => understands.includes(flavourOf(bytes)),
    Module: class {
      constructor(bytes: Uint8Array<ArrayBuffer>) {
        if (forbids) throw new EvalError("violates the policy");
        if (!understands.includes(flavourOf(bytes))) throw new SyntaxError("invalid opcode");
        compiled.push(flavourOf(bytes));
        // biome-ignore lint/correctness/noConstructorReturn: a stand-in has to give a real module.
        return new Module(bytes);
      }
    },
  });
}

async function compile(level: Level) {
  const { compileKernels } = await import("../../src/engine/compile.ts");
  const made = compileKernels(level);
  expect(compileKernels(level)).toBe(made);
  return made;
}

beforeEach(() => {
  compiled.length = 0;
  vi.resetModules();
});
afterEach(() => vi.unstubAllGlobals());

test.each([
  ["default", "fused"],
  ["high", "fused"],
  ["deterministic", "plain"],
] as const)("level %s takes the %s flavour and compiles nothing else", async (level, flavour) => {
  engine(["plain", "fused"]);
  expect(await compile(level)).toMatchObject({ kernels: { fused: flavour === "fused", modern: true } });
  expect(compiled).toEqual([flavour]);
});

test.each(["default", "deterministic"] as const)("an engine without relaxed SIMD, level %s", async (level) => {
  engine(["plain"]);
  expect(await compile(level)).toMatchObject({ kernels: { fused: false, modern: false } });
  expect(compiled).toEqual(["plain"]);
});

test.each(["default", "deterministic"] as const)("an engine without SIMD, level %s", async (level) => {
  engine([]);
  expect(await compile(level)).toEqual({ refusal: "this engine has no SIMD for WebAssembly" });
});

test.each(["default", "deterministic"] as const)("a host that compiles no bytes, level %s", async (level) => {
  engine(["plain", "fused"], true);
  const { refusal } = (await compile(level)) as { refusal: string };
  expect(refusal).toMatch("'wasm-unsafe-eval'");
  expect(refusal).toMatch("It said: violates the policy");
});

test("an engine without WebAssembly", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  expect(await compile("default")).toEqual({ refusal: "this engine has no WebAssembly" });
});
