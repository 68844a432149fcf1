import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

// Cross-origin isolation: shared memory is available in the page.
const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

// What a host of the built pages may send: nothing from elsewhere, nothing inline, no eval.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  // The accelerator's threads start from a script that it carries.
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  resolve: { conditions: ["@toeplitz/source", ...defaultClientConditions] },
  server: { headers },
  preview: { headers: { ...headers, "Content-Security-Policy": policy } },
  build: { assetsInlineLimit: 0 },
  worker: { format: "es" },
});
