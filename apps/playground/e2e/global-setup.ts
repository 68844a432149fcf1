// Serves the built playground to all end-to-end tests.
import type { TestProject } from "vitest/node";
import { serve } from "./serve.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built playground is served. */
    playground: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { address, close } = await serve();
  project.provide("playground", address);
  return close;
}
