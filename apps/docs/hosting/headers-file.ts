// The file `_headers`, which static hosts read: written beside the pages by the build, read by the preview and the tests.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { htmlElements, htmlFiles } from "./html-files.ts";
import { docsHeaders, type Headers, playgroundHeaders, sandboxHeaders } from "./policies.ts";

/** Headers of the addresses that a pattern names: an address, or one that ends with `*`. */
interface Rule {
  readonly pattern: string;
  readonly headers: Headers;
}

/** Writes the file for a folder that holds the built site. */
export async function writeHeaders(site: string): Promise<void> {
  const docs = docsHeaders(scriptHashes(site));
  const parts = new Map([
    ["playground", await playgroundHeaders()],
    ["sandbox", sandboxHeaders(documentPolicy(`${site}/sandbox/frame.html`))],
  ]);
  // No address is named twice: hosts differ in what they make of that.
  const rules = readdirSync(site, { withFileTypes: true }).map((each): Rule => {
    const pattern = each.isDirectory() ? `/${each.name}/*` : `/${each.name}`;
    return { pattern, headers: parts.get(each.name) ?? docs };
  });
  writeFileSync(`${site}/_headers`, [{ pattern: "/", headers: docs }, ...rules].map(ruleText).join("\n"));
}

const ruleText = ({ pattern, headers }: Rule) =>
  `${pattern}\n${Object.entries(headers)
    .map(([name, value]) => `  ${name}: ${value}\n`)
    .join("")}`;

/** The policy that a document carries itself. */
function documentPolicy(file: string): string {
  const element = htmlElements(file).find(
    ({ attributes }) => attributes["http-equiv"]?.toLowerCase() === "content-security-policy",
  );
  if (element?.attributes.content === undefined) throw new Error(`${file} carries no policy`);
  return element.attributes.content;
}

/** The inline scripts of all pages, as a policy names them. */
function scriptHashes(site: string): readonly string[] {
  const scripts = htmlFiles(site)
    .flatMap(({ elements }) => elements)
    .filter(({ tag, attributes, text }) => tag === "script" && attributes.src === undefined && text !== "");
  const hashes = scripts.map(({ text }) => createHash("sha256").update(text).digest("base64"));
  return [...new Set(hashes)].sort();
}

/** Reads the file: what is to be sent with an address. */
export function readHeaders(site: string): (pathname: string) => Headers {
  const rules = readFileSync(`${site}/_headers`, "utf8")
    .trim()
    .split("\n\n")
    .map((block): Rule => {
      const [pattern = "", ...lines] = block.split("\n");
      return { pattern, headers: Object.fromEntries(lines.map((line) => line.trim().split(/: (.*)/s, 2))) };
    });
  const matches = (pattern: string, pathname: string) =>
    pattern.endsWith("*") ? pathname.startsWith(pattern.slice(0, -1)) : pathname === pattern;
  return (pathname) => rules.find(({ pattern }) => matches(pattern, pathname))?.headers ?? {};
}
