// Hosts that lack something, each a Node.js of its own: the results are there all the same, and the status says why they are portable.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ThreadStatus } from "../../src/threads/threads.ts";
import { type Entry, type Report, report } from "./report.ts";

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

/** With threads, too, and what came of asking for two. */
interface HostReport extends Report {
  readonly threaded: Entry & { readonly shared: ThreadStatus };
}

interface Host {
  readonly flags?: readonly string[];
  /** Lines that run before anything else. */
  readonly before?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function inNode({ flags = [], before, args = [], env = {} }: Host): HostReport {
  const first = before === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(before)}`];
  const run = spawnSync(process.execPath, [...flags, ...first, path.join(folder, "program.mjs"), ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  expect(run.stderr).toBe("");
  return JSON.parse(run.stdout) as HostReport;
}

const levels = ["default", "high", "deterministic"] as const;

/** Portable at every level, for a reason, with the portable kernels' bits. */
function expectPortable(there: Report, reason: string): void {
  for (const level of levels) {
    expect(there[level].status).toEqual({ backend: "portable", reason: expect.stringContaining(reason) });
    expect(there[level].fingerprint).toBe(here.portable.fingerprint);
  }
}

test("here everything is accelerated, and other bits come out unless every bit counts", () => {
  for (const level of levels) expect(here[level].status).toMatchObject({ backend: "wasm", level });
  expect(here.deterministic.fingerprint).toBe(here.portable.fingerprint);
  expect(here.default.fingerprint).not.toBe(here.portable.fingerprint);
});

const memoryThat = (lines: string) => `
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(limits) { ${lines}; super(limits); }
  };`;

const withoutWebAssembly: readonly (readonly [what: string, host: Host, reason: string])[] = [
  ["no WebAssembly", { before: "delete globalThis.WebAssembly" }, "this engine has no WebAssembly"],
  [
    "a policy that refuses to compile",
    {
      before: `WebAssembly.Module = class {
        constructor() { throw new WebAssembly.CompileError("violates the Content Security Policy directive"); }
      }`,
    },
    "script-src 'wasm-unsafe-eval'",
  ],
  ["no memory for WebAssembly", { before: memoryThat('throw new RangeError("could not allocate memory")') }, "memory"],
];

test.each(withoutWebAssembly)("%s: portable, for a reason", (_, host, reason) => {
  expectPortable(inNode(host), reason);
});

// The flag takes away what V8 needs for SIMD on this kind of processor.
test.runIf(process.arch === "x64")("no SIMD: portable, for a reason", () => {
  expectPortable(inNode({ flags: ["--no-enable-ssse3"] }), "this engine has no SIMD for WebAssembly");
});

const withoutThreads: readonly (readonly [what: string, host: Host, reason: string])[] = [
  ["no SharedArrayBuffer", { before: "delete globalThis.SharedArrayBuffer" }, "there is no shared memory here"],
  [
    "a page that is not isolated",
    { before: "globalThis.crossOriginIsolated = false" },
    "there is no shared memory here",
  ],
  [
    "no workers",
    { before: "process.getBuiltinModule = undefined; delete globalThis.Worker" },
    "there are no workers here",
  ],
  [
    "shared memory of any size refused",
    { before: memoryThat('if (limits.shared) throw new RangeError("too much shared memory")') },
    "too much shared memory",
  ],
];

test.each(withoutThreads)("%s: one thread, for a reason, and the same bits", (_, host, reason) => {
  const { threaded, deterministic } = inNode(host);
  expect(threaded.status).toMatchObject({ backend: "wasm", threads: 1 });
  expect(threaded.shared.threads).toBe(1);
  expect(threaded.shared.reason).toContain(reason);
  expect(threaded.status.whyNotMoreThreads).toContain(reason);
  expect(threaded.fingerprint).toBe(here.portable.fingerprint);
  expect(deterministic.fingerprint).toBe(here.portable.fingerprint);
});

const allTheSame: readonly (readonly [what: string, host: Host])[] = [
  [
    "no FinalizationRegistry and no WeakRef",
    { before: "delete globalThis.FinalizationRegistry; delete globalThis.WeakRef" },
  ],
  ["no structuredClone", { before: "delete globalThis.structuredClone" }],
  [
    "shared memory of at most 512 MiB",
    { before: memoryThat('if (limits.shared && limits.maximum > 8192) throw new RangeError("too much")') },
  ],
  ["64 MiB for JavaScript", { flags: ["--max-old-space-size=64"] }],
  ["a clock that stands still", { before: "Date.now = () => 0; performance.now = () => 0" }],
  [
    "frozen prototypes",
    {
      before: `for (const { prototype } of [Object, Array, Function, Map, Set, Promise, Float32Array, ArrayBuffer]) {
        Object.freeze(prototype);
      }`,
    },
  ],
  [
    "polluted prototypes",
    { before: "Object.prototype.polluted = () => 1; Array.prototype.extra = 2; Function.prototype.more = null" },
  ],
  ["another language and time zone", { env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" } }],
];

test.each(allTheSame)("%s: accelerated, and the same bits at every level", (_, host) => {
  const { threaded, ...there } = inNode(host);
  for (const level of levels) {
    expect(there[level].status).toMatchObject({ backend: "wasm", level });
    expect(there[level].fingerprint).toBe(here[level].fingerprint);
  }
  expect(there.portable.fingerprint).toBe(here.portable.fingerprint);
  expect(threaded.shared).toMatchObject({ threads: 2, reason: null });
  expect(threaded.fingerprint).toBe(here.portable.fingerprint);
});

test("memory that never grows: what fits is accelerated, and every bit that counts is the same", () => {
  const there = inNode({ before: 'WebAssembly.Memory.prototype.grow = () => { throw new RangeError("no"); }' });
  expect(there.deterministic.status).toMatchObject({ backend: "wasm" });
  expect(there.deterministic.fingerprint).toBe(here.portable.fingerprint);
});

test("no relaxed SIMD: the plain flavour, and the same bits at level deterministic", () => {
  const there = inNode({ args: ["--without-relaxed-simd"] });
  for (const level of levels) expect(there[level].status).toMatchObject({ backend: "wasm", level, simd: "plain" });
  expect(there.deterministic.fingerprint).toBe(here.portable.fingerprint);
  expect(there.default.fingerprint).not.toBe(here.default.fingerprint);
});
