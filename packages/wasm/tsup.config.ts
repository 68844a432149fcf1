import { writeFile } from "node:fs/promises";
import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";
import { fuse } from "./src/assembler/fuse.ts";
import { forSharedMemory } from "./src/assembler/shared-memory.ts";
import { encodeText } from "./src/kernels/byte-text.ts";
import { encodeKernels } from "./src/kernels/modules.ts";
import { workerSource } from "./src/threads/worker-source.ts";

/** Puts the finished bytes where the sources emit them at run time, so that no generator is shipped. */
const inlinedKernels = {
  name: "inlined-kernels",
  setup({ onLoad }: { onLoad(filter: { filter: RegExp }, load: () => { contents: string; loader: "ts" }): void }) {
    onLoad({ filter: /\/kernels\/bytes\.ts$/ }, () => {
      const contents = `import { decodeText } from "./byte-text.ts";
        export const kernelBytes = () => decodeText(${JSON.stringify(encodeText(encodeKernels()))});`;
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
  },
});
