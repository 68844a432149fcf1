import { writeFile } from "node:fs/promises";
import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";
import { encodeKernels } from "./src/kernels/modules.ts";

const files = { plain: "kernels.wasm", fused: "kernels-fused.wasm" };

/** Puts the finished bytes where the sources emit them at run time, so that no generator is shipped. */
const inlinedKernels = {
  name: "inlined-kernels",
  setup({ onLoad }: { onLoad(filter: { filter: RegExp }, load: () => { contents: string; loader: "ts" }): void }) {
    onLoad({ filter: /\/kernels\/bytes\.ts$/ }, () => {
      const text = (fused: boolean) => JSON.stringify(Buffer.from(encodeKernels({ fused })).toString("base64"));
      const contents = `import { decodeBase64 } from "./base64.ts";
        const plain = ${text(false)};
        const fused = ${text(true)};
        export const kernelBytes = (fusing: boolean) => decodeBase64(fusing ? fused : plain);`;
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
    await writeFile(`dist/${files.plain}`, encodeKernels({ fused: false }));
    await writeFile(`dist/${files.fused}`, encodeKernels({ fused: true }));
  },
});
