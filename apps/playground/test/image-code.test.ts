// The programs of the Image view filter a photograph as the page does: TypeScript is run here, PyTorch in image-code.long.test.ts.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { manualSeed, rand, type Tensor } from "toeplitz";
import { afterEach, expect, it, vi } from "vitest";
import { imageLinesOf, imageProgramsOf } from "../src/views/image/image-code.ts";
import { sideOf } from "../src/views/image/image-kernels.ts";
import { bordered, filtered } from "../src/views/image/photo-filter.ts";
import { namedFilters } from "./named-filters.ts";

const folder = fileURLToPath(new URL("../node_modules/.code/", import.meta.url));
mkdirSync(folder, { recursive: true });
afterEach(() => vi.restoreAllMocks());

it.each(namedFilters)("%s", async (name, filter) => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const [[, program]] = imageProgramsOf(filter) as [ReturnType<typeof imageProgramsOf>[number]];
  const file = `${folder}image-${name.replaceAll(" ", "-")}.ts`;
  writeFileSync(file, program());
  await import(file);
  manualSeed(0);
  const x = rand([1, 3, 48, 64]);
  const expected = filtered(bordered(x, sideOf(filter.kernel), filter.border), filter.kernel);
  const [[printed]] = log.mock.calls as [[Tensor]];
  expect(printed.equal(expected)).toBe(true);
});

it("has the lines that the page shows in its programs, with kernels of floating point", () => {
  const { kernel, border } = namedFilters[0]![1];
  for (const [i, [language, lines]] of imageLinesOf({ kernel, border }).entries()) {
    const [ofProgram, program] = imageProgramsOf({ kernel, border })[i]!;
    expect(ofProgram).toBe(language);
    for (const line of lines.split("\n")) expect(program()).toContain(line);
    expect(lines.split("\n")[0]).toMatch(
      language === "PyTorch" ? /, dtype=torch\.float32\)$/ : /, \{ dtype: "float32" \}\);$/,
    );
  }
});
