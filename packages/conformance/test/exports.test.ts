// The public names of every published entry, as a snapshot: a new export is a visible difference.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

interface Manifest {
  name: string;
  private?: boolean;
  exports: Record<string, unknown>;
}

const packages = fileURLToPath(new URL("../..", import.meta.url));
const entries = globSync("*/package.json", { cwd: packages })
  .map((file) => JSON.parse(readFileSync(`${packages}/${file}`, "utf8")) as Manifest)
  .filter((manifest) => manifest.private !== true)
  .flatMap(({ name, exports }) => Object.keys(exports).map((path) => name + path.slice(1)))
  // Files are no modules of names.
  .filter((entry) => !/\.\w+$/.test(entry))
  .sort();

/** The names that a module exports, and those in namespaces among them: `nn.init.ones_`. */
function namesOf(module: object): string[] {
  return Object.entries(module).flatMap(([name, value]) => {
    const isNamespace = value?.[Symbol.toStringTag] === "Module";
    return isNamespace ? [name, ...namesOf(value).map((inner) => `${name}.${inner}`)] : [name];
  });
}

test.each(entries)("%s exports what it is known to export", async (entry) => {
  const names = namesOf(await import(/* @vite-ignore */ entry)).sort();
  const file = `${entry.replace("@toeplitz/", "").replaceAll("/", ".")}.txt`;
  await expect(`${names.join("\n")}\n`).toMatchFileSnapshot(`__snapshots__/exports/${file}`);
});
