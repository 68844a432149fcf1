// Which test file runs where. vitest.config.ts is made from it; a test fails for a test file that is in no project or in two.
export const testProjects = {
  node: {
    include: ["{packages,apps,tooling}/*/{src,test}/**/*.test.{ts,tsx}"],
    exclude: ["**/*.{browser,long}.test.{ts,tsx}"],
  },
  // In Node too, and only in `pnpm check`: the whole of what the other tests do a part of.
  long: {
    include: ["{packages,apps,tooling}/*/test/**/*.long.test.ts"],
    exclude: [] as string[],
  },
  browser: {
    include: ["{packages,apps}/*/{src,test}/**/*.browser.test.{ts,tsx}"],
    exclude: [] as string[],
  },
  // Run in Node and drive a page that vite serves.
  e2e: {
    include: ["apps/*/e2e/**/*.test.ts"],
    exclude: ["**/*.long.test.ts", "apps/docs/**"],
  },
  // As e2e, and only in `pnpm check`.
  longE2e: {
    include: ["apps/*/e2e/**/*.long.test.ts"],
    exclude: ["apps/docs/**"],
  },
  // The same for the docs, which take longer to build: in `pnpm check` only.
  site: {
    include: ["apps/docs/e2e/**/*.test.ts"],
    exclude: [] as string[],
  },
};
