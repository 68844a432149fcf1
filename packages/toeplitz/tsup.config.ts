import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";

const packages = library({ index: "src/index.ts" });

export default defineConfig([
  // Both builds write to dist, at the same time: neither may sweep the other's file away.
  { ...packages, clean: ["!standalone.*"] },
  {
    ...packages,
    entry: { standalone: "src/index.ts" },
    noExternal: [/^@toeplitz\//],
    splitting: false,
    minify: true,
    dts: false,
    clean: false,
  },
]);
