// The deployment guide's files, served with the headers that it shows: alone, and bundled with a worker and threads.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, defaultClientConditions, type InlineConfig, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { workerSource } from "../../../packages/wasm/src/threads/worker-source.ts";
import { openPage } from "./pages.ts";

const hosts = fileURLToPath(new URL("../hosts", import.meta.url));
const headers = Object.fromEntries(
  readFileSync(path.join(hosts, "headers.txt"), "utf8")
    .trim()
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
);
const folder = mkdtempSync(path.join(tmpdir(), "hosts-"));
const shared: InlineConfig = {
  configFile: false,
  logLevel: "error",
  resolve: { conditions: ["@toeplitz/source", ...defaultClientConditions] },
  worker: { format: "es" },
};

let server: PreviewServer;
beforeAll(async () => {
  await build({ ...shared, root: hosts, build: { outDir: path.join(folder, "dist"), modulePreload: false } });
  // What dist/standalone.js is in the package.
  const entry = fileURLToPath(new URL("../../../packages/toeplitz/src/index.ts", import.meta.url));
  const lib = { entry, formats: ["es" as const], fileName: "standalone" };
  await build({ ...shared, root: hosts, build: { lib, outDir: path.join(folder, "dist"), emptyOutDir: false } });
  for (const file of ["page.html", "page.js"]) cpSync(path.join(hosts, file), path.join(folder, "dist", file));
  writeFileSync(path.join(folder, "dist", "kernel-worker.js"), workerSource);
  server = await preview({ ...shared, root: folder, preview: { port: 0, headers } });
}, 120_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

it.each([
  ["page.html", /9., 9.[\s\S]* by wasm$/],
  ["index.html", "9 9 9 9 with 2 threads"],
])("%s says what it computed, under the guide's headers", async (file, said) => {
  const { page, complaints } = await openPage(new URL(file, server.resolvedUrls!.local[0]).href);
  await expect.poll(() => page.locator("output").textContent(), { timeout: 20_000 }).toMatch(said);
  expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
  await page.close();
});
