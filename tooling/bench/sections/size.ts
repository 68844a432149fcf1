// Bytes that a page loads: of the inlined WebAssembly, and of everything.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Sizes } from "../results.ts";

const gzipped = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length;

/** A WebAssembly module begins with "\0asm" and version 1: in base64, always with these letters. */
const inlined = /AGFzbQEAAAA[A-Za-z0-9+/]*=*/g;

/** The different modules in a program's text, decoded. */
export function inlinedModules(text: string): Uint8Array[] {
  return [...new Set(text.match(inlined))].map((base64) => Buffer.from(base64, "base64"));
}

/** The built packages, bundled and minified. */
export async function sizes(): Promise<Sizes> {
  const { outputFiles } = await build({
    stdin: { contents: 'export * from "toeplitz";', resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: ["node:*"],
    target: "es2023",
    write: false,
    logLevel: "error",
  });
  const dist = new URL("../../../packages/wasm/dist/", import.meta.url);
  const modules = inlinedModules(
    readdirSync(dist)
      .filter((file) => file.endsWith(".js"))
      .map((file) => readFileSync(new URL(file, dist), "utf8"))
      .join("\n"),
  );
  return {
    wasm: modules.length === 0 ? null : gzipped(Buffer.concat(modules)),
    whole: gzipped(outputFiles[0]!.contents),
  };
}
