// Bytes that a page loads: of the inlined WebAssembly, and of everything.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { decodeText } from "../../../packages/wasm/src/kernels/byte-text.ts";
import type { Sizes } from "../results.ts";

const gzipped = (bytes: Uint8Array) => gzipSync(bytes, { level: 9 }).length;

/** A long string as bundlers write it; those of the kernels need no escapes. Whatever is before its first quote may look like one. */
const longString = /(["'`])([ !#%-[\]-_a-~]{200,})(?=\1)/g;

/** The different texts in a program that stand for WebAssembly modules: those begin with "\0asm" and version 1. */
export function inlinedModules(program: string): string[] {
  const texts = new Set([...program.matchAll(longString)].map(([, , text]) => text!));
  return [...texts].filter((text) => Buffer.from(decodeText(text)).toString("latin1").startsWith("\0asm\x01\0\0\0"));
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
  const program = outputFiles[0]!;
  const modules = inlinedModules(program.text);
  return {
    wasm: modules.length === 0 ? null : gzipped(Buffer.from(modules.join(""))),
    whole: gzipped(program.contents),
  };
}
