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
  .filter((entry) => !entry.endsWith("/package.json"))
  .sort();

test.each(entries)("%s exports what it is known to export", async (entry) => {
  const names = Object.keys(await import(/* @vite-ignore */ entry)).sort();
  const file = `${entry.replace("@toeplitz/", "").replaceAll("/", ".")}.txt`;
  await expect(`${names.join("\n")}\n`).toMatchFileSnapshot(`__snapshots__/exports/${file}`);
});
