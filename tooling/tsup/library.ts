// The build of every published package: ES modules and declarations. All code is in one file, and the entries hand out names of it.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Options } from "tsup";
import { type Door, doorsOf, doorsOfPackage, doorText, sharedFile, sharedName } from "./doors.ts";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/**
 * Makes of all entries one file that exports the names of each, and the entries doors to it. So a kernel token exists once, and who
 * needs several entries loads one file.
 *
 * Where the sources of one entry hand out another (`export * as init`), the door does so too: in the file the namespace would be an
 * object that is filled at run time, and a user's bundler would have to keep all of it.
 */
function oneFile(entry: Record<string, string>): Plugin {
  const nameOf = new Map(Object.entries(entry).map(([name, file]) => [path.resolve(file), name]));
  return {
    name: "one-file",
    setup({ esbuild, onEnd, onLoad, onResolve }) {
      let doors: readonly Door[] = [];
      onResolve({ filter: /.*/ }, ({ kind }) =>
        kind === "entry-point" ? { path: sharedFile, namespace: "one-file" } : undefined,
      );
      onLoad({ filter: /.*/, namespace: "one-file" }, async () => {
        doors = await doorsOf(esbuild, entry);
        const lines = doors.map((door) => {
          const names = door.names.map((name) => `${name} as ${sharedName(door, name)}`);
          return `export { ${names.join(", ")} } from ${JSON.stringify(path.resolve(door.source))};`;
        });
        return { contents: lines.join("\n"), loader: "ts", resolveDir: process.cwd() };
      });
      onEnd(async () => {
        await mkdir("dist", { recursive: true });
        for (const door of doors) {
          const sibling = (module: string) =>
            module.startsWith(".") ? `./${nameOf.get(path.resolve(door.source, "..", module))}.js` : module;
          await writeFile(`dist/${door.entry}.js`, doorText(door, `./${sharedFile}`, sibling));
        }
      });
    },
  };
}

/** Reaches behind the doors of other packages: their file is imported directly, but for what `apart` lets be. */
function behindDoors(apart: RegExp): Plugin {
  return {
    name: "behind-doors",
    setup({ esbuild, onLoad, onResolve }) {
      const found = new Map<string, ReturnType<typeof doorsOfPackage>>();
      const doorAt = async (module: string) => {
        const name = module.split("/").slice(0, 2).join("/");
        if (!found.has(name)) found.set(name, doorsOfPackage(esbuild, name));
        return (await found.get(name)!).get(module);
      };
      onResolve({ filter: /^@toeplitz\// }, async ({ path: module }) => {
        const external = module.endsWith(`/${sharedFile}`) || apart.test(module) || !(await doorAt(module));
        return external ? { path: module, external } : { path: module, namespace: "door", sideEffects: false };
      });
      onLoad({ filter: /.*/, namespace: "door" }, async ({ path: module }) => {
        const door = (await doorAt(module))!;
        const name = module.split("/").slice(0, 2).join("/");
        const sibling = (from: string) =>
          from.startsWith(".") ? `${name}/${path.basename(from.replace(/\/index\.ts$/, ""), ".ts")}` : from;
        return { contents: doorText(door, `${name}/${sharedFile}`, sibling), loader: "ts" };
      });
    },
  };
}

const nothing = /^$/;

/**
 * The settings of a package with these entries; the file with the code of several is `shared.js`.
 *
 * @param apart packages that are to be imported through their doors
 */
export function library(entry: Record<string, string>, apart = nothing): Options {
  const several = Object.keys(entry).length > 1;
  return {
    entry: several ? { shared: Object.values(entry)[0]! } : entry,
    format: ["esm"],
    target: "es2023",
    splitting: false,
    // So that behindDoors is asked.
    noExternal: [/^@toeplitz\//],
    esbuildPlugins: [...(several ? [oneFile(entry)] : []), behindDoors(apart)],
    esbuildOptions(options) {
      // Names stay as they are written, for stack traces; what is left is quicker to read.
      options.minifySyntax = true;
      options.minifyWhitespace = true;
      // Node.js shows the line that threw.
      options.lineLimit = 120;
    },
    dts: { entry },
    sourcemap: true,
    clean: true,
  };
}
