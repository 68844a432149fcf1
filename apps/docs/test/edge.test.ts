// The guide's program for hosts that compile WebAssembly themselves, with a host that hands it the compiled kernels.
import { readFileSync } from "node:fs";
import * as wasm from "@toeplitz/wasm";
import * as toeplitz from "toeplitz";
import { afterEach, expect, it } from "vitest";
import { kernelBytes } from "../../../packages/wasm/src/kernels/bytes.ts";
import { programOf } from "../src/sandbox/program.ts";

afterEach(() => toeplitz.setBackend(null));

it("answers with what the accelerator computed", async () => {
  const modules: Readonly<Record<string, object>> = {
    "@toeplitz/wasm": wasm,
    "@toeplitz/wasm/kernels.wasm": { __esModule: true, default: new WebAssembly.Module(kernelBytes()) },
    toeplitz,
  };
  const program = programOf(readFileSync(new URL("../hosts/edge.ts", import.meta.url), "utf8"));
  const exports = {} as { default: { fetch(): Response } };
  new Function("require", "exports", program)((name: string) => modules[name], exports);
  const nines = [9, 9];
  expect(await exports.default.fetch().json()).toEqual({ y: [[[nines, nines]]], backend: "wasm" });
});
