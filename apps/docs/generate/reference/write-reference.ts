// Writes the reference into the pages' folder `api`, which git ignores.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Descriptions } from "./description.ts";
import { indexText } from "./index-page.ts";
import { pageText, type Writers } from "./page.ts";
import { pagesOf, placesOf } from "./places.ts";
import { readPackages } from "./read-packages.ts";
import { Signatures } from "./signature.ts";
import { undocumented } from "./undocumented.ts";

const folder = fileURLToPath(new URL("../../src/content/docs/api/", import.meta.url));

/** Fails for an export that is on no page, and for one that has no docstring. */
export async function writeReference(): Promise<void> {
  const packages = await readPackages();
  const missing = undocumented(packages.entries);
  if (missing.length > 0) throw new Error(`These have no docstring:\n${missing.join("\n")}`);
  const pages = pagesOf(packages.entries);
  const places = placesOf(pages);
  const byName = new Map([...places.values()].reverse().map((place) => [place.reflection.name, place]));
  const writers: Writers = {
    signatures: new Signatures(packages, places),
    descriptions: new Descriptions(places),
    placeOf: (reflection) => places.get(reflection),
    named: (name) => byName.get(name),
  };
  rmSync(folder, { recursive: true, force: true });
  const write = (address: string, text: string) => {
    const file = `${folder}${address.replace(/^\/api\/|\/$/g, "") || "index"}.md`;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [order, page] of pages.entries()) write(page.address, pageText(page, order + 1, writers));
  write("/api/", indexText(pages, places));
}
