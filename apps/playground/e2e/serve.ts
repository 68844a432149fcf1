// Builds the playground and serves it as a host would, with the strict headers.
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const outDir = "node_modules/.e2e";

export interface Served {
  readonly address: string;
  close(): Promise<void>;
}

export async function serve(): Promise<Served> {
  // A test runner's own value would make React's development build, which is slower and larger than what a host serves.
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
  process.env.NODE_ENV = environment;
  const server = await preview({ root, logLevel: "error", build: { outDir }, preview: { port: 0 } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the preview server has no address");
  return { address, close: () => server.close() };
}
