// The lines of PyTorch that the pages show, run in real PyTorch where there is one: they print what was recorded.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = new URL("../snippets/", import.meta.url);
const python = "/usr/bin/python3";
const hasTorch = spawnSync(python, ["-c", "import torch"]).status === 0;

for (const file of readdirSync(folder).filter((name) => name.endsWith(".py"))) {
  it.skipIf(!hasTorch)(`${file}${hasTorch ? "" : " (this machine has no python3-torch)"}`, () => {
    const { stdout, stderr } = spawnSync(python, [fileURLToPath(new URL(file, folder))], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toBe(readFileSync(new URL(file.replace(".py", ".pytorch.txt"), folder), "utf8"));
  });
}
