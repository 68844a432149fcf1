// Builds the playground once for all end-to-end tests and serves it as a host would, with the strict policy.
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";

const root = fileURLToPath(new URL("..", import.meta.url));
const outDir = "node_modules/.e2e";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built playground is served. */
    playground: string;
  }
}

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, logLevel: "error", build: { outDir }, preview: { port: 0 } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the preview server has no address");
  project.provide("playground", address);
  return () => server.close();
}
