// Serves the built site as a static host would that reads its `_headers`.
import { fileURLToPath } from "node:url";
import { type Plugin, type PreviewServer, preview } from "vite";
import { readHeaders } from "./headers-file.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Of a site that has been built; port 0 takes any that is free. */
export function serveSite(port: number): Promise<PreviewServer> {
  const headersOf = readHeaders(`${root}dist`);
  const headers: Plugin = {
    name: "headers",
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        for (const [name, value] of Object.entries(headersOf(pathname))) response.setHeader(name, value);
        next();
      });
    },
  };
  return preview({ root, configFile: false, appType: "mpa", logLevel: "error", plugins: [headers], preview: { port } });
}
