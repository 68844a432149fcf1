// The same programs in PyTorch, run by PyTorch where there is one.
import { spawnSync } from "node:child_process";
import { manualSeed, rand } from "toeplitz";
import { expect, it } from "vitest";
import { imageProgramsOf } from "../src/views/image/image-code.ts";
import { sideOf } from "../src/views/image/image-kernels.ts";
import { bordered, filtered } from "../src/views/image/photo-filter.ts";
import { namedFilters } from "./named-filters.ts";

const python = "/usr/bin/python3";
const hasTorch = spawnSync(python, ["-c", "import torch"]).status === 0;

it.skipIf(!hasTorch)(`every filter${hasTorch ? "" : " (this machine has no python3-torch)"}`, () => {
  const programs = namedFilters.map(([, filter]) => imageProgramsOf(filter)[1]![1]());
  const all = `import json\n${programs.map((code) => `${code}print("#", json.dumps(y.flatten().tolist()))`).join("\n")}`;
  const { stdout, stderr } = spawnSync(python, ["-c", all], { encoding: "utf8", maxBuffer: 2 ** 26 });
  expect(stderr).toBe("");
  const printed = stdout.split("\n").filter((line) => line.startsWith("# "));
  expect(printed).toHaveLength(namedFilters.length);
  for (const [i, [name, { kernel, border }]] of namedFilters.entries()) {
    manualSeed(0);
    const ours = filtered(bordered(rand([1, 3, 48, 64]), sideOf(kernel), border), kernel)
      .flatten()
      .toArray() as number[];
    const theirs = JSON.parse(printed[i]!.slice(2)) as number[];
    expect(theirs).toHaveLength(ours.length);
    const furthest = ours.reduce((most, value, at) => Math.max(most, Math.abs(value - theirs[at]!)), 0);
    expect(furthest, name).toBeLessThan(1e-5);
  }
});
