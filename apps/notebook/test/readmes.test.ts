// The first example of every README runs and prints what the README says. UPDATE_READMES=1 writes what it prints.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = new URL("../../../", import.meta.url);

/** Where a README stands, and the folder from which its example's imports resolve. */
const readmes: readonly (readonly [string, string])[] = [
  ["README.md", "apps/notebook/"],
  ...["tensor", "conv", "kernel-matrix", "nn", "io", "wasm", "toeplitz"].map((name): [string, string] => [
    `packages/${name}/README.md`,
    `packages/${name}/`,
  ]),
];

const example = /```ts\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/;

test.each(readmes)("%s", (readme, folder) => {
  const file = new URL(readme, root);
  const text = readFileSync(file, "utf8");
  const [, code = "", printed = ""] = example.exec(text) ?? [];
  const run = spawnSync(
    process.execPath,
    ["--no-warnings", "--conditions=@toeplitz/source", "--input-type=module-typescript", "--eval", code],
    { cwd: fileURLToPath(new URL(folder, root)), encoding: "utf8" },
  );
  expect(run.stderr).toBe("");
  if (process.env.UPDATE_READMES === "1") {
    writeFileSync(
      file,
      text.replace(example, () => `\`\`\`ts\n${code}\`\`\`\n\n\`\`\`text\n${run.stdout}\`\`\``),
    );
  } else expect(printed).toBe(run.stdout);
});
