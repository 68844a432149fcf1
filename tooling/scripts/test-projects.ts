// Which test file runs where. vitest.config.ts is made from it; a test fails for a test file that is in no project or in two.
export const testProjects = {
  node: {
    include: ["{packages,apps,tooling}/*/{src,test}/**/*.test.{ts,tsx}"],
    exclude: ["**/*.browser.test.{ts,tsx}"],
  },
  browser: {
    include: ["{packages,apps}/*/{src,test}/**/*.browser.test.{ts,tsx}"],
    exclude: [] as string[],
  },
  // Run in Node and drive a page that vite serves.
  e2e: {
    include: ["apps/*/e2e/**/*.test.ts"],
    exclude: [] as string[],
  },
};
