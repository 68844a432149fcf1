// The test projects: node, browser (real Chromium), e2e (Node driving the built playground in Chromium); and for `pnpm check` alone long, long-e2e and
// site (the same with the built docs).
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

const driving = (name: string, files: (typeof testProjects)["e2e"], app = "playground") => ({
  ...inNode,
  test: {
    name,
    environment: "node" as const,
    ...files,
    globalSetup: [`apps/${app}/e2e/global-setup.ts`],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

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
  driving("e2e", testProjects.e2e),
  driving("long-e2e", testProjects.longE2e),
  driving("site", testProjects.site, "docs"),
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
