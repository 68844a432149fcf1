// Import directions, checked by `pnpm run boundaries`. The layers themselves are data, shared with the manifest check.
import {
  jobSettings,
  lackingHosts,
  layers,
  mayHaveDependencies,
  seesEverything,
  testModes,
  unpublished,
  wasmMaySee,
  wrongFiles,
} from "./tooling/boundaries/layers.ts";

const alternatives = (names) => `(${names.join("|")})`;
const published = Object.keys(layers).filter((name) => !unpublished.includes(name));
const withoutDependencies = published.filter((name) => !mayHaveDependencies.includes(name));
const tests = "\\.test\\.tsx?$";

const layerRules = Object.entries(layers).map(([name, below]) => ({
  name: `layer-${name}`,
  comment: `packages/${name} may import ${below.length > 0 ? below.join(", ") : "no other package"}.`,
  severity: "error",
  // Types of what the suites are given may be named; the conformance rules below say the rest.
  from: { path: `^packages/${name}/`, pathNot: `^${seesEverything}` },
  to: {
    path: "^packages/",
    pathNot: `^packages/${alternatives([name, ...below])}/`,
    ...(name === "conformance" ? { dependencyTypesNot: ["type-only"] } : {}),
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    {
      name: "wasm-sees-kernels-only",
      comment: "The accelerator knows kernel tokens and the backend contract, nothing above them.",
      severity: "error",
      from: { path: "^packages/wasm/src/", pathNot: tests },
      to: { path: "^packages/(?!wasm/)", pathNot: wasmMaySee },
    },
    {
      name: "kernels-see-no-tensors",
      comment: "A numeric kernel gets operands: storage, offset, strides.",
      severity: "error",
      from: { path: "^packages/(tensor|conv)/src/kernels/" },
      to: { path: "^packages/tensor/src/(tensor\\.ts$|methods\\.ts$|ops/|autograd/)" },
    },
    {
      name: "rows-import-nothing",
      comment: "A conformance row is data, for the docs and the playground too: it may name types, and runs nothing.",
      severity: "error",
      from: { path: "^packages/conformance/src/rows/", pathNot: tests },
      to: { pathNot: "^packages/conformance/src/rows/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "figures-see-rows-only",
      comment: "Figures draw the cases; they do not run the suites.",
      severity: "error",
      from: { path: "^packages/(figures|widgets)/" },
      to: { path: "^packages/conformance/", pathNot: "^packages/conformance/src/rows/" },
    },
    {
      name: "packages-by-name",
      comment: "Another package is imported by its name, through its exports, never by a path into it.",
      severity: "error",
      // Two tests of the docs stand in for a host that serves files of the built accelerator.
      from: {
        path: "^(packages|apps|tooling)/([^/]+)/",
        pathNot: `^${seesEverything}|^apps/docs/(test/edge|e2e/hosts)\\.test\\.ts$`,
      },
      to: { path: "^(packages|apps)/", pathNot: "^$1/$2/", dependencyTypes: ["local"] },
    },
    {
      name: "suites-by-name",
      comment:
        "So do the suites, but for the switch of hostile memory, the settings of jobs, the wrong files and the hosts that lack something, which no package exports.",
      severity: "error",
      from: { path: `^${seesEverything}` },
      to: {
        path: "^(packages|apps)/",
        pathNot: `^packages/conformance/|^${testModes}|^${jobSettings}|^${wrongFiles}|^${lackingHosts}`,
        dependencyTypes: ["local"],
      },
    },
    {
      // What an app has packed or trained is data, which another may show.
      name: "nothing-imports-apps",
      severity: "error",
      from: { path: "^(packages|apps|tooling)/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^$1/$2/|^apps/[^/]+/(pictures|weights)/" },
    },
    {
      name: "sources-use-no-tooling",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src/", pathNot: tests },
      to: { path: "^tooling/" },
    },
    {
      name: "published-have-no-dependencies",
      comment:
        "What is published runs in a page and in Node, with nothing beside it: no other packages, no Node modules.",
      severity: "error",
      from: { path: `^packages/${alternatives(withoutDependencies)}/src/`, pathNot: tests },
      to: { pathNot: "^packages/", couldNotResolve: false },
    },
    {
      name: "no-run-time-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      comment: "A file that is missing, or a package that package.json does not declare.",
      severity: "error",
      // What the docs show of hosts stands there as their readers have it: files of the built packages beside it.
      from: { pathNot: "^apps/docs/hosts/" },
      // Astro makes the modules of its own scheme while it builds.
      to: { couldNotResolve: true, pathNot: "^astro:" },
    },
    {
      name: "declared",
      comment: "Every imported package is in the package's own package.json, or among the root's tools.",
      severity: "error",
      from: {},
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // The consumers run on packed tarballs outside the workspace; the benchmarks, beside peers from a lockfile of their own.
    exclude: {
      path: "(^|/)(dist|\\.astro)/|^tooling/(bundle-check/consumers|consumers/(programs|hosts)|bench)/",
    },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@toeplitz/source", "import", "types", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
