// Serves the page and the peers on the loopback, isolated, so that shared memory and fine timers are there.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const bundle = at("../raw/page");
const roots: readonly (readonly [string, string])[] = [
  ["/peers/", at("../peers/node_modules")],
  ["/page/", bundle],
];
const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};
const html =
  '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/page/main.js"></script>';

export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

export async function servePage(fromSource: boolean): Promise<PageServer> {
  await build({
    // LiteRT.js is in modules that name each other as packages do: a page cannot load those as they are.
    entryPoints: { main: at("main.ts"), litert: at("../peers/node_modules/@litertjs/core/dist/index.js") },
    outdir: bundle,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    external: ["node:*", "/page/*"],
    target: "es2023",
    conditions: fromSource ? ["@toeplitz/source"] : [],
    logLevel: "error",
  });
  const server = createServer(async (request, response) => {
    const headers = {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
      "Cross-Origin-Resource-Policy": "same-origin",
    };
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = fileFor(pathname);
    try {
      const body = file === null ? html : await readFile(file);
      const type = file === null ? "text/html" : (types[path.extname(file)] ?? "application/octet-stream");
      response.writeHead(200, { ...headers, "Content-Type": type }).end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The file of an address; null for the page itself. The server hears the loopback only, and a URL has no "..". */
function fileFor(pathname: string): string | null {
  for (const [prefix, folder] of roots) {
    if (pathname.startsWith(prefix)) return path.join(folder, decodeURIComponent(pathname.slice(prefix.length)));
  }
  return null;
}
