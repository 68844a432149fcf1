// Every golden row in hosts that lack something, each a Node.js of its own; of the drawn cases each host has a part.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  allTheSame,
  type Host,
  memoryThatNeverGrows,
  withoutRelaxedSimd,
  withoutSimd,
  withoutThreads,
  withoutWebAssembly,
} from "../../../wasm/test/environment/hosts.ts";
import { bundled, inNode } from "../../../wasm/test/environment/in-node.ts";
import { hashedGroups } from "../../src/hashed/index.ts";
import { rows } from "../../src/rows/index.ts";
import { corpus } from "../corpus.ts";
import { corpusParts, type HostRun } from "./host-run.ts";

const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-golden-hosts-"));
let program: string;

beforeAll(async () => {
  // The program finds the golden data as the files that it is made of find them.
  const place = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  mkdirSync(path.join(folder, "test"));
  for (const name of ["golden", "test/fixtures"]) symlinkSync(place(name), path.join(folder, name), "junction");
  program = await bundled(new URL("./program.ts", import.meta.url), path.join(folder, "test"));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const listed = rows.length + Object.values(hashedGroups).reduce((sum, members) => sum + members.length, 0);
let hosts = 0;

const runIn = ({ args = [], ...host }: Host) =>
  inNode(program, { ...host, args: [...args, String(hosts++ % corpusParts)] }) as HostRun;

/** Every row ran there, and passed. */
function allPassIn(host: Host): HostRun {
  const run = runIn(host);
  expect(run).toMatchObject({ rows: listed, drawn: corpus.answers.length / corpusParts, failed: 0, problems: [] });
  return run;
}

const expectPortable = ({ status, accelerated }: HostRun, reason: string) => {
  expect(status).toEqual({ backend: "portable", reason: expect.stringContaining(reason) });
  expect(accelerated).toBe(0);
};

const expectAccelerated = ({ status, accelerated }: HostRun, threads: number) => {
  expect(status).toMatchObject({ backend: "wasm", level: "default", threads });
  expect(accelerated).toBeGreaterThan(1500);
};

test.each(withoutWebAssembly)("%s: portably", (_, host, reason) => expectPortable(allPassIn(host), reason));

test.runIf(process.arch === "x64")("no SIMD: portably", () =>
  expectPortable(allPassIn(withoutSimd), "no SIMD for WebAssembly"),
);

test.each(withoutThreads)("%s: on one thread", (_, host, reason) => {
  const run = allPassIn(host);
  expectAccelerated(run, 1);
  expect(run.shared.reason).toContain(reason);
});

test.each(allTheSame)("%s: on two threads", (_, host) => expectAccelerated(allPassIn(host), 2));

test("memory that never grows: on two threads", () => expectAccelerated(allPassIn(memoryThatNeverGrows), 2));

test("no relaxed SIMD: the plain flavour", () => {
  const run = allPassIn(withoutRelaxedSimd);
  expectAccelerated(run, 2);
  expect(run.status).toMatchObject({ simd: "plain" });
});

test("rows notice a host that does not round to float32, and one whose kernels do nothing", () => {
  const unrounded = runIn({ before: "delete globalThis.WebAssembly; Math.fround = (x) => x" });
  expect(unrounded.failed).toBeGreaterThan(20);
  const idle = runIn({
    before: `const { Instance } = WebAssembly;
      WebAssembly.Instance = class extends Instance {
        get exports() { return { ...super.exports, panels() {} }; }
      }`,
  });
  expect(idle.failed).toBeGreaterThan(20);
  expect(idle.problems[0]).toContain("expected");
});
