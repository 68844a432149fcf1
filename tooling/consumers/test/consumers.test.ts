// What passes and what does not, and the table in the README: it is of the versions that are pinned.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judge, type Row } from "../row.ts";
import { withTable } from "../table.ts";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const printed = {
  corner: [
    [16, 24],
    [24, 36],
  ],
  sum: 16928,
  slope: 16928,
  backend: "wasm",
  simd: "fused",
  copies: 1,
};
const refused = { ...printed, backend: "portable", reason: "the host refuses to compile WebAssembly: CompileError" };

const verdict = (changes: object, expected?: "wasm" | "portable") =>
  judge(`a line before\n${JSON.stringify({ ...printed, ...changes })}\n`, expected).kind;

test("right numbers by the accelerator pass", () => {
  expect(verdict({})).toBe("passed");
  expect(verdict(refused, "portable")).toBe("passed");
});

test.each([
  [
    "a wrong number",
    {
      corner: [
        [16, 24],
        [24, 35],
      ],
    },
  ],
  ["a wrong sum", { sum: 16929 }],
  ["a wrong gradient", { slope: 0 }],
  ["the portable kernels", refused],
  ["an accelerator that took nothing into its memory", { copies: 0 }],
])("%s fails", (_, changes) => {
  expect(verdict(changes)).toBe("failed");
});

test("where the host must refuse, another reason fails, and so does an accelerator that is on", () => {
  expect(verdict({ ...refused, reason: "this engine has no WebAssembly" }, "portable")).toBe("failed");
  expect(verdict({ ...refused, reason: undefined }, "portable")).toBe("failed");
  expect(verdict({}, "portable")).toBe("failed");
});

test("an error, or nothing, fails", () => {
  expect(judge("TypeError: conv2d is not a function").kind).toBe("failed");
  expect(judge("").kind).toBe("failed");
});

test("the table takes the place of the one before, and says what was not run", () => {
  const rows: Row[] = [
    { consumer: "Bun", version: "1.2.3", outcome: { kind: "passed", result: "wasm" } },
    { consumer: "Deno", version: "", outcome: { kind: "not run", reason: "there is none" } },
  ];
  const once = withTable(readme, rows);
  expect(once).toContain("| Bun | 1.2.3 | wasm |\n| Deno |  | not run: there is none |\n");
  expect(withTable(once, rows)).toBe(once);
  expect(once.split("<!--")[0]).toBe(readme.split("<!--")[0]);
  expect(() => withTable("no marks", rows)).toThrow(/no place for the table/);
});

test("the README's table is of the pinned versions", () => {
  const {
    dependencies,
    optionalDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(
    readFileSync(new URL("../hosts/package.json", import.meta.url), "utf8"),
  );
  // webpack's command line is not what is tried.
  const { "webpack-cli": _, ...hosts } = { ...dependencies, ...optionalDependencies };
  const missing = Object.values(hosts)
    .map((range) => range.replace(/^npm:.*@/, ""))
    .filter((version) => !readme.includes(`| ${version} |`));
  expect(missing).toEqual([]);
});
