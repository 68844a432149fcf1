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
  // The test runner's own value would make React's development build, which is slower and larger than what a host serves.
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
  process.env.NODE_ENV = environment;
  const server = await preview({ root, logLevel: "error", build: { outDir }, preview: { port: 0 } });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the preview server has no address");
  project.provide("playground", address);
  return () => server.close();
}
