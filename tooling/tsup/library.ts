// The build of every published package: ES modules and declarations, one file per entry.
import path from "node:path";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * One entry imports another as a file. Copied into index.js, a namespace (`export * as init`) becomes an object that is filled at
 * run time, and a user's bundler must keep all of it.
 */
function entriesStayFiles(entry: Record<string, string>): Plugin {
  const names = new Map(Object.entries(entry).map(([name, file]) => [path.resolve(file), name]));
  return {
    name: "entries-stay-files",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path: file, resolveDir, kind }) => {
        const name = names.get(path.resolve(resolveDir, file));
        return name === undefined || kind === "entry-point" ? undefined : { path: `./${name}.js`, external: true };
      });
    },
  };
}

/** Entries share their common modules as chunks: a kernel token that existed once per entry would never match its override. */
export function library(entry: Record<string, string>): Options {
  return {
    entry,
    format: ["esm"],
    target: "es2023",
    splitting: true,
    esbuildPlugins: [entriesStayFiles(entry)],
    dts: true,
    sourcemap: true,
    clean: true,
  };
}
