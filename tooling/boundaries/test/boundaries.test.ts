// The boundary check really fails on each kind of violation, and lets a clean house pass.
import { expect, test } from "vitest";
import { ruleNames, violationsOf } from "./fixture-tree.ts";

const imports = (specifier: string) => `import { here } from "${specifier}";\nexport const there = here;\n`;
const importsType = (specifier: string) => `import type { Here } from "${specifier}";\nexport type There = Here;\n`;

const clean = {
  "packages/conv/src/good.ts": imports("@toeplitz/tensor") + importsType("./index.ts"),
  "packages/conv/src/kernels/good.ts": imports("@toeplitz/tensor/kernels"),
  "packages/kernel-matrix/src/good.ts": imports("@toeplitz/conv"),
  "packages/nn/src/good.ts": imports("@toeplitz/conv"),
  "packages/wasm/src/good.ts": `${imports("@toeplitz/conv/kernels")}export { here as too } from "@toeplitz/tensor/backend";\n`,
  "packages/toeplitz/src/good.ts": imports("@toeplitz/wasm"),
  "packages/figures/src/good.ts": imports("@toeplitz/conformance/rows"),
  "packages/conformance/src/rows/good.ts": importsType("@toeplitz/tensor"),
  "packages/conformance/src/suite.ts": importsType("@toeplitz/tensor"),
  "packages/conformance/test/good.test.ts": imports("toeplitz"),
  "apps/playground/src/good.ts": imports("toeplitz"),
  // Two files that name each other's types: no circle at run time.
  "packages/tensor/src/one.ts": `import type { Two } from "./two.ts";\nexport type One = Two[];\n`,
  "packages/tensor/src/two.ts": `import type { One } from "./one.ts";\nexport type Two = One | 1;\n`,
};

test("a house that keeps the rules passes", () => {
  expect(violationsOf(clean)).toEqual([]);
});

/** File -> its text and the rules that it must break. */
const violations: Record<string, { text: string; breaks: string[] }> = {
  "packages/tensor/src/up.ts": { text: imports("@toeplitz/conv"), breaks: ["layer-tensor"] },
  "packages/tensor/src/up-type.ts": { text: importsType("@toeplitz/conv"), breaks: ["layer-tensor"] },
  "packages/conv/src/up.ts": { text: imports("@toeplitz/nn"), breaks: ["layer-conv"] },
  "packages/conv/test/golden.test.ts": { text: imports("@toeplitz/conformance/rows"), breaks: ["layer-conv"] },
  "packages/kernel-matrix/src/side.ts": { text: imports("@toeplitz/nn"), breaks: ["layer-kernel-matrix"] },
  "packages/nn/src/accelerated.ts": { text: imports("@toeplitz/wasm"), breaks: ["layer-nn"] },
  "packages/io/src/side.ts": { text: imports("@toeplitz/conv"), breaks: ["layer-io"] },
  "packages/wasm/src/modules.ts": {
    text: imports("@toeplitz/nn"),
    breaks: ["layer-wasm", "wasm-sees-kernels-only"],
  },
  "packages/wasm/src/tensors.ts": { text: imports("@toeplitz/tensor"), breaks: ["wasm-sees-kernels-only"] },
  "packages/toeplitz/src/rows.ts": { text: imports("@toeplitz/conformance/rows"), breaks: ["layer-toeplitz"] },
  "packages/networks/src/matrix.ts": { text: imports("@toeplitz/kernel-matrix"), breaks: ["layer-networks"] },
  "packages/figures/src/modules.ts": { text: imports("@toeplitz/nn"), breaks: ["layer-figures"] },
  "packages/widgets/src/modules.ts": { text: imports("@toeplitz/nn"), breaks: ["layer-widgets"] },
  "packages/figures/src/suites.ts": { text: imports("@toeplitz/conformance"), breaks: ["figures-see-rows-only"] },
  "packages/conformance/src/suite.ts": { text: imports("@toeplitz/tensor"), breaks: ["layer-conformance"] },
  "packages/conformance/src/rows/running.ts": {
    text: imports("../index.ts"),
    breaks: ["rows-import-nothing"],
  },
  "packages/tensor/src/tensor.ts": { text: "export const here = 1;\n", breaks: [] },
  "packages/tensor/src/kernels/knowing.ts": { text: imports("../tensor.ts"), breaks: ["kernels-see-no-tensors"] },
  "packages/conformance/test/path.test.ts": {
    text: imports("../../tensor/src/index.ts"),
    breaks: ["suites-by-name"],
  },
  "packages/conv/src/path.ts": { text: imports("../../tensor/src/index.ts"), breaks: ["packages-by-name"] },
  "packages/nn/src/app.ts": {
    text: imports("../../../apps/playground/src/index.ts"),
    breaks: ["nothing-imports-apps", "packages-by-name", "published-have-no-dependencies"],
  },
  "apps/playground/src/index.ts": { text: "export const here = 1;\n", breaks: [] },
  "apps/trained/weights/names.json": { text: "[]\n", breaks: [] },
  "apps/playground/src/weights.ts": { text: imports("../../trained/weights/names.json"), breaks: ["packages-by-name"] },
  "packages/figures/src/tool.ts": {
    text: imports("../../../tooling/boundaries/tool.ts"),
    breaks: ["sources-use-no-tooling"],
  },
  "tooling/boundaries/tool.ts": { text: "export const here = 1;\n", breaks: [] },
  "packages/nn/src/files.ts": {
    text: 'import { readFileSync } from "node:fs";\nexport const there = readFileSync;\n',
    breaks: ["published-have-no-dependencies"],
  },
  "packages/nn/src/others.ts": { text: imports("leftpad"), breaks: ["declared", "published-have-no-dependencies"] },
  "packages/nn/src/missing.ts": { text: imports("./nowhere.ts"), breaks: ["resolvable"] },
  "packages/nn/src/undeclared.ts": { text: imports("@toeplitz/nowhere"), breaks: ["resolvable"] },
  "packages/nn/src/hidden.ts": { text: imports("@toeplitz/conv/geometry"), breaks: ["resolvable"] },
  "packages/nn/src/head.ts": {
    text: 'import { tail } from "./tail.ts";\nexport const head = () => tail;\n',
    breaks: ["no-run-time-circles"],
  },
  "packages/nn/src/tail.ts": {
    text: 'import { head } from "./head.ts";\nexport const tail = () => head;\n',
    breaks: [], // a circle is reported once, from its first file
  },
};

test("every kind of violation is found, and only where it is", () => {
  const files = Object.fromEntries(Object.entries(violations).map(([file, { text }]) => [file, text]));
  const expected = Object.entries(violations).flatMap(([file, { breaks }]) => breaks.map((rule) => `${rule}: ${file}`));
  expect(violationsOf(files)).toEqual(expected.sort());
});

test("no rule is without a violation that it finds", () => {
  const broken = new Set(Object.values(violations).flatMap(({ breaks }) => breaks));
  expect(ruleNames().filter((name) => !broken.has(name))).toEqual([]);
});
