// A program of ours as one file of JavaScript, and run in a Node.js of its own: Node.js itself needs WebAssembly to read TypeScript.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { expect } from "vitest";
import type { Host } from "./hosts.ts";

/** Makes `program.mjs` of a program in TypeScript, in an existing folder; gives its path. */
export async function bundled(program: URL, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: "error",
    root: folder,
    resolve: { conditions: ["@toeplitz/source"] },
    ssr: { noExternal: true, resolve: { conditions: ["@toeplitz/source"] } },
    build: {
      ssr: fileURLToPath(program),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: "program.mjs" } },
    },
  });
  return path.join(folder, "program.mjs");
}

/** Runs a bundled program in a host; gives what it has written, which has to be JSON, and nothing else. */
export function inNode(program: string, { flags = [], before, args = [], env = {} }: Host): unknown {
  const first = before === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(before)}`];
  const run = spawnSync(process.execPath, [...flags, ...first, program, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 26,
  });
  expect(run.stderr).toBe("");
  return JSON.parse(run.stdout);
}
