// Hosts that lack something, each a Node.js of its own: the results are there all the same, and the status says why they are portable.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Report, report } from "./report.ts";

const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-hosts-"));
let here: Report;

beforeAll(async () => {
  // One file of JavaScript: Node.js itself needs WebAssembly to read TypeScript.
  await build({
    configFile: false,
    logLevel: "error",
    root: folder,
    resolve: { conditions: ["@toeplitz/source"] },
    ssr: { noExternal: true, resolve: { conditions: ["@toeplitz/source"] } },
    build: {
      ssr: fileURLToPath(new URL("./program.ts", import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: "program.mjs" } },
    },
  });
  here = report(null);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inNode(flags: readonly string[], args: readonly string[] = []): Report {
  const run = spawnSync(process.execPath, [...flags, path.join(folder, "program.mjs"), ...args], { encoding: "utf8" });
  expect(run.stderr).toBe("");
  return JSON.parse(run.stdout) as Report;
}

const levels = ["default", "high", "deterministic"] as const;

/** Portable at every level, for a reason, with the portable kernels' bits. */
function expectPortable(there: Report, reason: string): void {
  for (const level of levels) {
    expect(there[level].status).toEqual({ backend: "portable", reason });
    expect(there[level].fingerprint).toBe(here.portable.fingerprint);
  }
}

test("here everything is accelerated, and other bits come out unless every bit counts", () => {
  for (const level of levels) expect(here[level].status).toMatchObject({ backend: "wasm", level });
  expect(here.deterministic.fingerprint).toBe(here.portable.fingerprint);
  expect(here.default.fingerprint).not.toBe(here.portable.fingerprint);
});

test("no WebAssembly", () => {
  expectPortable(
    inNode(["--import", "data:text/javascript,delete globalThis.WebAssembly"]),
    "this engine has no WebAssembly",
  );
});

// The flag takes away what V8 needs for SIMD on this kind of processor.
test.runIf(process.arch === "x64")("no SIMD", () => {
  expectPortable(inNode(["--no-enable-ssse3"]), "this engine has no SIMD for WebAssembly");
});

test("no relaxed SIMD: the plain flavour, and the same bits at level deterministic", () => {
  const there = inNode([], ["--without-relaxed-simd"]);
  for (const level of levels) expect(there[level].status).toMatchObject({ backend: "wasm", level, simd: "plain" });
  expect(there.deterministic.fingerprint).toBe(here.portable.fingerprint);
  expect(there.default.fingerprint).not.toBe(here.default.fingerprint);
});
