// The package.json files match the layer picture, and the check notices when one does not.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Manifest, manifestProblems } from "../manifests.ts";

const packages = new URL("../../../packages/", import.meta.url);

function readManifests(): Record<string, Manifest> {
  const found: Record<string, Manifest> = {};
  for (const directory of readdirSync(packages)) {
    const file = new URL(`${directory}/package.json`, packages);
    if (existsSync(file)) found[directory] = JSON.parse(readFileSync(file, "utf8"));
  }
  return found;
}

const problemsOf = (directory: string, change: (manifest: Manifest) => void) => {
  const manifest = structuredClone(readManifests()[directory]!);
  change(manifest);
  return manifestProblems({ [directory]: manifest });
};

test("every package.json matches the layers", () => {
  const manifests = readManifests();
  expect(Object.keys(manifests)).toContain("tensor");
  expect(manifestProblems(manifests)).toEqual([]);
});

test("a dependency on a higher layer is a problem, for development too", () => {
  expect(problemsOf("conv", (m) => Object.assign(m, { devDependencies: { "@toeplitz/nn": "workspace:^" } }))).toEqual([
    "packages/conv: devDependencies holds @toeplitz/nn, which is not below it",
  ]);
  expect(
    problemsOf("tensor", (m) => Object.assign(m, { devDependencies: { "@toeplitz/conformance": "workspace:^" } })),
  ).toEqual(["packages/tensor: devDependencies holds @toeplitz/conformance, which is not below it"]);
});

test("conformance may see every package for its tests only", () => {
  expect(
    problemsOf("conformance", (m) => Object.assign(m, { dependencies: { "@toeplitz/conv": "workspace:^" } })),
  ).toEqual(["packages/conformance: dependencies holds @toeplitz/conv, which is not below it"]);
});

test("a published package has no dependency on a package of others", () => {
  expect(problemsOf("nn", (m) => Object.assign(m.dependencies!, { lodash: "^4" }))).toEqual([
    "packages/nn: dependencies holds lodash",
  ]);
});

test("published exports are the exports without the source condition", () => {
  expect(problemsOf("nn", (m) => delete m.publishConfig!.exports!["."])).toEqual([
    "packages/nn: publishConfig.exports must be exports without the source condition",
  ]);
});

test("a package without a layer is a problem", () => {
  expect(manifestProblems({ surprise: {} })).toEqual([
    "packages/surprise: has no layer in tooling/boundaries/layers.ts",
  ]);
});
