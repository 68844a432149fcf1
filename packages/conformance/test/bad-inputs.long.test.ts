// What users get wrong, two things at once, on every ground: each is refused by the same sentence whatever computes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { badPairs } from "../src/bad-inputs/index.ts";
import type { Api } from "../src/rows/index.ts";
import { runOn } from "./backends.ts";
import { checkBadInputs, refusalsOf } from "./bad-inputs.ts";
import { library } from "./library.ts";

const folder = mkdtempSync(path.join(tmpdir(), "toeplitz-bad-inputs-"));
const each = (step: number) => badPairs.filter((_, i) => i % step === 0);
let refusals: ReadonlyMap<string, string>;
let packed: Api;

const asPortable = (t: Api, step: number) => {
  const pairs = each(step);
  expect(refusalsOf(t, pairs)).toEqual(pairs.map(({ line }) => refusals.get(line)));
};

beforeAll(async () => {
  // One minified file, as the package ships one: names of classes and of arguments are gone from it.
  await build({
    configFile: false,
    logLevel: "error",
    mode: "production",
    root: folder,
    resolve: { conditions: ["@toeplitz/source"] },
    ssr: { noExternal: true, resolve: { conditions: ["@toeplitz/source"] } },
    build: {
      ssr: fileURLToPath(new URL("../../toeplitz/src/index.ts", import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      minify: true,
      rollupOptions: { output: { entryFileNames: "packed.mjs" } },
    },
  });
  packed = await import(/* @vite-ignore */ pathToFileURL(path.join(folder, "packed.mjs")).href);
  runOn("portable");
  refusals = new Map(refusalsOf(library, badPairs).map((refusal, i) => [badPairs[i]!.line, refusal]));
}, 120_000);

afterAll(() => {
  runOn("default");
  rmSync(folder, { recursive: true, force: true });
});

describe("bad inputs", () => {
  it("pairs on the accelerator", () => {
    runOn("default");
    asPortable(library, 2);
  });

  it("with threads, alone and in pairs", async () => {
    runOn("default");
    expect(await library.threads(2)).toMatchObject({ threads: 2 });
    checkBadInputs(library);
    asPortable(library, 3);
    await library.threads(1);
  });

  it("in one minified file, alone and in pairs", () => {
    packed.setBackend(packed.wasm());
    checkBadInputs(packed);
    asPortable(packed, 3);
  });
});
