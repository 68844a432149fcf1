// The entries of a package, and the one file with its code: Node.js takes a millisecond for a file that it loads, however short.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];
/** As tsup brings it along. */
type Esbuild = Parameters<Plugin["setup"]>[0]["esbuild"];

/** One entry: its own names, and the namespaces that it hands out with the module that each is. */
export interface Door {
  /** As in the name of its file: `index`, `extend`. */
  readonly entry: string;
  readonly source: string;
  readonly names: readonly string[];
  readonly namespaces: ReadonlyMap<string, string>;
}

/** The file with the code of several entries, and how they are told apart there. */
export const sharedFile = "shared.js";
export const sharedName = ({ entry }: Door, name: string) => (entry === "index" ? name : `${entry}$${name}`);

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));
const namespaceExport = /^export \* as (\w+) from "(.+)";$/gm;

/** The names of every entry, as a build finds them: types are none. */
export async function doorsOf(esbuild: Esbuild, sources: Readonly<Record<string, string>>): Promise<readonly Door[]> {
  const { metafile } = await esbuild.build({
    entryPoints: { ...sources },
    outdir: ".",
    bundle: true,
    format: "esm",
    packages: "external",
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const outputs = Object.values(metafile.outputs);
  return Object.entries(sources).map(([entry, source]) => {
    const text = readFileSync(source, "utf8");
    const namespaces = new Map([...text.matchAll(namespaceExport)].map(([, name, from]) => [name!, from!]));
    const built = outputs.find(({ entryPoint }) => entryPoint && path.resolve(entryPoint) === path.resolve(source));
    return { entry, source, names: built!.exports.filter((name) => !namespaces.has(name)), namespaces };
  });
}

const folders = new Map(
  readdirSync(packages).map((folder) => [folder === "toeplitz" ? folder : `@toeplitz/${folder}`, packages + folder]),
);

/** The entries of another package by what is imported: only of one that has several, and so the file. */
export async function doorsOfPackage(esbuild: Esbuild, name: string): Promise<ReadonlyMap<string, Door>> {
  const folder = folders.get(name)!;
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as {
    exports: Readonly<Record<string, string | { readonly "@toeplitz/source"?: string }>>;
  };
  if (!(`./${sharedFile}` in exports)) return new Map();
  const sources = Object.entries(exports).flatMap(([at, target]) => {
    const source = typeof target === "string" ? undefined : target["@toeplitz/source"];
    return source === undefined ? [] : [[at === "." ? "index" : at.slice(2), path.join(folder, source)] as const];
  });
  const doors = await doorsOf(esbuild, Object.fromEntries(sources));
  return new Map(doors.map((door) => [door.entry === "index" ? name : `${name}/${door.entry}`, door]));
}

/** What an entry says whose code is in the file `from`. */
export function doorText(door: Door, from: string, namespaceFrom: (module: string) => string): string {
  const names = door.names.map((name) => {
    const shared = sharedName(door, name);
    return shared === name ? name : `${shared} as ${name}`;
  });
  const lines = [`export { ${names.join(", ")} } from ${JSON.stringify(from)};`];
  for (const [name, module] of door.namespaces) {
    lines.push(`export * as ${name} from ${JSON.stringify(namespaceFrom(module))};`);
  }
  return `${lines.join("\n")}\n`;
}
