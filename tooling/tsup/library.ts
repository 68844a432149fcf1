// The build of every published package: ES modules and declarations, one file per entry.
import type { Options } from "tsup";

/** Entries share their common modules as chunks: a kernel token that existed once per entry would never match its override. */
export function library(entry: Record<string, string>): Options {
  return {
    entry,
    format: ["esm"],
    target: "es2023",
    splitting: true,
    dts: true,
    sourcemap: true,
    clean: true,
  };
}
