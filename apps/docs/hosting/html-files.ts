// The pages that the build made, read as a browser reads them.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { type DefaultTreeAdapterTypes, parse } from "parse5";

export interface HtmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What stands in it where that is text alone, as in scripts and styles. */
  readonly text: string;
}

export interface HtmlFile {
  /** Its address on the site. */
  readonly address: string;
  readonly elements: readonly HtmlElement[];
}

/** The pages of a folder that holds the built site, without the playground's and the sandbox's. */
export function htmlFiles(site: string): readonly HtmlFile[] {
  return globSync("**/*.html", { cwd: site, exclude: ["playground/**", "sandbox/**"] }).map((file) => ({
    address: `/${file.split(path.sep).join("/")}`.replace(/(?<=\/)index\.html$/, ""),
    elements: htmlElements(path.join(site, file)),
  }));
}

/** What a file holds, in its order. */
export function htmlElements(file: string): readonly HtmlElement[] {
  return elementsOf(parse(readFileSync(file, "utf8")));
}

function elementsOf(node: DefaultTreeAdapterTypes.Node): readonly HtmlElement[] {
  if (!("childNodes" in node)) return [];
  const below = node.childNodes.flatMap(elementsOf);
  if (!("tagName" in node)) return below;
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
  const text = node.childNodes.map((child) => ("value" in child ? child.value : "")).join("");
  return [{ tag: node.tagName, attributes, text }, ...below];
}
