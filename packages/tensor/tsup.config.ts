import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";

const entry = { index: "src/index.ts", extend: "src/extend.ts", kernels: "src/kernels/index.ts" };

export default defineConfig({
  ...library(entry),
  // Tensor has Symbol.dispose, which the library that most programs are compiled with lacks.
  dts: { entry, banner: '/// <reference lib="esnext.disposable" />' },
});
