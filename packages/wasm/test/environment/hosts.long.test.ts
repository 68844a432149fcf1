// Hosts that lack something, each a Node.js of its own: the results are there all the same, and the status says why they are portable.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ThreadStatus } from "../../src/threads/threads.ts";
import {
  allTheSame,
  type Host,
  memoryThatNeverGrows,
  withoutRelaxedSimd,
  withoutSimd,
  withoutThreads,
  withoutWebAssembly,
} from "./hosts.ts";
import { bundled, inNode } from "./in-node.ts";
import { type Entry, type Report, report } from "./report.ts";

const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-hosts-"));
let program: string;
let here: Report;

beforeAll(async () => {
  program = await bundled(new URL("./program.ts", import.meta.url), folder);
  here = report(null);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With threads, too, and what came of asking for two. */
interface HostReport extends Report {
  readonly threaded: Entry & { readonly shared: ThreadStatus };
}

const reportOf = (host: Host) => inNode(program, host) as HostReport;

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

test.each(withoutWebAssembly)("%s: portable, for a reason", (_, host, reason) => {
  expectPortable(reportOf(host), reason);
});

test.runIf(process.arch === "x64")("no SIMD: portable, for a reason", () => {
  expectPortable(reportOf(withoutSimd), "this engine has no SIMD for WebAssembly");
});

test.each(withoutThreads)("%s: one thread, for a reason, and the same bits", (_, host, reason) => {
  const { threaded, deterministic } = reportOf(host);
  expect(threaded.status).toMatchObject({ backend: "wasm", threads: 1 });
  expect(threaded.shared.threads).toBe(1);
  expect(threaded.shared.reason).toContain(reason);
  expect(threaded.status.whyNotMoreThreads).toContain(reason);
  expect(threaded.fingerprint).toBe(here.portable.fingerprint);
  expect(deterministic.fingerprint).toBe(here.portable.fingerprint);
});

test.each(allTheSame)("%s: accelerated, and the same bits at every level", (_, host) => {
  const { threaded, ...there } = reportOf(host);
  for (const level of levels) {
    expect(there[level].status).toMatchObject({ backend: "wasm", level });
    expect(there[level].fingerprint).toBe(here[level].fingerprint);
  }
  expect(there.portable.fingerprint).toBe(here.portable.fingerprint);
  expect(threaded.shared).toMatchObject({ threads: 2, reason: null });
  expect(threaded.fingerprint).toBe(here.portable.fingerprint);
});

test("memory that never grows: what fits is accelerated, and every bit that counts is the same", () => {
  const there = reportOf(memoryThatNeverGrows);
  expect(there.deterministic.status).toMatchObject({ backend: "wasm" });
  expect(there.deterministic.fingerprint).toBe(here.portable.fingerprint);
});

test("no relaxed SIMD: the plain flavour, and the same bits at level deterministic", () => {
  const there = reportOf(withoutRelaxedSimd);
  for (const level of levels) expect(there[level].status).toMatchObject({ backend: "wasm", level, simd: "plain" });
  expect(there.deterministic.fingerprint).toBe(here.portable.fingerprint);
  expect(there.default.fingerprint).not.toBe(here.default.fingerprint);
});
