import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";

export default defineConfig(
  library({ index: "src/index.ts", kernels: "src/kernels/index.ts", geometry: "src/geometry.ts", grad: "src/grad.ts" }),
);
