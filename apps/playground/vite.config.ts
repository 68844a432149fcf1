import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";
import { headerFiles, isolation, strictHeaders } from "./headers.ts";

/** Writes the headers down beside the built pages. */
const writeHeaders: Plugin = {
  name: "write-headers",
  apply: "build",
  generateBundle() {
    for (const [fileName, source] of headerFiles()) this.emitFile({ type: "asset", fileName, source });
  },
};

export default defineConfig({
  plugins: [react(), writeHeaders],
  clearScreen: false,
  resolve: { conditions: ["@toeplitz/source", ...defaultClientConditions] },
  // What reloads a page while one works on it is inline.
  server: { headers: isolation },
  preview: { headers: strictHeaders },
  build: { assetsInlineLimit: 0 },
  worker: { format: "es" },
});
