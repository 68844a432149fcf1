import { readFile, writeFile } from "node:fs/promises";
import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";
import { fuse } from "./src/assembler/fuse.ts";
import { sealOf } from "./src/assembler/seal.ts";
import { forSharedMemory } from "./src/assembler/shared-memory.ts";
import { encodeText } from "./src/kernels/byte-text.ts";
import { encodeKernels } from "./src/kernels/modules.ts";
import { workerSource } from "./src/threads/worker-source.ts";

/** Generators that the running library asks for numbers: how many products a tile has, which function has which number. */
const tables = ["folds", "pointwise-functions", "pointwise-rows", "winograd-lines"];

/** A module with the data that another exports, and nothing where that exports what writes code. */
function dataOf(exports: Readonly<Record<string, unknown>>): string {
  const literal = (value: unknown) =>
    value instanceof Map ? `new Map(${JSON.stringify([...value])})` : (JSON.stringify(value) ?? "undefined");
  return Object.entries(exports)
    .map(([name, value]) => `export const ${name} = ${literal(value)};`)
    .join("\n");
}

type Loaded = { contents: string; loader: "ts" };

/** Puts the finished bytes and tables where the sources make them at run time, so that no generator is shipped. */
const inlinedKernels = {
  name: "inlined-kernels",
  setup({
    onLoad,
  }: {
    onLoad(filter: { filter: RegExp }, load: (file: { path: string }) => Loaded | Promise<Loaded>): void;
  }) {
    onLoad({ filter: new RegExp(`/kernels/(${tables.join("|")})\\.ts$`) }, async ({ path }) => {
      return { contents: dataOf(await import(path)), loader: "ts" };
    });
    onLoad({ filter: /\/kernels\/bytes\.ts$/ }, () => {
      const bytes = encodeKernels();
      const contents = `import { decodeText } from "./byte-text.ts";
        export const kernelBytes = () => decodeText(${JSON.stringify(encodeText(bytes))});
        export const kernelSeal = () => ${JSON.stringify(sealOf(bytes))};`;
      return { contents, loader: "ts" };
    });
  },
};

const shared = library({ index: "src/index.ts" });

export default defineConfig({
  ...shared,
  esbuildPlugins: [...(shared.esbuildPlugins ?? []), inlinedKernels],
  define: { TOEPLITZ_TEST_MODES: "false" },
  async onSuccess() {
    const plain = encodeKernels();
    const files = {
      "kernels.wasm": plain,
      "kernels-fused.wasm": fuse(plain),
      "kernels-shared.wasm": forSharedMemory(plain),
      "kernels-shared-fused.wasm": forSharedMemory(fuse(plain)),
      "worker.js": workerSource,
    };
    for (const [name, content] of Object.entries(files)) await writeFile(`dist/${name}`, content);
    // A name of the assembler that means nothing else.
    if ((await readFile("dist/index.js", "utf8")).includes("shuffle32")) throw new Error("a generator is in the build");
  },
});
