import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";

const packages = library({ index: "src/index.ts" });

export default defineConfig([
  // All builds write to dist, at the same time: none may sweep another's file away. One of them makes all declarations.
  { ...packages, dts: { entry: { index: "src/index.ts", io: "src/io.ts" } }, clean: ["!standalone.*", "!io.*"] },
  // An entry alone: whoever imports it gets no accelerator, and whoever does not, no readers of files.
  { ...library({ io: "src/io.ts" }), dts: false, clean: false },
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
