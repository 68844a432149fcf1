import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";

const entries = library({ index: "src/index.ts", extend: "src/extend.ts", kernels: "src/kernels/index.ts" });

export default defineConfig({
  ...entries,
  // Tensor has Symbol.dispose, which the library that most programs are compiled with lacks.
  dts: { banner: '/// <reference lib="esnext.disposable" />' },
});
