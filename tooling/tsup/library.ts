// The build of every published package: ES modules and declarations. All code is in one file, and the entries hand out names of it.
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** The prefix of imports that this build adds. */
const added = "entry-of-the-package:";

/**
 * Every entry reaches every other, so that all modules are in the same chunk: Node.js takes half a millisecond for every file that it
 * loads, however short. And a kernel token that existed once per entry would never match its override.
 *
 * Where the sources of one entry hand out another (`export * as init`), that stays a file: in the chunk the namespace would be an
 * object that is filled at run time, and a user's bundler would have to keep all of it.
 */
function oneChunk(entry: Record<string, string>): Plugin {
  const names = new Map(Object.entries(entry).map(([name, file]) => [path.resolve(file), name]));
  return {
    name: "one-chunk",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path: file, resolveDir, importer }) => {
        const name = names.get(path.resolve(resolveDir, file));
        return name === undefined || !names.has(importer) ? undefined : { path: `./${name}.js`, external: true };
      });
      onResolve({ filter: new RegExp(`^${added}`) }, ({ path: file }) => ({
        path: file.slice(added.length),
        sideEffects: true,
      }));
      onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        if (names.size < 2 || !names.has(file)) return undefined;
        const others = [...names.keys()].filter((other) => other !== file);
        const imports = others.map((other) => `import ${JSON.stringify(added + other)};`);
        return { contents: [await readFile(file, "utf8"), ...imports].join("\n"), loader: "ts" };
      });
    },
  };
}

/** The settings of a package with these entries; the file with the code of several is `shared.js`. */
export function library(entry: Record<string, string>): Options {
  return {
    entry,
    format: ["esm"],
    target: "es2023",
    splitting: true,
    esbuildPlugins: [oneChunk(entry)],
    esbuildOptions(options) {
      options.chunkNames = "shared";
      // Names stay as they are written, for stack traces; what is left is quicker to read.
      options.minifySyntax = true;
      options.minifyWhitespace = true;
      // Node.js shows the line that threw.
      options.lineLimit = 120;
    },
    dts: true,
    sourcemap: true,
    clean: true,
  };
}
