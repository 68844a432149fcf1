import { defineConfig } from "tsup";
import { library } from "../../tooling/tsup/library.ts";

// A bundler drops what nobody uses of a namespace that is a module; so nn and its kin are imported as such.
const packages = library({ index: "src/index.ts" }, /^@toeplitz\/nn($|\/)/);

export default defineConfig([
  // All builds write to dist, at the same time: none may sweep another's file away. One of them makes all declarations.
  {
    ...packages,
    dts: { entry: { index: "src/index.ts", io: "src/io.ts" } },
    clean: ["!standalone.*", "!io.*", "!node.*"],
  },
  // Node.js drops nothing, and waits for every file: here the namespaces are objects.
  { ...library({ node: "src/index.ts" }), dts: false, clean: false },
  // An entry alone: whoever imports it gets no accelerator, and whoever does not, no readers of files.
  { ...library({ io: "src/io.ts" }), dts: false, clean: false },
  {
    ...packages,
    // For `<script type="module">`, and as the global `toeplitz` for any other script tag.
    entry: { standalone: "src/index.ts" },
    format: ["esm", "iife"],
    globalName: "toeplitz",
    esbuildPlugins: [],
    minify: true,
    dts: false,
    clean: false,
  },
]);
