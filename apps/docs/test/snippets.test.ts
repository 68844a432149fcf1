// Every snippet that a page shows runs, prints what the page shows, and PyTorch's lines beside it printed the same.
import { readdirSync, readFileSync } from "node:fs";
import { format } from "node:util";
import { setBackend, wasm } from "toeplitz";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { printed, requirePackage } from "../src/sandbox/environment.ts";
import { programOf } from "../src/sandbox/program.ts";

const folder = new URL("../snippets/", import.meta.url);
const files = readdirSync(folder);
const named = (ending: string) =>
  files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
const text = (file: string) => readFileSync(new URL(file, folder), "utf8");
const inNode = named(".ts").filter((name) => text(`${name}.ts`).includes('from "node:'));
const names = named(".ts").filter((name) => !inNode.includes(name));

/** Python's words for true and false are capitalised. */
const inPython = (printed: string) => printed.replace(/\btrue\b/g, "True").replace(/\bfalse\b/g, "False");

describe("snippets", () => {
  // As a fresh import leaves it; some snippets choose another.
  beforeEach(() => setBackend(wasm()));
  afterEach(() => vi.restoreAllMocks());

  it.each(names)("%s prints what the page shows", async (name) => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((...values) => {
      lines.push(format(...values));
    });
    await import(`../snippets/${name}.ts`);
    expect(`${lines.join("\n")}\n`).toBe(text(`${name}.txt`));
  });

  it.each(names)("%s prints the same in the page's sandbox", async (name) => {
    const lines: string[] = [];
    const log = (...values: unknown[]) => lines.push(printed(values));
    const program = new Function(
      "require",
      "exports",
      "console",
      `return (async () => {${programOf(text(`${name}.ts`))}\n})()`,
    );
    await program(requirePackage, {}, { log });
    expect(`${lines.join("\n")}\n`).toBe(text(`${name}.txt`));
  });

  it.each(named(".py"))("%s printed the same in PyTorch", (name) => {
    expect(inPython(text(`${name}.txt`))).toBe(text(`${name}.pytorch.txt`));
  });

  it("writes numbers and lists as Node.js does", () => {
    const values = ["a", 0, -0, [0, "b", [1.5]], { a: undefined, b: null }, 12n, true];
    expect(printed(values)).toBe(format(...values));
  });

  it("leaves no file without its snippet", () => {
    const endings = /\.(ts|py|pytorch\.txt|txt)$/;
    expect(
      files.map((file) => file.replace(endings, "")).filter((name) => ![...names, ...inNode].includes(name)),
    ).toEqual([]);
  });
});
