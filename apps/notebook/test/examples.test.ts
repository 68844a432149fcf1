// Every `@example` of a docstring is `expression // value`, and is so.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as toeplitz from "toeplitz";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const examples = globSync("packages/*/src/**/*.ts", { cwd: root }).flatMap((file) =>
  [...readFileSync(root + file, "utf8").matchAll(/@example (.*)/g)].map(([, example]) => [file, example!] as const),
);

test("are found", () => expect(examples.length).toBeGreaterThan(4));

test.each(examples)("%s: %s", async (_, example) => {
  const [code, value] = example.split(" // ");
  const named = Object.entries(toeplitz).filter(([name]) => name !== "default");
  const run = new Function(...named.map(([name]) => name), `return (async () => (${code}))();`);
  const result: unknown = await run(...named.map(([, each]) => each));
  expect(JSON.stringify(result)).toBe(value);
});
