// Every test file is in exactly one test project: a file that none includes would never run.
import { globSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { testProjects } from "../../scripts/test-projects.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const ignored = new Set(["node_modules", "dist", ".git", ".turbo"]);

const projectsOf = (file: string) =>
  Object.entries(testProjects)
    .filter(([, { include, exclude }]) => {
      const matches = (pattern: string) => path.matchesGlob(file, pattern);
      return include.some(matches) && !exclude.some(matches);
    })
    .map(([name]) => name);

test("every test file is in exactly one project", () => {
  const files = globSync("**/*.{test,spec}.{ts,tsx,mts,js,jsx,mjs}", {
    cwd: root,
    exclude: (name) => ignored.has(path.basename(name)),
  })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => !file.startsWith("tooling/bench/peers/") && !file.startsWith("tooling/consumers/"));
  expect(files).toContain("tooling/boundaries/test/test-files.test.ts");
  expect(files.filter((file) => projectsOf(file).length !== 1)).toEqual([]);
});

test("a test file in an unusual place is in no project", () => {
  expect(projectsOf("packages/conv/checks/geometry.test.ts")).toEqual([]);
  expect(projectsOf("packages/conv/test/geometry.spec.ts")).toEqual([]);
  expect(projectsOf("packages/conv/test/geometry.test.ts")).toEqual(["node"]);
  expect(projectsOf("packages/conv/test/geometry.browser.test.ts")).toEqual(["browser"]);
  expect(projectsOf("apps/playground/e2e/tour.test.ts")).toEqual(["e2e"]);
  expect(projectsOf("apps/docs/e2e/course.test.ts")).toEqual(["site"]);
});
