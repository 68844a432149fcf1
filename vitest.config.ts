// The test projects: node, long (in Node, for `pnpm check` alone), browser (real Chromium), and e2e (Node driving the built apps in Chromium).
import { playwright } from "@vitest/browser-playwright";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { chromiumArgs, findChromium, howToGetChromium } from "./tooling/scripts/chromium.ts";
import { testProjects } from "./tooling/scripts/test-projects.ts";

const source = "@toeplitz/source";
const serverConditions = [source, ...defaultServerConditions];
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

const inNode = {
  resolve: { conditions: serverConditions },
  ssr: { resolve: { conditions: serverConditions } },
};

// A test of seconds may take many times as long on a machine that does other work; what hangs still ends.
const testTimeout = 60_000;

const node = { ...inNode, test: { name: "node", environment: "node" as const, testTimeout, ...testProjects.node } };

const long = {
  ...inNode,
  test: { name: "long", environment: "node" as const, testTimeout: 120_000, ...testProjects.long },
};

const inChromium = (executablePath: string) => [
  {
    resolve: { conditions: [source, ...defaultClientConditions] },
    server: { headers: isolation },
    test: {
      name: "browser",
      testTimeout,
      ...testProjects.browser,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath, args: chromiumArgs } }),
        instances: [{ browser: "chromium" as const }],
      },
    },
  },
  {
    ...inNode,
    test: {
      name: "e2e",
      environment: "node" as const,
      ...testProjects.e2e,
      globalSetup: ["apps/playground/e2e/global-setup.ts"],
      testTimeout,
      hookTimeout: 120_000,
    },
  },
];

const chromium = findChromium();
if (chromium === undefined && process.env.CI) {
  throw new Error(`No Chromium found, and CI must run the browser tests: ${howToGetChromium}.`);
}

export default defineConfig({
  test: {
    passWithNoTests: true,
    reporters: ["default", "./tooling/scripts/ci-line-reporter.ts"],
    projects: [node, long, ...(chromium === undefined ? [] : inChromium(chromium))],
  },
});
