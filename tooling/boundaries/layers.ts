// Which package may import which: the picture that ARCHITECTURE.md draws, as data for every check of it.

/** Directory under packages/ -> the directories under packages/ that it may import, declare, and no others. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  tensor: [],
  conv: ["tensor"],
  "kernel-matrix": ["tensor", "conv"],
  nn: ["tensor", "conv"],
  wasm: ["tensor", "conv"],
  io: ["tensor"],
  toeplitz: ["tensor", "conv", "kernel-matrix", "nn", "wasm", "io"],
  networks: ["tensor", "conv", "nn"],
  conformance: [],
  figures: ["tensor", "conv", "kernel-matrix", "conformance"],
  widgets: ["tensor", "conformance", "figures"],
};

/** Packages that are never published; everything else under packages/ is. */
export const unpublished: readonly string[] = ["networks", "conformance", "figures", "widgets"];

/** Published packages that may depend on packages of others. */
export const mayHaveDependencies: readonly string[] = ["io"];

/** The only folder that may import every package: it runs the suites. */
export const seesEverything = "packages/conformance/test/";

/** What the accelerator may see of the packages below it: the kernel tokens and the backend contract. */
export const wasmMaySee =
  "^packages/(tensor/src/(kernels/|backend\\.ts$|extend\\.ts$)|conv/src/(kernels/|geometry\\.ts$))";

/** What makes memory hostile, for tests: it is in no package's exports, and the suites reach in. */
export const testModes = "packages/wasm/src/memory/test-modes\\.ts$";

/** The settings of the accelerator's jobs: who has computed something, and which tail of a tile, is read off them. */
export const jobSettings = "packages/wasm/src/kernels/";

/** The wrong files of the readers' tests, which the suites give to modules. */
export const wrongFiles = "packages/io/test/fuzz/";

/** The hosts of the accelerator's tests that lack something, which the suites run in too. */
export const lackingHosts = "packages/wasm/test/environment/";
