import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

// Cross-origin isolation: shared memory is available in the page.
const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  resolve: { conditions: ["@toeplitz/source", ...defaultClientConditions] },
  server: { headers },
  preview: { headers },
});
