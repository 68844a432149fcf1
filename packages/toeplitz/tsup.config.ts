import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";

const packages = library({ index: "src/index.ts" });

export default defineConfig([
  // Both builds write to dist, at the same time: neither may sweep the other's file away.
  { ...packages, clean: ["!standalone.*"] },
  {
    ...packages,
    // For `<script type="module">`, and as the global `toeplitz` for any other script tag.
    entry: { standalone: "src/index.ts" },
    format: ["esm", "iife"],
    globalName: "toeplitz",
    noExternal: [/^@toeplitz\//],
    splitting: false,
    minify: true,
    dts: false,
    clean: false,
  },
]);
