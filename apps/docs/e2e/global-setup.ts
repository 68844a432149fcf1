// Builds the site once for its end-to-end tests, and serves it with the headers that a host has to send.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { serveSite } from "../hosting/serve-site.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built site is served. */
    site: string;
  }
}

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  // The test runner says "test", of which Astro makes a development build, without search.
  // And whatever asks for something elsewhere finds nobody there: the build needs no network.
  const nobody = "http://127.0.0.1:9";
  const offline = { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: nobody, HTTPS_PROXY: nobody, NO_PROXY: "" };
  const env = { ...process.env, ...offline, NODE_ENV: "production" };
  const { status } = spawnSync(process.execPath, ["build.ts"], { cwd: root, stdio: "inherit", env });
  if (status !== 0) throw new Error("the site does not build");
  const server = await serveSite(0);
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error("the preview server has no address");
  project.provide("site", address);
  return () => server.close();
}
