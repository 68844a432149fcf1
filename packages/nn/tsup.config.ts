import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";

export default defineConfig(
  library({
    index: "src/index.ts",
    functional: "src/functional/index.ts",
    init: "src/init.ts",
    optim: "src/optim/index.ts",
    data: "src/data/index.ts",
  }),
);
