// The names that packed entries export, as Node.js finds them, against the snapshots that the sources are held to.
import { readFileSync } from "node:fs";
import { run } from "./programs.ts";
import { manifestOf, published } from "./tarballs.ts";

const snapshots = new URL("../../packages/conformance/test/__snapshots__/exports/", import.meta.url);

function knownNames(entry: string): string[] {
  const file = `${entry.replace("@toeplitz/", "").replaceAll("/", ".")}.txt`;
  return readFileSync(new URL(file, snapshots), "utf8").trim().split("\n");
}

/** Every entry that is a module, not a file that a page or a host loads; with its names. */
const known = new Map(
  published.flatMap((directory) => {
    const { name, exports } = manifestOf(directory);
    const entries = Object.keys(exports).filter((entry) => !/\.\w+$/.test(entry));
    return entries.map((entry) => [name + entry.slice(1), knownNames(name + entry.slice(1))] as const);
  }),
);

/** Names among them that are namespaces: a build may make an object of one, which alone does not tell it from a constant. */
const namespaces = Object.fromEntries(
  [...known].map(([entry, names]) => [
    entry,
    names.filter((name) => names.some((other) => other.startsWith(`${name}.`))),
  ]),
);

const program = `
  const namespaces = ${JSON.stringify(namespaces)};
  const found = {};
  for (const entry of Object.keys(namespaces)) {
    const namesOf = (module, prefix) => Object.keys(module).flatMap((key) => {
      const name = prefix + key;
      return namespaces[entry].includes(name) ? [name, ...namesOf(module[key], name + ".")] : [name];
    });
    found[entry] = namesOf(await import(entry), "");
  }
  console.log(JSON.stringify(found));
`;

/** For each entry, whether the names are those of its snapshot. */
export function checkPackedExports(node: string, folder: string) {
  const { status, output } = run(node, ["--input-type=module", "--eval", program], { cwd: folder });
  const found: Readonly<Record<string, readonly string[]>> = status === 0 ? JSON.parse(output) : {};
  return [...known].map(([entry, names]) => {
    if (status !== 0) return { entry, status, output };
    const there = found[entry] ?? [];
    const lacking = names.filter((name) => !there.includes(name)).map((name) => `lacks ${name}`);
    const foreign = there.filter((name) => !names.includes(name)).map((name) => `has ${name}`);
    const differences = [...lacking, ...foreign];
    return { entry, status: differences.length, output: differences.join("\n") };
  });
}
